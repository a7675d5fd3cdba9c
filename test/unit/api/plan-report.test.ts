import {expect, test} from '@jest/globals';
import {planExitCode, planReport} from '../../../controller/api/plan-report.ts';
import {parseDaemonFile, parseVerbRequest} from '../../../controller/api/protocol.ts';
import type {Action, PendingChange, Plan} from '../../../controller/plan/action.ts';

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
const plan = (types: readonly string[], changes: readonly PendingChange['disruption'][] = []): Plan => ({
  actions: types.map(action),
  pendingChanges: changes.map(disruption => ({path: 'p', from: '1', to: '2', disruption, reason: ''})),
  holds: [],
});
const code = (...plans: Plan[]) => planExitCode(planReport(plans.map(each => [key, each] as const)));

test('the exit code of a plan is 0 for nothing, 2 for harmless changes, 3 when a guest is interrupted', () => {
  expect(code(plan([]))).toBe(0);
  expect(code(plan(['record.write', 'revision.write']))).toBe(0);
  expect(code(plan(['overlay.create', 'tap.create', 'vm.start']))).toBe(2);
  expect(code(plan([], ['hot']))).toBe(2);
  expect(code(plan(['vm.start', 'vm.stop']))).toBe(3);
  expect(code(plan([], ['restart']))).toBe(3);
  expect(code(plan(['vm.start']), plan([], ['recreate']))).toBe(3);
  expect(planExitCode(planReport([], ['bad']))).toBe(65);
});

test('a report leaves out objects with nothing to say and sorts the rest', () => {
  const report = planReport([
    ['VirtualMachine/default/b', plan(['vm.start'])],
    ['VirtualMachine/default/c', plan([])],
    ['Network/default/a', plan(['bridge.create'])],
  ]);
  expect(report.objects.map(({object}) => object)).toEqual(['Network/default/a', 'VirtualMachine/default/b']);
  expect(report.objects[0]?.actions).toEqual([
    {type: 'bridge.create', summary: 'bridge.create br0: because', disruptive: false},
  ]);
});

test('a request needs an object, except down and approve --prune', () => {
  expect(parseVerbRequest('down', '')).toEqual({object: null, now: false, prune: false});
  expect(parseVerbRequest('approve', '{"prune": true}')).toEqual({object: null, now: false, prune: true});
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
