// What can go wrong with a single effect, one row each. A seed turns on some rows; adding a fault is adding a row.
import type {Effect, Mishap} from '../fakes/host.ts';
import type {SeededRandom} from './random.ts';

export type Fault = {
  readonly name: string;
  /** Chance for each effect that it applies to, while it is on. */
  readonly probability: number;
  appliesTo(effect: Effect): boolean;
  mishap(random: SeededRandom): Mishap;
};

const before = (code: string) => (): Mishap => ({when: 'before', code});
const after = (code: string) => (): Mishap => ({when: 'after', code});

const writes =
  (...operations: string[]) =>
  ({door, operation}: Effect): boolean =>
    door === 'write' && operations.includes(operation);
const reads =
  (...operations: string[]) =>
  ({door, operation}: Effect): boolean =>
    door === 'read' && operations.includes(operation);
const runs =
  (...operations: string[]) =>
  ({door, operation}: Effect): boolean =>
    door === 'run' && operations.includes(operation);
const hints =
  (name: string) =>
  ({door, operation}: Effect): boolean =>
    door === 'hint' && operation === name;
const isQmp = ({door}: Effect): boolean => door === 'qmp';

const creating = writes('writeAtomic', 'append', 'copy', 'makeDirectory', 'linkNoClobber');
const removing = writes('remove', 'removeTree', 'removeDirectory');

export const faults: readonly Fault[] = [
  {name: 'disk full', probability: 0.05, appliesTo: creating, mishap: before('ENOSPC')},
  {name: 'quota exceeded', probability: 0.03, appliesTo: creating, mishap: before('EDQUOT')},
  {name: 'write error', probability: 0.04, appliesTo: ({door}) => door === 'write', mishap: before('EIO')},
  {
    name: 'write done but reported as failed',
    probability: 0.05,
    appliesTo: writes('writeAtomic', 'rename', 'linkNoClobber', 'copy', 'makeDirectory'),
    mishap: after('EIO'),
  },
  {name: 'removal fails', probability: 0.1, appliesTo: removing, mishap: before('EBUSY')},
  {name: 'removal done but reported as failed', probability: 0.1, appliesTo: removing, mishap: after('EIO')},
  {
    name: 'read error',
    probability: 0.01,
    appliesTo: reads('read', 'readRegular', 'list'),
    mishap: before('EIO'),
  },
  {
    name: 'too many open files',
    probability: 0.02,
    appliesTo: reads('read', 'readRegular', 'list', 'readHead'),
    mishap: before('EMFILE'),
  },
  {name: 'stat error', probability: 0.01, appliesTo: reads('stat', 'realpath'), mishap: before('EACCES')},
  {
    name: 'process table unreadable',
    probability: 0.1,
    appliesTo: reads('processes'),
    mishap: before('EMFILE'),
  },
  {name: 'fork fails', probability: 0.1, appliesTo: ({door}) => door === 'run', mishap: before('E-TOOL')},
  {name: 'links cannot be listed', probability: 0.2, appliesTo: runs('ip show'), mishap: before('ENOBUFS')},
  {name: 'listing links hangs', probability: 0.05, appliesTo: runs('ip show'), mishap: before('E-TIMEOUT')},
  {name: 'link change fails', probability: 0.2, appliesTo: runs('ip batch'), mishap: before('ENOBUFS')},
  {name: 'link change hangs', probability: 0.1, appliesTo: runs('ip batch'), mishap: before('E-TIMEOUT')},
  {
    name: 'link change done but reported as failed',
    probability: 0.15,
    appliesTo: runs('ip batch'),
    mishap: after('E-TIMEOUT'),
  },
  {name: 'qemu-img fails', probability: 0.4, appliesTo: runs('qemu-img'), mishap: before('EIO')},
  {
    name: 'qemu-img done but reported as failed',
    probability: 0.4,
    appliesTo: runs('qemu-img'),
    mishap: after('E-TIMEOUT'),
  },
  {
    name: 'hypervisor cannot be started',
    probability: 0.3,
    appliesTo: ({door}) => door === 'launch',
    mishap: before('E-TOOL'),
  },
  {
    name: 'hypervisor started but reported as failed',
    probability: 0.3,
    appliesTo: ({door}) => door === 'launch',
    mishap: after('E-TOOL'),
  },
  {
    name: 'monitor refuses',
    probability: 0.3,
    appliesTo: ({door}) => door === 'connect',
    mishap: before('ECONNREFUSED'),
  },
  {name: 'monitor hangs up before a command', probability: 0.05, appliesTo: isQmp, mishap: before('E-QMP')},
  {
    name: 'monitor loses a reply after its effect',
    probability: 0.08,
    appliesTo: isQmp,
    mishap: after('E-QMP'),
  },
  {name: 'manifest hints lost', probability: 0.5, appliesTo: hints('watch'), mishap: () => ({when: 'drop'})},
  {
    name: 'manifest hints late',
    probability: 0.5,
    appliesTo: hints('watch'),
    mishap: random => ({when: 'late', ms: random.between(50, 40_000)}),
  },
  {name: 'link hints lost', probability: 0.5, appliesTo: hints('link'), mishap: () => ({when: 'drop'})},
  {
    name: 'link hints late',
    probability: 0.5,
    appliesTo: hints('link'),
    mishap: random => ({when: 'late', ms: random.between(50, 5_000)}),
  },
];
