// What the executors of VM actions are given. Types only.
import type {Host, HostIdentity} from '../host/host.ts';
import type {VmWatch} from '../observe/vm.ts';
import type {ActionBody, ActionType, Outcome} from '../plan/action.ts';

export type VmTools = {
  readonly host: Host;
  readonly vms: VmWatch;
  readonly identity: HostIdentity;
};

export type ActionOf<Type extends ActionType> = Extract<ActionBody, {readonly type: Type}>;

/** Measure, act, measure. Never throws for what the host or the guest does; the reason is in the outcome. */
export type VmExecutor<Type extends ActionType> = (
  action: ActionOf<Type>,
  tools: VmTools,
  options: {signal: AbortSignal},
) => Promise<Outcome>;
