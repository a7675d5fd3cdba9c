import {expect, test} from '@jest/globals';
import {planExitCode, planReport} from '../../../controller/api/plan-report.ts';
import {parseDaemonFile, parseVerbRequest} from '../../../controller/api/protocol.ts';
import type {ObjectKey} from '../../../controller/desired/node.ts';
import type {Action, PendingChange} from '../../../controller/plan/action.ts';
import type {ObjectPlan} from '../../../controller/plan/object-plan.ts';

const key = 'VirtualMachine/default/web' as const;
const action = (type: string): Action =>
  ({
    type,
    key,
    why: 'because',
    uid: 'u',
    name: 'br0',
    path: '/p',
    record: {kind: 'K', namespace: 'n', name: 'x'},
  }) as unknown as Action;
const plan = (
  types: readonly string[],
  changes: readonly PendingChange['disruption'][] = [],
  more: Partial<ObjectPlan> = {},
): ObjectPlan => ({
  key,
  actions: types.map(action),
  changes: [],
  pendingChanges: changes.map(change),
  holds: [],
  ladder: [
    {method: 'powerdown', waitMs: 60_000},
    {method: 'kill', waitMs: 5_000},
  ],
  wasRunning: true,
  ...more,
});
const change = (disruption: PendingChange['disruption']): PendingChange => ({
  path: 'p',
  from: '1',
  to: '2',
  disruption,
  reason: '',
});
const code = (...plans: ObjectPlan[]) => planExitCode(planReport(plans));

test('the exit code of a plan is 0 for nothing, 2 for harmless changes, 3 when a guest is interrupted', () => {
  expect(code(plan([]))).toBe(0);
  expect(code(plan(['record.write', 'revision.write']))).toBe(0);
  expect(code(plan(['overlay.create', 'tap.create', 'vm.start']))).toBe(2);
  expect(code(plan([], ['hot']))).toBe(2);
  expect(code(plan([], [], {changes: [change('hot')]}))).toBe(2);
  expect(code(plan(['vm.start', 'vm.stop']))).toBe(3);
  expect(code(plan([], ['restart']))).toBe(3);
  expect(code(plan(['vm.start']), plan([], ['recreate']))).toBe(3);
  expect(planExitCode(planReport([], ['bad']))).toBe(65);
});

test('what the host policy refuses is 77, whatever else would be done, and invalid manifests come before it', () => {
  const refused = plan([], [], {holds: [{condition: 'Admitted', reason: 'RefusedByPolicy', message: 'no'}]});
  const held = plan([], [], {holds: [{condition: 'Admitted', reason: 'Unschedulable', message: 'full'}]});
  expect(code(refused, plan(['vm.stop']))).toBe(77);
  expect(code(held)).toBe(0);
  expect(planExitCode(planReport([refused], ['bad']))).toBe(65);
});

test('a report leaves out objects with nothing to say and sorts the rest', () => {
  const named = (other: ObjectKey, types: readonly string[]) => plan(types, [], {key: other});
  const report = planReport([
    named('VirtualMachine/default/b', ['vm.start']),
    named('VirtualMachine/default/c', []),
    named('Network/default/a', ['record.write', 'bridge.create']),
  ]);
  expect(report.objects.map(({object}) => object)).toEqual(['Network/default/a', 'VirtualMachine/default/b']);
  expect(report.objects[0]?.actions).toEqual([
    {type: 'bridge.create', target: 'br0', why: 'because', disruptive: false},
  ]);
});

test('downtime is told of a guest that runs, now or once its changes have leave, and of no other', () => {
  const downtime = (...given: Parameters<typeof plan>) => planReport([plan(...given)]).objects[0]?.downtime;
  const stop = {type: 'vm.stop', key, why: 'w', uid: 'u', ladder: [{method: 'quit', waitMs: 5_000}]};
  const actions = [stop, action('vm.start')] as unknown as Action[];
  expect(downtime([], [], {actions})).toEqual({kind: 'restart', when: 'now', shutdownAtMostMs: 5_000});
  expect(downtime([], [], {actions: actions.slice(0, 1)})).toMatchObject({kind: 'stop', when: 'now'});
  expect(downtime([], ['restart'])).toEqual({kind: 'restart', when: 'leave', shutdownAtMostMs: 65_000});
  expect(downtime([], ['restart'], {ladder: null})).toMatchObject({shutdownAtMostMs: null});
  for (const none of [downtime(['vm.start']), downtime([], ['hot']), downtime([], ['refused'])])
    expect(none).toBeNull();
  expect(downtime([], ['restart'], {wasRunning: false})).toBeNull();
});

test('a request needs an object, except down and approve --prune', () => {
  expect(parseVerbRequest('down', '')).toEqual({object: null, now: false, prune: false, undo: false});
  expect(parseVerbRequest('approve', '{"prune": true}')).toEqual({
    object: null,
    now: false,
    prune: true,
    undo: false,
  });
  expect(parseVerbRequest('approve', '{}')).toContain('approve needs object');
  expect(
    parseVerbRequest(
      'start',
      '{"object": {"kind": "VirtualMachine", "namespace": "default", "name": "a\\u0000"}}',
    ),
  ).toContain('plain name');
});

test('a damaged daemon file is no daemon file', () => {
  const good = {
    pid: 1,
    startTicks: 2,
    bootId: 'b',
    version: 'v',
    runtimeDir: '/r',
    statusDir: '/s',
    apiSocket: '/a',
    manifestsDir: '/m',
  };
  expect(parseDaemonFile(JSON.stringify(good))).toEqual(good);
  for (const text of [
    '',
    '{',
    'null',
    '[]',
    JSON.stringify({...good, pid: '1'}),
    JSON.stringify({...good, apiSocket: undefined}),
  ])
    expect(parseDaemonFile(text)).toBeUndefined();
});
