// Of processes that are known, only what can change is read again: on real ones.
import {spawn} from 'node:child_process';
import type {ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {setTimeout as sleep} from 'node:timers/promises';
import {afterEach, beforeEach, expect, test} from '@jest/globals';
import type {ProcessFacts} from '../../controller/host/host.ts';
import {listProcesses} from '../../controller/host/process-facts.ts';

const seconds = '86399.25';
let child: ChildProcess;
let known: ReadonlyMap<number, ProcessFacts>;

const listed = (): ProcessFacts[] => listProcesses(argv => argv.includes(seconds));
/** By what is known alone. */
const again = (): ProcessFacts[] => listProcesses(() => false, known);

beforeEach(async () => {
  child = spawn('sleep', [seconds]);
  await once(child, 'spawn');
  known = new Map(listed().map(facts => [facts.pid, facts]));
  expect([...known.keys()]).toEqual([child.pid]);
});

afterEach(() => {
  child.kill('SIGKILL');
});

test('one that runs on is the same value', () => {
  expect(again()).toHaveLength(1);
  expect(again()[0]).toBe(known.get(child.pid ?? 0));
});

test('one that was stopped is told as such', async () => {
  child.kill('SIGSTOP');
  // A signal is under way for a moment.
  const stat = `/proc/${String(child.pid)}/stat`;
  while (!readFileSync(stat, 'utf8').includes(') T ')) await sleep(5);
  expect(again()).toEqual([{...known.get(child.pid ?? 0), stopped: true}]);
});

test('one that ended is not listed, and neither is another one under its number', async () => {
  known = new Map([...known].map(([pid, facts]) => [pid, {...facts, startTicks: facts.startTicks - 1}]));
  expect(again()).toEqual([]);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(again()).toEqual([]);
});

test('when only new ones are asked for, it is not looked at, and another one is found', async () => {
  const other = spawn('sleep', [seconds]);
  await once(other, 'spawn');
  const found = listProcesses(argv => argv.includes(seconds), known, {newOnly: true});
  other.kill('SIGKILL');
  expect(found.map(({pid}) => pid)).toEqual([other.pid]);
});
