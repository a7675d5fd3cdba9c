// What can go wrong with a single effect, one row each. A seed turns on some rows; adding a fault is adding a row here
// and naming it in fault-kinds.ts.
import type {Effect, Mishap} from '../fakes/host.ts';
import {manifestsDir} from './manifests.ts';
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

const creating = writes('writeAtomic', 'append', 'copy', 'makeDirectory', 'linkNoClobber');
const removing = writes('remove', 'removeTree', 'removeDirectory');

const isWrite = ({door}: Effect): boolean => door === 'write';
const isRun = ({door}: Effect): boolean => door === 'run';
const isService = ({door, operation}: Effect): boolean => door === 'launch' && operation === 'systemd-run';
const isQmp = ({door}: Effect): boolean => door === 'qmp';
const isQuery =
  (name: string) =>
  ({door, operation}: Effect): boolean =>
    door === 'qmp' && operation === name;
const below =
  (directory: string, appliesTo: (effect: Effect) => boolean) =>
  (effect: Effect): boolean =>
    effect.subject.startsWith(directory) && appliesTo(effect);

const oneOf =
  (...codes: readonly string[]) =>
  (random: SeededRandom): Mishap => ({when: 'before', code: random.pick(codes) ?? 'EIO'});
const says =
  (exitCode: number, stderr: string, stdout = '') =>
  (): Mishap => ({when: 'answer', result: {exitCode, stdout, stderr}});
const lateBy =
  (leastMs: number, mostMs: number) =>
  (random: SeededRandom): Mishap => ({when: 'late', ms: random.between(leastMs, mostMs)});
/** Sieve: what is looked at is what was there so many looks ago. */
const stale = (random: SeededRandom): Mishap => ({when: 'stale', looks: random.pick([1, 2, 5]) ?? 1});
const reply = (how: Extract<Mishap, {when: 'reply'}>['how']) => (): Mishap => ({when: 'reply', how});

/** More than any tool has to say, and none of it sense. */
const endless = 'a'.repeat(100_000);

const fileFaults: readonly Fault[] = [
  {name: 'disk full', probability: 0.05, appliesTo: creating, mishap: before('ENOSPC')},
  {name: 'quota exceeded', probability: 0.03, appliesTo: creating, mishap: before('EDQUOT')},
  {name: 'file system read-only', probability: 0.05, appliesTo: isWrite, mishap: before('EROFS')},
  {name: 'write error', probability: 0.04, appliesTo: isWrite, mishap: before('EIO')},
  {
    name: 'append done by half',
    probability: 0.2,
    appliesTo: writes('append'),
    mishap: () => ({when: 'half', code: 'ENOSPC'}),
  },
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
    name: 'file handle stale',
    probability: 0.01,
    appliesTo: reads('read', 'readRegular', 'list', 'stat', 'realpath'),
    mishap: before('ESTALE'),
  },
  {
    name: 'header cut',
    probability: 0.05,
    appliesTo: reads('readHead', 'readAt'),
    mishap: () => ({when: 'short'}),
  },
  {
    name: 'manifest gone between look and open',
    probability: 0.1,
    appliesTo: below(manifestsDir, reads('readRegular')),
    mishap: () => ({when: 'gone'}),
  },
  {
    name: 'too many open files',
    probability: 0.02,
    appliesTo: reads('read', 'readRegular', 'list', 'readHead'),
    mishap: before('EMFILE'),
  },
  {name: 'stat error', probability: 0.01, appliesTo: reads('stat', 'realpath'), mishap: before('EACCES')},
  {
    name: 'stat of an earlier look',
    probability: 0.05,
    appliesTo: ({door, operation, subject}) =>
      door === 'read' && operation === 'stat' && subject.includes('/vms/'),
    mishap: stale,
  },
];

const processFaults: readonly Fault[] = [
  {
    name: 'process table unreadable',
    probability: 0.1,
    appliesTo: reads('processes'),
    mishap: oneOf('EMFILE', 'ENOMEM'),
  },
  {name: 'process table of an earlier look', probability: 0.1, appliesTo: reads('processes'), mishap: stale},
  {name: 'fork fails', probability: 0.1, appliesTo: isRun, mishap: before('E-TOOL')},
  {name: 'tool killed by a signal', probability: 0.1, appliesTo: isRun, mishap: says(128, '')},
  {name: 'tool talks without end', probability: 0.1, appliesTo: isRun, mishap: says(1, endless, endless)},
  {name: 'qemu-img fails', probability: 0.4, appliesTo: runs('qemu-img'), mishap: before('EIO')},
  {name: 'qemu-img hangs', probability: 0.3, appliesTo: runs('qemu-img'), mishap: before('E-TIMEOUT')},
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
];

const linkFaults: readonly Fault[] = [
  {name: 'links cannot be listed', probability: 0.2, appliesTo: runs('ip show'), mishap: before('ENOBUFS')},
  {name: 'listing links hangs', probability: 0.05, appliesTo: runs('ip show'), mishap: before('E-TIMEOUT')},
  {name: 'links of an earlier look', probability: 0.2, appliesTo: runs('ip show'), mishap: stale},
  {
    name: 'link change fails',
    probability: 0.2,
    appliesTo: runs('ip batch'),
    mishap: oneOf('ENOBUFS', 'EBUSY'),
  },
  {name: 'link change hangs', probability: 0.1, appliesTo: runs('ip batch'), mishap: before('E-TIMEOUT')},
  {
    name: 'link change slow',
    probability: 0.2,
    appliesTo: runs('ip batch', 'ip show'),
    mishap: random => ({when: 'slow', ms: random.between(100, 9_000)}),
  },
  {
    name: 'link change cut short',
    probability: 0.2,
    appliesTo: runs('ip batch'),
    mishap: random => ({when: 'cut', share: random.between(0, 100) / 100}),
  },
  {
    name: 'link change done but reported as failed',
    probability: 0.15,
    appliesTo: runs('ip batch'),
    mishap: after('E-TIMEOUT'),
  },
];

const monitorFaults: readonly Fault[] = [
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
  {name: 'monitor cuts a reply', probability: 0.05, appliesTo: isQmp, mishap: reply('half')},
  {name: 'monitor answers with an error', probability: 0.05, appliesTo: isQmp, mishap: reply('error')},
  {name: 'monitor says an event first', probability: 0.2, appliesTo: isQmp, mishap: reply('event first')},
  {
    name: 'monitor names another uuid',
    probability: 0.3,
    appliesTo: isQuery('query-uuid'),
    mishap: reply('other uuid'),
  },
];

const hintFaults: readonly Fault[] = [
  {name: 'manifest hints lost', probability: 0.5, appliesTo: hints('watch'), mishap: () => ({when: 'drop'})},
  {name: 'manifest hints late', probability: 0.5, appliesTo: hints('watch'), mishap: lateBy(50, 40_000)},
  {
    name: 'manifest hints twice',
    probability: 0.5,
    appliesTo: hints('watch'),
    mishap: () => ({when: 'twice'}),
  },
  {
    name: 'manifest watch overflows',
    probability: 0.3,
    appliesTo: hints('watch'),
    mishap: () => ({when: 'overflow'}),
  },
  {name: 'link hints lost', probability: 0.5, appliesTo: hints('link'), mishap: () => ({when: 'drop'})},
  {name: 'link hints late', probability: 0.5, appliesTo: hints('link'), mishap: lateBy(50, 5_000)},
  {name: 'link hints twice', probability: 0.5, appliesTo: hints('link'), mishap: () => ({when: 'twice'})},
];

const serviceFaults: readonly Fault[] = [
  {
    name: 'systemd: no bus',
    probability: 0.3,
    appliesTo: isService,
    mishap: says(1, 'Failed to connect to bus: Connection refused\n'),
  },
  {name: 'systemd: the job hangs', probability: 0.2, appliesTo: isService, mishap: before('E-TIMEOUT')},
  {
    name: 'systemd: the unit exists',
    probability: 0.3,
    appliesTo: isService,
    mishap: says(
      1,
      'Failed to start transient service unit: Unit was already loaded or has a fragment file.\n',
    ),
  },
  {
    name: 'systemd: the unit fails',
    probability: 0.3,
    appliesTo: isService,
    mishap: says(1, 'Job for vmlet-vm.service failed. See "systemctl status" for details.\n'),
  },
  {name: 'systemd: the reply is lost', probability: 0.3, appliesTo: isService, mishap: after('E-TIMEOUT')},
];

export const faults: readonly Fault[] = [
  ...fileFaults,
  ...processFaults,
  ...linkFaults,
  ...monitorFaults,
  ...hintFaults,
  ...serviceFaults,
];
