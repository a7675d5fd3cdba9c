import {expect, test} from '@jest/globals';
import type {ProcessFacts, Processes} from '../../../controller/host/host.ts';
import {makePaths} from '../../../controller/host/paths.ts';
import {openProcessTable} from '../../../controller/observe/process-table.ts';
import {fakeVmHost, uid} from '../../fakes/vm-host.ts';

const argv = [
  '/usr/bin/qemu-system-x86_64',
  ...['-name', 'guest=default/web@3,process=vmlet:web', '-uuid', uid],
  ...Array.from({length: 60}, (_, at) => `-device number-${String(at)}`),
];
const facts: ProcessFacts = {
  ...{pid: 4711, startTicks: 99, parentPid: 1, stopped: false},
  exe: '/usr/bin/qemu-system-x86_64',
  argv,
};

/** A table over what `list` says, and what it was told that is known. */
const tableOf = (list: (known: ReadonlyMap<number, ProcessFacts>) => ProcessFacts[]) => {
  const {files} = fakeVmHost().host;
  const processes = {list: (_, known) => list(known ?? new Map())} as Pick<Processes, 'list'> as Processes;
  return openProcessTable({files, processes, paths: makePaths({stateDir: '/s', runtimeDir: '/r'})});
};

test('of a command line no more is kept than says whose process it is', () => {
  const told: (readonly string[] | undefined)[] = [];
  const table = tableOf(known => {
    told.push(known.get(4711)?.argv);
    return [facts];
  });
  table.read();
  table.read();
  expect(told).toEqual([undefined, argv.slice(0, 5)]);
});

test('what is kept is enough to know it again, as the same value while it says the same', () => {
  let isStopped = false;
  const table = tableOf(known => {
    const before = known.get(4711) ?? facts;
    return [isStopped ? {...before, stopped: true} : before];
  });
  const [first] = table.read().get(uid) ?? [];
  expect(first).toMatchObject({pid: 4711, revision: 3, launching: false, stopped: false});
  expect(table.read().get(uid)?.[0]).toBe(first);
  isStopped = true;
  expect(table.read().get(uid)).toEqual([{...first, stopped: true}]);
});
