// A View: everything about one key at one moment. Types, and the one rule that every look follows.
import type {ObjectKey, Unresolved, VmPolicy} from '../desired/node.ts';
import {VmletError} from '../errors.ts';
import type {Verdict} from '../manifest/object.ts';
import type {ObjectRecord} from '../observe/record.ts';
import type {Plan} from '../plan/action.ts';
import type {CommonStatusInput, StatusDocument} from '../status/status-types.ts';

/** What the loop adds to a look before it becomes a status. */
export type RunFacts = Pick<CommonStatusInput, 'failure' | 'backoff' | 'previous' | 'now' | 'events'>;

export type View = {
  readonly key: ObjectKey;
  /** null for a declaration that was never valid: there is nothing but its status. */
  readonly record: ObjectRecord | null;
  /** The record that was remembered when the look began; what is planned holds for it only. */
  readonly basis: ObjectRecord | null;
  readonly plan: Plan;
  readonly unresolved: readonly Unresolved[];
  /** Of a VM that can be resolved: what changes without touching its guest. */
  readonly policy?: VmPolicy | null;
  /** The same function as long as it would say the same of the same facts. */
  readonly status: (facts: RunFacts) => StatusDocument;
};

export type LookBase = {
  readonly key: ObjectKey;
  readonly record: ObjectRecord;
  readonly basis: ObjectRecord | null;
  readonly verdict: Verdict | null;
  readonly daemon: CommonStatusInput['daemon'];
};

/** A plan that could not be made is a hold, not a crash: the driver names what is missing. */
export const planOrHold = (plan: () => Plan): Plan => {
  try {
    return plan();
  } catch (thrown) {
    if (!(thrown instanceof VmletError)) throw thrown;
    return {
      actions: [],
      pendingChanges: [],
      holds: [{condition: 'Admitted', reason: 'CommandImpossible', message: thrown.message}],
    };
  }
};
