import {expect, test} from '@jest/globals';
import {openPolicy} from '../../controller/policy-file.ts';
import {fakeFiles} from '../fakes/files.ts';

const file = '/etc/vmlet/policy.yaml';

const opened = (text: string) => {
  let now = 0n;
  const files = fakeFiles({nowNs: () => (now += 1n)});
  const said: string[] = [];
  const say = (message: string): void => {
    said.push(message);
  };
  const log = {debug: say, info: say, warn: say, error: say};
  files.control.put(file, text);
  const policy = openPolicy({files, log}, file, 0);
  const edit = (next: string): boolean => {
    files.control.put(file, next);
    return policy.reload();
  };
  return {policy, said, edit, files};
};

test('an edit is in force at once, and what needs a restart says so', () => {
  const {policy, said, edit} = opened('limits: {machines: 2}\n');
  expect(edit('limits: {machines: 3}\n')).toBe(true);
  expect(policy.current().limits.machines).toBe(3);
  expect(said).toEqual(['the host policy was read again']);
  for (const text of ['starts: {parallel: 2}\n', 'hostId: rack7-node2\n']) {
    said.length = 0;
    expect(edit(text)).toBe(true);
    expect(said[0]).toMatch(/^hostId and starts .* are read at the start: restart vmlet/);
  }
});

test('a policy that breaks or goes leaves the last good one in force', () => {
  const {policy, said, edit, files} = opened('limits: {machines: 2}\n');
  expect(edit('limits: [')).toBe(false);
  files.remove(file);
  expect(policy.reload()).toBe(false);
  expect(policy.current().limits.machines).toBe(2);
  expect(said).toHaveLength(2);
});

test('a policy that could not be read for a moment is read by the next scan, and said once', () => {
  const {policy, said, edit, files} = opened('limits: {machines: 2}\n');
  const readHead = files.readHead.bind(files);
  files.readHead = () => {
    throw Object.assign(new Error('EMFILE: too many open files'), {code: 'EMFILE'});
  };
  expect(edit('limits: {machines: 1}\n')).toBe(false);
  expect(policy.reload()).toBe(false);
  expect(said).toEqual(['the host policy cannot be used; the last good one stays in force']);
  files.readHead = readHead;
  expect(policy.reload()).toBe(true);
  expect(policy.current().limits.machines).toBe(1);
});
