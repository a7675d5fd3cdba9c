// Which link a batch of creations failed at, told from what iproute2 6.1 prints when it stops at the first failure.
import {expect, test} from '@jest/globals';
import {createLinks} from '../../../controller/execute/link-creation.ts';

type Answer = {exitCode?: number; stdout?: string; stderr?: string};

/** A processes port that gives these answers in turn, and keeps what it was given. */
const answering = (...answers: Answer[]) => {
  const stdins: string[] = [];
  return {
    stdins,
    run: async (_command: string, _args: readonly string[], options: {stdin?: string} = {}) => {
      stdins.push(options.stdin ?? '');
      return {exitCode: 0, stdout: '', stderr: '', ...answers.shift()};
    },
  };
};

const creation = (name: string) => ({
  name,
  lines: [`tuntap add dev ${name} mode tap`, `link set dev ${name} master br0`],
});
const shown = (name: string): string => `[{"ifname":"${name}"}]`;

test('all are made and looked at by one process', async () => {
  const processes = answering({stdout: `${shown('a')}\n${shown('b')}\n`});
  expect(await createLinks(processes, [creation('a'), creation('b')])).toEqual([
    {ok: true, shown: shown('a')},
    {ok: true, shown: shown('b')},
  ]);
  expect(processes.stdins).toEqual([
    [
      'tuntap add dev a mode tap\nlink set dev a master br0\naddr show dev a',
      'tuntap add dev b mode tap\nlink set dev b master br0\naddr show dev b\n',
    ].join('\n'),
  ]);
});

test('one whose name is taken fails alone, and those behind it are made by the next process', async () => {
  const processes = answering(
    {
      exitCode: 1,
      stdout: `${shown('a')}\n`,
      stderr: 'ioctl(TUNSETIFF): Device or resource busy\nCommand failed -:4\n',
    },
    {stdout: `${shown('c')}\n`},
  );
  expect(await createLinks(processes, [creation('a'), creation('b'), creation('c')])).toEqual([
    {ok: true, shown: shown('a')},
    {ok: false, failedLine: 1, message: 'ioctl(TUNSETIFF): Device or resource busy'},
    {ok: true, shown: shown('c')},
  ]);
  expect(processes.stdins[1]).toBe('tuntap add dev c mode tap\nlink set dev c master br0\naddr show dev c\n');
});

test('a word that ip itself refuses is found in the line that has it', async () => {
  const processes = answering({
    exitCode: 255,
    stderr: 'Error: argument "br0" is wrong: Device does not exist\n',
  });
  expect(await createLinks(processes, [creation('a')])).toEqual([
    {ok: false, failedLine: 2, message: 'Error: argument "br0" is wrong: Device does not exist'},
  ]);
});

test('a link that is gone before it is looked at has failed', async () => {
  const processes = answering({exitCode: 1, stderr: 'Device "a" does not exist.\nCommand failed -:3\n'});
  expect(await createLinks(processes, [creation('a')])).toEqual([
    {ok: false, failedLine: 3, message: 'Device "a" does not exist.'},
  ]);
});

test('a batch that cannot run fails each, and is not run again', async () => {
  let runs = 0;
  const run = () => {
    runs += 1;
    return Promise.reject(new Error('no process'));
  };
  expect(await createLinks({run}, [creation('a'), creation('b')])).toEqual([
    {ok: false, failedLine: 0, message: 'no process'},
    {ok: false, failedLine: 0, message: 'no process'},
  ]);
  expect(runs).toBe(1);
});

test('an ip that ends well and has printed nothing of a link has not made it', async () => {
  expect(await createLinks(answering({}), [creation('a')])).toEqual([
    {ok: false, failedLine: 1, message: 'ip ended in the middle of a batch'},
  ]);
});
