// Ready of a VM: True only on evidence that was seen now. Pure. Every other answer names the first thing missing.
import type {ResolvedInterface} from '../desired/node.ts';
import type {Links, Monitor} from '../observe/snapshot.ts';
import {failureReason, failureText, holdOf, isRemoved, shortRef} from './conditions.ts';
import type {Judgement, Phase, VmStatusInput} from './status-types.ts';

type Answer = Omit<Judgement, 'type'>;

const no = (reason: string, message: string): Answer => ({status: 'False', reason, message});
const unsure = (reason: string, message: string): Answer => ({status: 'Unknown', reason, message});

/** QMP connected, uuid equal, run state running, every tap up and in its bridge, readiness evidence seen. */
export const vmReady = (input: VmStatusInput, phase: Phase): Judgement => {
  const answer = judge(input, phase);
  const hold = answer.status === 'True' ? undefined : holdOf(input.plan, 'Ready');
  return {
    type: 'Ready',
    ...answer,
    ...(hold === undefined ? {} : {reason: hold.reason, message: hold.message}),
  };
};

const judge = (input: VmStatusInput, phase: Phase): Answer => {
  const {observed, record, key} = input;
  if (phase === 'Removed')
    return no('Removed', `Stopped and kept; get it back with: vmlet undelete ${shortRef(key)}`);
  if (isRemoved(input)) return no('Removed', 'Being stopped; its disks are kept.');
  if (observed === null) return unobserved(input);
  if (observed.process.state === 'unknown') return unsure('ObservationFailed', observed.process.why);
  if (observed.process.state === 'absent') return notRunning(input, phase);
  if (phase === 'Stopping' && monitorRuns(observed.monitor))
    return no('Stopping', 'The guest is being shut down.');
  if (observed.process.value.launching) return no('Starting', 'The hypervisor is being started.');
  return (
    fromMonitor(observed.monitor, record?.uid, phase) ??
    fromLinks(input) ??
    fromEvidence(input) ?? {
      status: 'True',
      ...whyReady(input),
    }
  );
};

const unobserved = (input: VmStatusInput): Answer => {
  const [waiting] = input.unresolved;
  if (input.record === null && input.verdict?.state === 'invalid')
    return no('NeverValid', 'No valid version of its manifest was seen yet; see ManifestValid.');
  if (waiting !== undefined) return no(waiting.reason, waiting.message);
  return unsure('NotObservedYet', 'The host has not been looked at yet.');
};

const notRunning = (input: VmStatusInput, phase: Phase): Answer => {
  const {record, failure, backoff, unresolved} = input;
  const policy = input.node?.policy.runPolicy ?? record?.policy?.runPolicy;
  if (input.wantsRunning === false) {
    if (record?.powerOverride === 'Halted')
      return no('Halted', `Stopped by hand; start with: vmlet start ${shortRef(input.key)}`);
    if (policy === 'Manual')
      return no('NotStarted', `runPolicy is Manual; start with: vmlet start ${shortRef(input.key)}`);
    return policy === 'Halted'
      ? no('Halted', 'runPolicy is Halted.')
      : no('Finished', 'The guest ran to its end.');
  }
  if (failure !== null) return no(failureReason(failure), failureText(failure, backoff));
  const [waiting] = unresolved;
  if (waiting !== undefined) return no(waiting.reason, waiting.message);
  const exit = record?.run.lastExit ?? null;
  if (phase === 'CrashLoopBackOff')
    return no(
      'CrashLoopBackOff',
      `Ended ${String(record?.run.failures)} times without being asked to${exit === null ? '' : `; last: ${exit.cause} ${exit.detail}`.trimEnd()}.`,
    );
  if (phase === 'Starting') return no('Starting', 'The hypervisor is being started.');
  const obstacle = input.plan?.holds.find(hold => hold.condition !== 'RestartRequired');
  return obstacle === undefined
    ? no('NotStarted', 'Not started yet.')
    : no(obstacle.reason, obstacle.message);
};

const monitorRuns = (monitor: Monitor): boolean =>
  monitor.state === 'silent' || monitor.runState === 'running';

const fromMonitor = (monitor: Monitor, uid: string | undefined, phase: Phase): Answer | null => {
  if (monitor.state === 'silent')
    return phase === 'Starting'
      ? no('Starting', `Waiting for the hypervisor's monitor: ${monitor.why}`)
      : unsure('MonitorSilent', `The hypervisor runs but its monitor does not answer: ${monitor.why}`);
  if (monitor.uuid !== uid)
    return no(
      'UuidMismatch',
      `The process says it is ${monitor.uuid}, not ${uid ?? 'known'}; nothing is done to it.`,
    );
  switch (monitor.runState) {
    case 'running':
      return null;
    case 'prelaunch':
    case 'inmigrate':
      return no('Starting', `The guest has not begun to run (${monitor.runState}).`);
    case 'paused':
      return no('Paused', 'The guest is paused.');
    case 'io-error':
      return no(
        'IoError',
        `The guest is paused because a disk failed${blockErrors(monitor.blockErrors)}. Make room or mend the disk; it goes on by itself.`,
      );
    case 'shutdown':
      return no('GuestShutdown', 'The guest powered itself off.');
    case 'guest-panicked':
      return no('GuestPanicked', 'The guest kernel panicked; see its last words with: vmlet logs');
    case 'internal-error':
      return no(
        'InternalError',
        'The hypervisor stopped the guest on an internal error; see: vmlet logs --vmm',
      );
    case 'other':
      return unsure('RunStateUnknown', 'The hypervisor reports a state that this version does not know.');
    default:
      return monitor.runState satisfies never;
  }
};

const blockErrors = (errors: readonly string[]): string =>
  errors.length === 0 ? '' : ` (${errors.join(', ')})`;

const fromLinks = ({observed, booted, node, record}: VmStatusInput): Answer | null => {
  const vm = booted ?? node?.vm;
  if (vm === undefined)
    return unsure(
      'RevisionUnknown',
      'What it was booted with is not known, so nobody can tell whether its interfaces are connected.',
    );
  const {interfaces} = vm;
  const links = observed?.links;
  if (links === undefined || links.state !== 'present') {
    const hasTaps = interfaces.some(({binding: {kind}}) => kind === 'tap' || kind === 'macvtap');
    if (!hasTaps && (booted !== null || links?.state === 'absent')) return null;
    return unsure(
      'ObservationFailed',
      links?.state === 'unknown' ? links.why : 'Network links were not seen.',
    );
  }
  const alias = `vmlet:${record?.uid ?? ''}`;
  for (const each of interfaces) {
    const problem = linkProblem(each, links.value, alias);
    if (problem !== null) return problem;
  }
  return booted === null ? fromTapsOf(alias, links.value) : null;
};

/** What is declared now may name fewer interfaces than the guest was booted with: its taps tell of the others. */
const fromTapsOf = (alias: string, links: Links): Answer | null => {
  const astray = [...links.values()].find(
    link => link.alias === alias && link.tun !== null && (!link.up || link.master === null),
  );
  return astray === undefined
    ? null
    : unsure(
        'RevisionUnknown',
        `What it was booted with is not known, and its tap ${astray.name} is not connected.`,
      );
};

const linkProblem = ({name, binding}: ResolvedInterface, links: Links, alias: string): Answer | null => {
  if (binding.kind !== 'tap' && binding.kind !== 'macvtap') return null;
  const link = links.get(binding.tap);
  if (link === undefined) return no('TapMissing', `Interface ${name}: link ${binding.tap} does not exist.`);
  if (link.alias !== alias)
    return no('TapNotOurs', `Interface ${name}: link ${binding.tap} belongs to something else.`);
  if (!link.up) return no('TapDown', `Interface ${name}: link ${binding.tap} is down.`);
  if (binding.kind === 'tap' && link.master !== binding.bridge)
    return no(
      'TapNotInBridge',
      `Interface ${name}: link ${binding.tap} is in ${link.master ?? 'no bridge'}, not in ${binding.bridge}.`,
    );
  // A tap made anew under a running hypervisor has no carrier: the guest is still on the one that is gone.
  if (binding.kind === 'tap' && !link.carrier)
    return no('TapNotAttached', `Interface ${name}: the hypervisor is not on link ${binding.tap}.`);
  return null;
};

const readinessOf = ({node, record}: VmStatusInput) =>
  node?.policy.readiness ?? record?.policy?.readiness ?? {kind: 'running' as const};

const fromEvidence = (input: VmStatusInput): Answer | null => {
  const readiness = readinessOf(input);
  const evidence = input.observed?.evidence;
  if (readiness.kind === 'console' && evidence?.consoleMarkerSeen !== true)
    return no('AwaitingConsole', `Waiting for ${JSON.stringify(readiness.contains)} on the console.`);
  if (readiness.kind === 'guestAgent' && evidence?.agentConnected !== true)
    return no('AwaitingGuestAgent', 'Waiting for the guest agent to answer.');
  return null;
};

const whyReady = (input: VmStatusInput): {reason: string; message: string} => {
  switch (readinessOf(input).kind) {
    case 'console':
      return {reason: 'ConsoleMarkerSeen', message: 'The guest runs and said so on its console.'};
    case 'guestAgent':
      return {reason: 'GuestAgentConnected', message: 'The guest runs and its agent answers.'};
    case 'running':
    default:
      return {reason: 'GuestRunning', message: 'The guest runs.'};
  }
};
