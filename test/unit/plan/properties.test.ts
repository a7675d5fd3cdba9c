// What must hold of every plan, whatever is remembered, declared and seen: random mixtures of facts, also impossible
// ones, since a record can be rebuilt, a file removed and a link renamed at any moment.
import {describe, expect, test} from '@jest/globals';
import fc from 'fast-check';
import type {ResolvedVm, VmPolicy} from '../../../controller/desired/node.ts';
import type {ObjectRecord} from '../../../controller/observe/record.ts';
import type {GuestExit, Links, ObservedVm, RunState} from '../../../controller/observe/snapshot.ts';
import type {Action, Plan} from '../../../controller/plan/action.ts';
import {planVm} from '../../../controller/plan/vm.ts';
import type {VmPlanInput} from '../../../controller/plan/vm-input.ts';
import {
  base,
  bridge,
  connected,
  context,
  dataDisk,
  diskFile,
  GiB,
  given,
  initrd,
  kernel,
  lan,
  link,
  linkTable,
  mark,
  observed,
  policy,
  process,
  revision,
  rootDisk,
  stored,
  tap,
  vm,
} from './good.ts';
import {isThorough} from '../../sim/effort.ts';

/** The good value eight times out of nine: facts that are all wrong at once lead nowhere. */
const mostly = <T>(good: T, ...bad: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof({weight: 8, arbitrary: fc.constant(good)}, {weight: 1, arbitrary: fc.constantFrom(...bad)});

const wanted: fc.Arbitrary<ResolvedVm> = fc
  .record({
    memoryBytes: mostly(vm.memoryBytes, GiB),
    cpuCount: mostly(1, 2, 1_000),
    machine: mostly<'q35' | 'microvm'>('q35', 'microvm'),
    rootSize: mostly(2 * GiB, GiB, 4 * GiB),
    data: fc.boolean(),
    macvtap: mostly(false, true),
    nic: mostly(true, false),
    bridge: mostly('br0', 'br1'),
  })
  .map(choice => ({
    ...vm,
    memoryBytes: choice.memoryBytes,
    cpuCount: choice.cpuCount,
    hypervisor: {...vm.hypervisor, machine: choice.machine},
    disks: [
      {...rootDisk, source: {...rootDisk.source, sizeBytes: choice.rootSize} as typeof rootDisk.source},
      ...(choice.data ? [dataDisk] : []),
    ],
    interfaces: !choice.nic
      ? []
      : [
          choice.macvtap
            ? {
                ...lan,
                binding: {
                  kind: 'macvtap' as const,
                  tap: 'vmm-lan',
                  altname: mark.altname,
                  link: 'eth0',
                  mode: 'bridge',
                },
              }
            : {...lan, binding: {...lan.binding, bridge: choice.bridge} as typeof lan.binding},
        ],
  }));

const rarely = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.oneof({weight: 6, arbitrary: fc.constant(null)}, {weight: 1, arbitrary});

const policies: fc.Arbitrary<VmPolicy> = fc.record({
  labels: fc.constant({}),
  runPolicy: mostly<VmPolicy['runPolicy']>('Always', 'RerunOnFailure', 'Once', 'Manual', 'Halted'),
  stopLadder: fc.constant(policy.stopLadder),
  approval: fc.constantFrom('Manual', 'Automatic'),
  when: mostly<VmPolicy['when']>('Now', 'NextBoot', 'Window'),
  window: fc.constantFrom(null, {schedule: '0 3 * * *', durationMs: 3_600_000, timeZone: 'UTC'}),
  onFailure: fc.constantFrom('Keep', 'Rollback'),
  deadlineMs: fc.constant(20_000),
  deletion: fc.record({
    disks: fc.constantFrom('Retain' as const, 'Delete' as const),
    protect: fc.boolean(),
    graceMs: fc.constant(1_000),
  }),
  readiness: fc.constantFrom({kind: 'running' as const}, {kind: 'guestAgent' as const, timeoutMs: 30_000}),
  preStart: fc.constantFrom([], [{command: ['/bin/true'], timeoutMs: 1_000}]),
  dependsOn: fc.constant([]),
});

const records = fc.record({
  tombstone: rarely(
    fc.record({
      since: fc.constant('2026-01-01T00:00:00Z'),
      why: fc.constant('gone'),
      trashed: fc.boolean(),
      trashedForMs: fc.constant(0),
      purgeRequested: fc.boolean(),
    }),
  ),
  revisions: fc.record({
    prepared: fc.nat({max: 4}),
    booted: fc.nat({max: 4}),
    previous: fc.nat({max: 4}),
  }),
  approvedRevision: fc.nat({max: 4}),
  powerOverride: mostly<ObjectRecord['powerOverride']>(null, 'Running', 'Halted'),
  restartRequested: mostly(false, true),
  run: fc.record({
    active: fc.option(fc.record({revision: mostly(2, 0, 1, 3, 4), bootId: mostly('boot-1', 'boot-0')}), {
      freq: 3,
    }),
    stopping: mostly(false, true),
    stopNow: mostly(false, true),
    failures: fc.nat({max: 6}),
    restarts: fc.nat({max: 6}),
    lastExit: fc.option(
      fc.record({
        cause: fc.constantFrom<GuestExit[]>(
          'GuestShutdown',
          'GuestPanicked',
          'HypervisorCrashed',
          'Stopped',
          'HostStopped',
        ),
        at: fc.constant('2026-01-01T00:00:00Z'),
        detail: fc.constant('as told'),
      }),
    ),
    bootedAt: fc.constant(null),
    finished: mostly(false, true),
  }),
});

const runStates: readonly RunState[] = [
  'prelaunch',
  'running',
  'paused',
  'shutdown',
  'guest-panicked',
  'io-error',
  'internal-error',
  'inmigrate',
  'other',
];
const unknown = fc.constant({state: 'unknown', why: 'cannot look'} as const);
const absent = fc.constant({state: 'absent'} as const);

const tables: fc.Arbitrary<ObservedVm['links']> = fc.oneof(
  {weight: 1, arbitrary: unknown},
  {weight: 1, arbitrary: absent},
  {
    weight: 6,
    arbitrary: fc
      .record({
        hasBridge: mostly(true, false),
        tap: fc.constantFrom(null, tap),
        up: mostly(true, false),
        carrier: mostly(true, false),
        alias: mostly(tap.alias, null, 'theirs'),
        others: fc.subarray([
          link({name: 'br1', kind: 'bridge'}),
          link({name: 'vmt-old', kind: 'tun', alias: mark.alias}),
          link({name: 'vmm-lan', kind: 'macvtap', alias: mark.alias, index: 9}),
          link({name: 'eth0'}),
        ]),
      })
      .map(({hasBridge, tap: own, up, carrier, alias, others}) =>
        linkTable(
          ...(hasBridge ? [bridge] : []),
          ...(own === null ? [] : [{...own, up, carrier, alias}]),
          ...others,
        ),
      ),
  },
);

const observations: fc.Arbitrary<ObservedVm> = fc.record({
  process: fc.oneof(
    {weight: 1, arbitrary: unknown},
    {weight: 3, arbitrary: absent},
    {
      weight: 4,
      arbitrary: mostly(false, true).map(
        launching => ({state: 'present', value: {...process, launching}}) as const,
      ),
    },
  ),
  monitor: fc.oneof(
    {weight: 1, arbitrary: fc.constant({state: 'silent', why: 'timed out'} as const)},
    {
      weight: 5,
      arbitrary: fc
        .record({
          runState: mostly<RunState>('running', ...runStates),
          uuid: mostly(connected.uuid, 'somebody'),
        })
        .map(change => ({...connected, ...change})),
    },
  ),
  disks: fc
    .record({
      root: fc.oneof(
        {weight: 1, arbitrary: unknown},
        {weight: 2, arbitrary: absent},
        {
          weight: 5,
          arbitrary: fc.constantFrom(
            diskFile(rootDisk),
            diskFile(rootDisk, {virtualSizeBytes: GiB}),
            diskFile(rootDisk, {backing: null}),
          ),
        },
      ),
      data: fc.oneof(
        {weight: 1, arbitrary: unknown},
        {weight: 3, arbitrary: absent},
        {weight: 3, arbitrary: fc.constant(diskFile(dataDisk))},
      ),
    })
    .map(disks => new Map(Object.entries(disks))),
  links: tables,
  images: mostly(stored(base), stored(base, {intact: false, why: 'touched'})).map(
    seen => new Map([...observed.images, [base.digest, seen]]),
  ),
  evidence: fc.constantFrom(observed.evidence, {consoleMarkerSeen: null, agentConnected: false}),
  freeBytes: fc.constantFrom(null, 0, 10 * GiB),
  leftovers: mostly(false, true),
});

const pick = (number: number, of: ResolvedVm | null) => (of === null ? null : revision(number, of));

const inputs: fc.Arbitrary<VmPlanInput> = fc
  .record({
    wanted,
    resolvable: mostly(true, false),
    booted: fc.option(wanted, {freq: 2}),
    prepared: fc.option(wanted),
    likeWanted: fc.constantFrom('prepared', 'booted', 'both', 'neither', 'first start'),
    policy: policies,
    sameRecordPolicy: mostly(true, false),
    record: records,
    observed: observations,
    waits: mostly(false, true),
    backsOff: mostly(false, true),
  })
  .map(choice => {
    const input = given({
      wanted: choice.wanted,
      policy: choice.policy,
      record: choice.record,
      run: choice.record.run,
      observed: choice.observed,
      booted:
        choice.likeWanted === 'first start'
          ? null
          : pick(2, ['booted', 'both'].includes(choice.likeWanted) ? choice.wanted : choice.booted),
      prepared: pick(
        3,
        ['prepared', 'both', 'first start'].includes(choice.likeWanted) ? choice.wanted : choice.prepared,
      ),
      unresolvable: !choice.resolvable,
      unresolved: choice.waits
        ? [{condition: 'DependenciesReady', reason: 'DependencyNotReady', message: 'db', waitsFor: []}]
        : [],
      context: {notBeforeMs: choice.backsOff ? context.monotonicMs + 1_000 : 0},
    });
    return choice.sameRecordPolicy ? input : {...input, record: {...input.record, policy: null}};
  });

const freeze = <T>(value: T): T => {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) freeze(part);
  if (value instanceof Map) for (const part of value.values()) freeze(part);
  return value;
};

const check = (name: string, holds: (plan: Plan, input: VmPlanInput) => void): void => {
  test(name, () => {
    fc.assert(
      fc.property(inputs, input => {
        holds(planVm(input), input);
      }),
      {numRuns: isThorough ? 2_000 : 600},
    );
  });
};

const types = (plan: Plan): readonly Action['type'][] => plan.actions.map(action => action.type);
const of = <Type extends Action['type']>(plan: Plan, type: Type) =>
  plan.actions.filter((action): action is Extract<Action, {type: Type}> => action.type === type);

describe('every plan', () => {
  test('is reached: the inputs lead to every action that a VM can have', () => {
    const seen = new Set(
      fc.sample(inputs, {seed: 1, numRuns: 10_000}).flatMap(input => types(planVm(input))),
    );
    expect([...seen].sort()).toEqual([
      'blank.create',
      'disk.grow',
      'macvtap.create',
      'overlay.create',
      'record.remove',
      'record.write',
      'revision.write',
      'tap.attach',
      'tap.create',
      'tap.delete',
      'tap.limit',
      'vm.change',
      'vm.clean',
      'vm.continue',
      'vm.prepare',
      'vm.purge',
      'vm.start',
      'vm.stop',
      'vm.trash',
    ]);
  });

  test('is a value of its input alone, which it leaves as it was', () => {
    fc.assert(
      fc.property(inputs, input => {
        expect(planVm(freeze(input))).toEqual(planVm(structuredCloneOf(input)));
      }),
      {numRuns: isThorough ? 2_000 : 600},
    );
  });

  check('has something to do, something to say, or is content: it never throws', plan => {
    const always = Object.keys(plan).filter(key => !['isDisruption', 'takesRoom'].includes(key));
    expect(always.sort()).toEqual(['actions', 'holds', 'pendingChanges']);
  });

  check('never both starts and stops, and starts at most once', plan => {
    expect(types(plan).includes('vm.start') && types(plan).includes('vm.stop')).toBe(false);
    expect(of(plan, 'vm.start').length).toBeLessThanOrEqual(1);
  });

  check('does nothing at all on an unknown process', (plan, {observed: {process: seen}}) => {
    if (seen.state === 'unknown') expect(plan.actions).toEqual([]);
  });

  check('starts nothing beside a process, and stops or changes nothing without one', (plan, input) => {
    if (input.observed.process.state === 'present') expect(types(plan)).not.toContain('vm.start');
    else for (const type of types(plan)) expect(['vm.stop', 'vm.change', 'vm.continue']).not.toContain(type);
  });

  check('touches no process whose monitor answers for another VM', (plan, {observed: seen}) => {
    if (
      seen.process.state === 'present' &&
      seen.monitor.state === 'connected' &&
      seen.monitor.uuid === 'somebody'
    )
      expect(types(plan).filter(type => type !== 'record.write')).toEqual([]);
  });

  check('touches no link while links are unknown', (plan, {observed: {links}}) => {
    if (links.state === 'unknown')
      expect(types(plan).filter(type => /^(tap|macvtap|bridge)\./.test(type))).toEqual([]);
  });

  check('touches only links that bear its own mark or none', (plan, {observed: {links}}) => {
    const table: Links = links.state === 'present' ? links.value : new Map();
    for (const action of plan.actions)
      if (action.type === 'tap.delete' || action.type === 'tap.attach' || action.type === 'tap.create')
        expect([undefined, null, mark.alias]).toContain(table.get(action.name)?.alias);
  });

  check('never makes a disk that the booted revision had, nor one that is or may be there', (plan, input) => {
    for (const action of [...of(plan, 'overlay.create'), ...of(plan, 'blank.create')]) {
      const disks = input.booted?.vm.disks.map(disk => disk.source.path) ?? [];
      expect(disks).not.toContain(action.path);
      const name = action.path.includes('root') ? 'root' : 'data';
      expect(input.observed.disks.get(name)?.state).toBe('absent');
    }
  });

  check('writes the intent right before each start, and names this boot in it', plan => {
    const at = types(plan).indexOf('vm.start');
    if (at < 0) return;
    const [intent, start] = plan.actions.slice(at - 1, at + 1);
    expect(intent?.type === 'record.write' && intent.record.run.active).toEqual({
      revision: start?.type === 'vm.start' ? start.revision : 0,
      bootId: 'boot-1',
    });
    expect(at).toBe(plan.actions.length - 1);
  });

  check(
    'ends each stop with a kill, and intends the stop of a running guest first',
    (plan, {record: {run}}) => {
      for (const stop of of(plan, 'vm.stop')) expect(stop.ladder.at(-1)?.method).toBe('kill');
      if (!types(plan).includes('vm.stop') || run.stopping || run.active === null) return;
      expect(of(plan, 'record.write')).toHaveLength(1);
    },
  );

  check('starts only on images that are intact and while nothing is in the way', (plan, input) => {
    if (!types(plan).includes('vm.start')) return;
    expect(input.observed.images.get(base.digest)).toEqual(stored(base));
    expect([...input.observed.images.keys()]).toEqual(expect.arrayContaining([kernel.digest, initrd.digest]));
    expect(input.unresolved).toEqual([]);
    expect(input.context.notBeforeMs).toBeLessThanOrEqual(input.context.monotonicMs);
  });

  check('never starts what is removed or halted', (plan, {record}) => {
    if (record.tombstone !== null || record.powerOverride === 'Halted')
      expect(types(plan)).not.toContain('vm.start');
  });

  check('never interrupts a guest for an edit that is not approved', (plan, input) => {
    const {record, observed: seen} = input;
    const calm =
      record.tombstone === null &&
      record.policy?.runPolicy === 'Always' &&
      record.policy.approval === 'Manual' &&
      record.approvedRevision === 0 &&
      record.powerOverride === null &&
      !record.restartRequested &&
      !record.run.stopping &&
      seen.monitor.state === 'connected' &&
      seen.monitor.runState === 'running';
    if (calm) expect(types(plan)).not.toContain('vm.stop');
  });

  check('refuses as a whole: a refused edit changes nothing of what runs', (plan, input) => {
    if (input.observed.process.state !== 'present') return;
    if (plan.pendingChanges.some(change => change.disruption === 'refused')) expect(plan.actions).toEqual([]);
  });

  check('destroys data only of what is removed and gone, by purge or by its policy', (plan, input) => {
    const {record, observed: seen} = input;
    if (!types(plan).includes('vm.purge') && !types(plan).includes('vm.trash')) return;
    expect(seen.process.state).toBe('absent');
    expect(record.tombstone).not.toBeNull();
    expect(record.tombstone?.purgeRequested === true || record.policy?.deletion.disks === 'Delete').toBe(
      true,
    );
  });
});

/** The driver holds functions, which a structured clone cannot take. */
const structuredCloneOf = (input: VmPlanInput): VmPlanInput => ({
  ...structuredClone({...input, context: null}),
  context: input.context,
});
