// The conditions that every kind has, and how a judgement gets its time. Pure: facts in, values out.
// A condition is made here once, from facts, never set in passing by whoever acted.
import type {Unresolved} from '../desired/node.ts';
import type {Diagnostic} from '../manifest/object.ts';
import type {Hold, PendingChange, Plan} from '../plan/action.ts';
import type {CommonStatusInput, Condition, Judgement} from './status-types.ts';

/** ManifestValid, Admitted, DependenciesReady, RestartRequired, RemovalHeld, Degraded: in this order, always all. */
export const commonJudgements = (input: CommonStatusInput, resolved: boolean): Judgement[] => [
  manifestValid(input),
  admitted(input, resolved),
  dependenciesReady(input, resolved),
  restartRequired(input),
  removalHeld(input),
  degraded(input),
];

/** Give each judgement its time: the old one while `status` stays what it was, else `now`. */
export const withTransitionTimes = (
  judgements: readonly Judgement[],
  previous: readonly Condition[],
  now: string,
): Condition[] =>
  judgements.map(judgement => {
    const before = previous.find(condition => condition.type === judgement.type);
    const lastTransitionTime = before?.status === judgement.status ? before.lastTransitionTime : now;
    const isSameWord = before?.reason === judgement.reason && before.message === judgement.message;
    if (isSameWord && before.status === judgement.status) return before;
    return {...judgement, lastTransitionTime};
  });

/** The hold of a plan that speaks for one condition. */
export const holdOf = (plan: Plan | null, condition: Hold['condition']): Hold | undefined =>
  plan?.holds.find(hold => hold.condition === condition);

/** True when the object is going or gone: its tombstone stands, or its removal was decided. */
export const isRemoved = ({record, verdict}: CommonStatusInput): boolean =>
  verdict?.state === 'removed' ||
  record?.deleteRequested === true ||
  ((record?.tombstone ?? null) !== null && verdict?.state !== 'present');

const manifestValid = ({verdict, record}: CommonStatusInput): Judgement => {
  const type = 'ManifestValid';
  if (verdict === null)
    return {
      type,
      status: 'Unknown',
      reason: 'NotReadYet',
      message: 'The source has not been read completely yet.',
    };
  switch (verdict.state) {
    case 'present': {
      const warnings = verdict.diagnostics.length;
      return warnings === 0
        ? {type, status: 'True', reason: 'Valid', message: ''}
        : {type, status: 'True', reason: 'ValidWithWarnings', message: diagnosticsText(verdict.diagnostics)};
    }
    case 'invalid':
      return invalid(verdict.diagnostics, record);
    case 'missing':
    case 'held':
      if (verdict.state === 'held' && verdict.diagnostics !== undefined)
        return invalid(verdict.diagnostics, record);
      return {
        type,
        status: 'Unknown',
        reason: 'NotInSource',
        message: 'No manifest holds it; the last good version stays in force.',
      };
    case 'removed':
      return {type, status: 'Unknown', reason: 'NotInSource', message: 'No manifest holds it.'};
    default:
      return verdict satisfies never;
  }
};

const invalid = (diagnostics: readonly Diagnostic[], record: CommonStatusInput['record']): Judgement => {
  const duplicate = diagnostics.some(({code}) => code === 'E-DUPLICATE');
  const rest = record === null ? 'No valid version was seen yet.' : 'The last good version stays in force.';
  return {
    type: 'ManifestValid',
    status: 'False',
    reason: duplicate ? 'Duplicate' : 'Invalid',
    message: `${diagnosticsText(diagnostics)}. ${rest}`,
  };
};

const diagnosticsText = (diagnostics: readonly Diagnostic[]): string => {
  const [first] = diagnostics;
  if (first === undefined) return 'The manifest is invalid';
  const place = `${first.file}:${String(first.line)}:${String(first.column)}`;
  const more = diagnostics.length > 1 ? ` (and ${String(diagnostics.length - 1)} more)` : '';
  const parts = [`${place} ${first.path}`.trimEnd() + `: ${first.what}`, first.expected, first.fix];
  return `${parts.filter(part => part !== '').join('; ')} [${first.code}]${more}`;
};

const admitted = (input: CommonStatusInput, resolved: boolean): Judgement =>
  gate(input, resolved, 'Admitted', {status: 'True', reason: 'Admitted', message: ''});

const dependenciesReady = (input: CommonStatusInput, resolved: boolean): Judgement =>
  gate(input, resolved, 'DependenciesReady', {status: 'True', reason: 'AllReady', message: ''});

const gate = (
  {unresolved, plan}: CommonStatusInput,
  resolved: boolean,
  type: 'Admitted' | 'DependenciesReady',
  open: Omit<Judgement, 'type'>,
): Judgement => {
  const reasons: readonly (Unresolved | Hold)[] = [
    ...unresolved.filter(each => each.condition === type),
    ...(plan?.holds ?? []).filter(each => each.condition === type),
  ];
  const [first] = reasons;
  if (first !== undefined)
    return {
      type,
      status: 'False',
      reason: first.reason,
      // What could not be resolved is held by the plan too, in the same words.
      message: [...new Set(reasons.map(({message}) => message))].join('; '),
    };
  if (resolved) return {type, ...open};
  return {type, status: 'Unknown', reason: 'NotResolvedYet', message: 'Not looked at yet.'};
};

const restartRequired = ({plan, key}: CommonStatusInput): Judgement => {
  const type = 'RestartRequired';
  const hold = holdOf(plan, 'RestartRequired');
  const waiting = (plan?.pendingChanges ?? []).filter(
    ({disruption}) => disruption === 'restart' || disruption === 'recreate',
  );
  if (hold !== undefined) return {type, status: 'True', reason: hold.reason, message: hold.message};
  if (waiting.length === 0) return {type, status: 'False', reason: 'UpToDate', message: ''};
  const message = `${waiting.map(changeText).join(', ')}; apply with: vmlet approve ${shortRef(key)}`;
  return {type, status: 'True', reason: 'ApprovalNeeded', message};
};

/** One pending change in words: `spec.memory.size 512Mi -> 1Gi (restart)`. */
export const changeText = ({path, from, to, disruption}: PendingChange): string =>
  `${path} ${from} -> ${to} (${disruption})`;

const removalHeld = ({verdict, plan, record}: CommonStatusInput): Judgement => {
  const type = 'RemovalHeld';
  const hold = holdOf(plan, 'RemovalHeld');
  if (hold !== undefined) return {type, status: 'True', reason: hold.reason, message: hold.message};
  if (verdict?.state === 'held')
    return {type, status: 'True', reason: verdict.reason, message: verdict.message};
  if (verdict?.state === 'missing')
    return {type, status: 'False', reason: verdict.reason, message: verdict.message};
  if ((record?.tombstone ?? null) !== null)
    return {type, status: 'False', reason: 'Removed', message: record?.tombstone?.why ?? ''};
  return {type, status: 'False', reason: 'NotHeld', message: ''};
};

const degraded = ({plan, failure, backoff}: CommonStatusInput): Judgement => {
  const type = 'Degraded';
  const hold = holdOf(plan, 'Degraded');
  if (hold !== undefined) return {type, status: 'True', reason: hold.reason, message: hold.message};
  if (failure !== null)
    return {type, status: 'True', reason: failureReason(failure), message: failureText(failure, backoff)};
  return {type, status: 'False', reason: 'AsExpected', message: ''};
};

/** Most failures have their reason in their words; a full disk is one for everybody to look for by name. */
export const failureReason = ({code}: NonNullable<CommonStatusInput['failure']>): string =>
  code === 'E-SPACE' ? 'DiskPressure' : 'ActionFailed';

/** What failed, and whether it is tried again. */
export const failureText = (
  failure: NonNullable<CommonStatusInput['failure']>,
  backoff: CommonStatusInput['backoff'],
): string => {
  const tries = (backoff?.failures ?? 0) > 1 ? `, failed ${String(backoff?.failures)} times` : '';
  const next = failure.terminal ? 'something has to be changed first' : 'it is tried again';
  return `${failure.action}: ${failure.message} [${failure.code}]${tries}; ${next}`;
};

/** `VirtualMachine/default/web` as a person types it: `vm/web`, or `vm/web -n edge`. */
export const shortRef = (key: string): string => {
  const [kind = '', namespace = '', name = ''] = key.split('/');
  const short: Readonly<Record<string, string>> = {
    VirtualMachine: 'vm',
    Image: 'image',
    Network: 'network',
    VirtualMachineClass: 'class',
    DisruptionBudget: 'budget',
  };
  return `${short[kind] ?? kind}/${name}${namespace === 'default' ? '' : ` -n ${namespace}`}`;
};
