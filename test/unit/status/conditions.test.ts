import {describe, expect, test} from '@jest/globals';
import type {ObjectRecord} from '../../../controller/observe/record.ts';
import {present, unknown} from '../../../controller/observe/snapshot.ts';
import type {Links, Monitor} from '../../../controller/observe/snapshot.ts';
import {vmStatus} from '../../../controller/status/documents.ts';
import type {ConditionType, VmStatusInput} from '../../../controller/status/status-types.ts';
import {daemon, healthy, node, record, running, stopped, tap, uid} from './fixture.ts';

const condition = (input: VmStatusInput, type: ConditionType) => {
  const found = vmStatus(input).status.conditions.find(each => each.type === type);
  return {status: found?.status, reason: found?.reason};
};
const ready = (input: VmStatusInput) => condition(input, 'Ready');
const phase = (input: VmStatusInput) => vmStatus(input).status.phase;
const withRecord = (change: Partial<ObjectRecord>): VmStatusInput => ({
  ...healthy,
  record: {...record, ...change},
});
const withRun = (change: Partial<ObjectRecord['run']>): VmStatusInput => ({
  ...healthy,
  observed: stopped,
  record: {...record, run: {...record.run, active: null, ...change}},
});
const connected = (change: Partial<Extract<Monitor, {state: 'connected'}>>): VmStatusInput => ({
  ...healthy,
  observed: {
    ...running,
    monitor: {state: 'connected', runState: 'running', uuid: uid, resets: 0, blockErrors: [], ...change},
  },
});
const withLinks = (links: Links): VmStatusInput => ({
  ...healthy,
  observed: {...running, links: present(links)},
});
const hold = {condition: 'Ready' as const, reason: 'CrashLoopBackOff', message: 'it ended 3 times'};

const missing = {
  condition: 'DependenciesReady' as const,
  reason: 'ImageNotFound',
  message: 'no image base',
  waitsFor: [],
};

describe('Ready', () => {
  test('a VM with every piece of evidence is Ready and Running', () => {
    expect(ready(healthy)).toEqual({status: 'True', reason: 'ConsoleMarkerSeen'});
    expect(phase(healthy)).toBe('Running');
  });

  test.each<[string, VmStatusInput, string, string]>([
    [
      'the monitor never answered',
      {...healthy, observed: {...running, monitor: {state: 'silent', why: 'no greeting'}}},
      'False',
      'Starting',
    ],
    ['the uuid is of another VM', connected({uuid: 'other'}), 'False', 'UuidMismatch'],
    ['the guest is paused', connected({runState: 'paused'}), 'False', 'Paused'],
    ['a disk failed', connected({runState: 'io-error'}), 'False', 'IoError'],
    ['the hypervisor failed inside', connected({runState: 'internal-error'}), 'False', 'InternalError'],
    ['the guest panicked', connected({runState: 'guest-panicked'}), 'False', 'GuestPanicked'],
    ['the guest powered off', connected({runState: 'shutdown'}), 'False', 'GuestShutdown'],
    ['its run state is new to us', connected({runState: 'other'}), 'Unknown', 'RunStateUnknown'],
    ['the tap is gone', withLinks(new Map()), 'False', 'TapMissing'],
    ['the tap is down', withLinks(new Map([['vmt0', {...tap, up: false}]])), 'False', 'TapDown'],
    [
      'the tap left its bridge',
      withLinks(new Map([['vmt0', {...tap, master: null}]])),
      'False',
      'TapNotInBridge',
    ],
    [
      'the hypervisor is not on the tap',
      withLinks(new Map([['vmt0', {...tap, carrier: false}]])),
      'False',
      'TapNotAttached',
    ],
    [
      'the tap is somebody else’s',
      withLinks(new Map([['vmt0', {...tap, alias: 'lxc'}]])),
      'False',
      'TapNotOurs',
    ],
    [
      'links could not be read',
      {...healthy, observed: {...running, links: unknown('ip failed')}},
      'Unknown',
      'ObservationFailed',
    ],
    [
      'the process could not be seen',
      {...healthy, observed: {...running, process: unknown('EPERM')}},
      'Unknown',
      'ObservationFailed',
    ],
    [
      'the console was silent',
      {...healthy, observed: {...running, evidence: {consoleMarkerSeen: false, agentConnected: null}}},
      'False',
      'AwaitingConsole',
    ],
    [
      'neither what it was booted with nor what it should be is known',
      {...healthy, booted: null, node: null},
      'Unknown',
      'RevisionUnknown',
    ],
    ['nothing was observed yet', {...healthy, observed: null}, 'Unknown', 'NotObservedYet'],
  ])('is never True when %s', (_, input, status, reason) => {
    expect(ready(input)).toEqual({status, reason});
  });

  test('a monitor that answered before and is silent now makes Ready and phase Unknown, not Starting', () => {
    const silent = {...healthy, observed: {...running, monitor: {state: 'silent' as const, why: 'timeout'}}};
    const after = {...silent, previous: vmStatus(healthy)};
    expect(ready(after)).toEqual({status: 'Unknown', reason: 'MonitorSilent'});
    expect(phase(after)).toBe('Unknown');
    expect(phase({...after, previous: vmStatus(after)})).toBe('Unknown');
  });

  test('an interface that is wanted but not yet booted takes no evidence from the guest that runs', () => {
    const [lan] = node.vm.interfaces;
    if (lan === undefined) throw new Error('fixture');
    const more = {...lan, name: 'dmz', binding: {...lan.binding, tap: 'vmt1'}} as typeof lan;
    const wanted = {...node, vm: {...node.vm, interfaces: [lan, more]}};
    expect(ready({...healthy, node: wanted}).status).toBe('True');
    expect(ready({...healthy, node: wanted, booted: null}).reason).toBe('TapMissing');
  });

  test('a hold of the plan explains why it is not Ready but cannot make a Ready VM not Ready', () => {
    const plan = {actions: [], pendingChanges: [], holds: [hold]};
    expect(ready({...withRun({failures: 3}), plan})).toEqual({status: 'False', reason: 'CrashLoopBackOff'});
    expect(ready({...healthy, plan}).status).toBe('True');
  });
});

describe('phase', () => {
  test.each<[string, VmStatusInput, string]>([
    ['halted by policy', {...withRun({}), wantsRunning: false}, 'Stopped'],
    ['about to be started', {...withRun({}), plan: {...empty(), actions: [action('vm.start')]}}, 'Starting'],
    ['about to be stopped', {...healthy, plan: {...empty(), actions: [action('vm.stop')]}}, 'Stopping'],
    ['waiting for its image', {...withRun({}), unresolved: [missing]}, 'Pending'],
    ['ended badly again and again', withRun({failures: 3}), 'CrashLoopBackOff'],
    ['unable to start for good', {...withRun({}), failure: failure(true)}, 'Failed'],
    ['unable to start for now', {...withRun({}), failure: failure(false)}, 'Pending'],
    ['removed and running', {...healthy, verdict: {state: 'removed', message: ''}}, 'Stopping'],
    [
      'removed and stopped',
      {...healthy, verdict: {state: 'removed', message: ''}, observed: stopped},
      'Removed',
    ],
    ['not looked at since a start by an earlier daemon', {...healthy, observed: null}, 'Unknown'],
    ['never looked at', {...withRun({}), observed: null}, 'Pending'],
  ])('a VM that is %s', (_, input, expected) => {
    expect(phase(input)).toBe(expected);
  });

  test('a re-added VM is not Removed while its tombstone is still being cleared', () => {
    const tombstone = {since: 'then', why: 'gone', trashed: false, trashedForMs: 0, purgeRequested: false};
    expect(phase(withRecord({tombstone}))).toBe('Running');
    expect(phase({...withRecord({tombstone}), verdict: null, observed: stopped})).toBe('Removed');
  });
});

describe('other conditions', () => {
  test('an invalid manifest shows its first error with place and says that the last good version stays', () => {
    const diagnostic = {
      severity: 'error' as const,
      file: 'web.yaml',
      line: 5,
      column: 9,
      path: 'spec.memory.size',
      what: '512 has no unit',
      expected: 'a size',
      fix: '512Mi',
      code: 'E-VALUE',
      object: healthy.key,
    };
    const input: VmStatusInput = {
      ...healthy,
      verdict: {state: 'invalid', diagnostics: [diagnostic, diagnostic]},
    };
    const found = vmStatus(input).status.conditions.find(({type}) => type === 'ManifestValid');
    expect(found?.message).toBe(
      'web.yaml:5:9 spec.memory.size: 512 has no unit; a size; 512Mi [E-VALUE] (and 1 more). The last good version stays in force.',
    );
    expect(ready(input).status).toBe('True');
  });

  test('a change that waits for approval makes RestartRequired True and names the command, a hot one does not', () => {
    const change = {
      path: 'spec.memory.size',
      from: '256Mi',
      to: '512Mi',
      disruption: 'restart' as const,
      reason: '',
    };
    const waiting = {...healthy, plan: {...empty(), pendingChanges: [change]}};
    const found = vmStatus(waiting).status.conditions.find(({type}) => type === 'RestartRequired');
    expect(found).toMatchObject({
      status: 'True',
      reason: 'ApprovalNeeded',
      message: 'spec.memory.size 256Mi -> 512Mi (restart); apply with: vmlet approve vm/web',
    });
    const hot = {...healthy, plan: {...empty(), pendingChanges: [{...change, disruption: 'hot' as const}]}};
    expect(condition(hot, 'RestartRequired').status).toBe('False');
  });

  test('a held removal is shown with the reason of the verdict, and the VM stays Ready', () => {
    const input: VmStatusInput = {
      ...healthy,
      verdict: {state: 'held', reason: 'SourceEmpty', message: 'the directory is empty'},
    };
    expect(condition(input, 'RemovalHeld')).toEqual({status: 'True', reason: 'SourceEmpty'});
    expect(ready(input).status).toBe('True');
  });

  test('what is unresolved is the reason of its own condition', () => {
    expect(condition({...healthy, node: null, unresolved: [missing]}, 'DependenciesReady')).toEqual({
      status: 'False',
      reason: 'ImageNotFound',
    });
    expect(condition({...healthy, node: null}, 'Admitted').status).toBe('Unknown');
  });
});

describe('the document', () => {
  test('lastTransitionTime moves only when the status of a condition does', () => {
    const first = vmStatus({...healthy, now: 'T1'});
    const again = vmStatus({...healthy, now: 'T2', previous: first});
    expect(again).toEqual(first);
    const silent = vmStatus({
      ...healthy,
      observed: {...running, evidence: {consoleMarkerSeen: false, agentConnected: null}},
      now: 'T3',
      previous: again,
    });
    expect(silent.status.conditions.map(({type, lastTransitionTime}) => [type, lastTransitionTime])).toEqual([
      ['Ready', 'T3'],
      ...['ManifestValid', 'Admitted', 'DependenciesReady', 'RestartRequired', 'RemovalHeld', 'Degraded'].map(
        type => [type, 'T1'],
      ),
    ]);
  });

  test('holds the object as given and the facts of the host', () => {
    const document = vmStatus(healthy);
    expect(document).toMatchObject({
      apiVersion: 'vmlet.dev/v1alpha1',
      kind: 'VirtualMachine',
      spec: {memory: {size: '256Mi'}},
    });
    expect(document.metadata).toEqual({
      name: 'web',
      namespace: 'default',
      labels: {app: 'web'},
      annotations: {},
      uid,
      generation: 3,
      creationTimestamp: '2026-01-01T00:00:00Z',
    });
    expect(document.status).toMatchObject({
      pid: 4711,
      addresses: ['192.168.1.3'],
      disks: [{name: 'root', image: 'sha256:aa', virtualSize: '2Gi'}],
      interfaces: [{name: 'lan', link: 'vmt0', bridge: 'br0'}],
      source: {file: 'web.yaml', document: 1, source: 'manifests'},
      daemon,
    });
  });
});

function empty() {
  return {actions: [], pendingChanges: [], holds: []};
}

function failure(terminal: boolean) {
  return {
    action: 'vm.start',
    code: 'E-TOOL',
    message: 'no qemu',
    at: 'T',
    terminal,
  };
}

function action(type: 'vm.start' | 'vm.stop') {
  return {type, key: healthy.key, why: 'test'} as never;
}
