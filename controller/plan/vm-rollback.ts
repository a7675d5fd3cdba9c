// What a rollback adds to a plan: that it is in force, and the edit that it holds back. Pure; what is wanted under a
// rollback is desired/rollback.ts.
import type {Rollback} from '../observe/record.ts';
import type {Hold, PendingChange, Plan} from './action.ts';
import {diffVm} from './diff.ts';
import type {VmPlanInput} from './vm-input.ts';

/** The plan with what the manifest wants and does not get, as long as nothing else is pending. */
export const withRollback = (input: VmPlanInput, plan: Plan): Plan => {
  const {rollback} = input.record;
  if (rollback == null) return plan;
  const pendingChanges =
    plan.pendingChanges.length === 0 ? heldChanges(input, rollback) : plan.pendingChanges;
  return {...plan, pendingChanges, holds: [...plan.holds, ...rollbackHolds(input, rollback)]};
};

const heldChanges = ({booted, heldBack, context}: VmPlanInput, {to}: Rollback): readonly PendingChange[] =>
  booted === null || heldBack == null
    ? []
    : diffVm(booted.vm, heldBack, context.driver).changes.map(change => ({
        ...change,
        reason: `held back by the rollback to revision ${String(to)}`,
      }));

const rollbackHolds = ({record}: VmPlanInput, {to, from, by, why}: Rollback): readonly Hold[] => {
  const end = `it ends when the manifest changes, or with \`vmlet rollback vm/${record.name} --undo\``;
  const message = `what revision ${String(to)} was is wanted instead of what ${record.source.file} says; ${end}`;
  return [
    {condition: 'RestartRequired', reason: 'RolledBack', message},
    ...(by === 'Request'
      ? []
      : [
          {
            condition: 'Degraded' as const,
            reason: 'RolledBack',
            message: `revision ${String(from)} was given up: ${why}; ${message}`,
          },
        ]),
  ];
};
