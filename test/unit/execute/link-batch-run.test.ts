// Whose line failed: the words of iproute2 6.1, with the marker lines between groups.
import {expect, test} from '@jest/globals';
import {runBatch} from '../../../controller/execute/link-batch-run.ts';

const unknown = 'Object "vmlet" is unknown, try "ip help".';

/** A processes port that answers with these texts on stderr, in turn, and keeps what it was given. */
const answering = (...answers: string[][]) => {
  const stdins: string[] = [];
  return {
    stdins,
    run: async (_command: string, _args: readonly string[], options: {stdin?: string} = {}) => {
      stdins.push(options.stdin ?? '');
      return {exitCode: 1, stdout: '', stderr: `${(answers.shift() ?? []).join('\n')}\n`};
    },
  };
};

test('a batch without failures is one process, and every group succeeded', async () => {
  const processes = answering([unknown, 'Command failed -:3', unknown, 'Command failed -:5']);
  expect(
    await runBatch(processes, [['link set dev a up', 'link set dev a mtu 1400'], ['link set dev b up']]),
  ).toEqual([{ok: true}, {ok: true}]);
  expect(processes.stdins).toEqual([
    'link set dev a up\nlink set dev a mtu 1400\nvmlet\nlink set dev b up\nvmlet\n',
  ]);
});

test('a line that the kernel refuses fails its own group, with its number in the group and the reason', async () => {
  const processes = answering([
    unknown,
    'Command failed -:2',
    'Cannot find device "b"',
    'Command failed -:4',
    unknown,
    'Command failed -:5',
    unknown,
    'Command failed -:7',
  ]);
  expect(
    await runBatch(processes, [
      ['link set dev a up'],
      ['link set dev c up', 'link set dev b up'],
      ['link set dev d up'],
    ]),
  ).toEqual([{ok: true}, {ok: false, failedLine: 2, message: 'Cannot find device "b"'}, {ok: true}]);
});

test('a word that ip itself refuses fails its own group, and the groups after it are run again', async () => {
  const processes = answering(
    [unknown, 'Command failed -:2', 'Error: argument "nope" is wrong: Device does not exist', ''],
    [unknown, 'Command failed -:2'],
  );
  expect(
    await runBatch(processes, [
      ['link set dev a up'],
      ['link set dev b alias vmlet:x', 'link set dev b master nope', 'link set dev b up'],
      ['link set dev c up'],
    ]),
  ).toEqual([
    {ok: true},
    {ok: false, failedLine: 2, message: 'Error: argument "nope" is wrong: Device does not exist'},
    {ok: true},
  ]);
  expect(processes.stdins[1]).toBe('link set dev c up\nvmlet\n');
});

test('an ip that ends without a word fails one group after the other and comes to an end', async () => {
  const processes = answering([], []);
  const results = await runBatch(processes, [['link set dev a up'], ['link set dev b up']]);
  expect(results.map(result => result.ok)).toEqual([false, false]);
  expect(processes.stdins).toHaveLength(2);
});

test('an ip that cannot be started fails every group at once', async () => {
  const processes = {run: () => Promise.reject(new Error('ip: not found'))};
  expect(await runBatch(processes, [['link set dev a up'], ['link set dev b up']])).toEqual([
    {ok: false, failedLine: 0, message: 'ip: not found'},
    {ok: false, failedLine: 0, message: 'ip: not found'},
  ]);
});
