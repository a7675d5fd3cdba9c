// A revision as a plan makes it: number, content, what it was made from, and which older ones stay. Pure.
import type {ResolvedVm, VmNode} from '../desired/node.ts';
import type {VmmCommand} from '../drivers/driver.ts';
import type {ObjectRecord, Revision, RevisionDetails} from '../observe/record.ts';
import type {Action, RevisionsKept} from './action.ts';
import {withKey} from './vm-input.ts';
import type {VmPlanInput} from './vm-input.ts';

/** So many of the newest stay, beside those that something still names. */
export const revisionsKept = 10;

/** No number is given twice, also when what bore it was given up. */
export const nextRevision = ({
  revisions: {prepared, booted, previous, last = 0},
}: Pick<ObjectRecord, 'revisions'>): number => Math.max(prepared, booted, previous, last) + 1;

export type NewRevision = {
  readonly revision: Revision;
  readonly write: Action;
  /** What starts it; null when that cannot be told before its links are there. */
  readonly command: VmmCommand | null;
};

/** A revision of this content, and the action that writes it down. */
export const newRevision = (
  input: VmPlanInput,
  node: VmNode,
  vm: ResolvedVm,
  why: string,
  variant?: Revision['variant'],
): NewRevision => {
  const {record, context} = input;
  const {readiness, preStart} = node.policy;
  const revision: Revision = {
    number: nextRevision(record),
    createdAt: context.now,
    generation: record.generation,
    vm,
    manifest: record.manifest,
    source: record.source,
    class: node.declared.class,
    template: {readiness, preStart},
    ...(variant === undefined ? {} : {variant}),
    ...(record.rollback == null ? {} : {rollbackTo: record.rollback.to}),
  };
  const command = commandOf(input, revision);
  const {binary, version} = context.command;
  const details: RevisionDetails = {
    spec: node.declared.spec,
    hypervisor: {path: binary, version: `${String(version.major)}.${String(version.minor)}`},
    argv: command?.argv ?? null,
  };
  const keep = keptBy(input);
  return {
    revision,
    write: withKey(input, {type: 'revision.write', uid: record.uid, revision, details, keep}, why),
    command: vm.interfaces.some(({binding}) => binding.kind === 'macvtap') ? null : command,
  };
};

const commandOf = ({record, context}: VmPlanInput, {vm, number}: Revision): VmmCommand | null => {
  try {
    return context.driver.command(vm, {
      ...context.command,
      paths: context.paths.vm(record.uid),
      revision: number,
      // They may not be there yet, and are handed over by number.
      macvtapNodes: new Map(
        vm.interfaces.flatMap(({binding}) =>
          binding.kind === 'macvtap' ? [[binding.tap, binding.tap] as const] : [],
        ),
      ),
    });
  } catch {
    // What is missing is said when it is started, which is when it matters.
    return null;
  }
};

const keptBy = ({booted: runs, record}: VmPlanInput): RevisionsKept => {
  const {prepared, booted, previous, good = 0} = record.revisions;
  const named = [
    prepared,
    booted,
    previous,
    good,
    record.rollback?.to ?? 0,
    runs?.variant?.main ?? 0,
    record.run.active?.revision ?? 0,
  ];
  return {newest: revisionsKept, also: [...new Set(named)].filter(number => number > 0)};
};
