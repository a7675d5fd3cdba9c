// `vmlet sweep` between the daemon and its clients: what is left over on a host, and what is asked for it. Types, and the pure
// reading of one request body.
import type {ProcessIdentity} from '../host/host.ts';
import type {ControlReply} from './protocol.ts';

/** Something on the host that bears our mark and belongs to no object. */
export type Orphan = {
  /** `record`: of a machine whose record is lost and whose revisions are not. `state`: disks, revisions and logs. */
  readonly kind: 'record' | 'process' | 'link' | 'state' | 'sockets';
  /** Object, pid, link or path. */
  readonly name: string;
  readonly uid: string;
  readonly detail: string;
  /** Why sweep leaves it alone; null for what it takes away. */
  readonly kept: string | null;
  /** Of a process. */
  readonly process?: ProcessIdentity;
  /** A process whose guest runs, or may: stopped only when a person named it. */
  readonly hasGuest?: boolean;
};

export type SweptOrphan = Orphan & {
  /** What was done; null for what was kept, and for what could not be done. */
  readonly done: string | null;
  readonly failed: string | null;
};

export type SweepRequest = {
  readonly mode: 'report' | 'adopt' | 'delete';
  /** delete: the very guests that may be stopped. */
  readonly stop: readonly ProcessIdentity[];
};

export type SweepReply =
  {readonly ok: true; readonly orphans: readonly SweptOrphan[]} | Extract<ControlReply, {readonly ok: false}>;

const modes = ['report', 'adopt', 'delete'];

/** The typed request in a body, or what is wrong with it in words. Unknown fields are refused. */
export const parseSweepRequest = (body: string): SweepRequest | string => {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return 'body must be JSON';
  }
  const {mode, stop = [], ...others} = (value ?? {}) as Record<string, unknown>;
  if (Object.keys(others).length > 0) return `unknown field ${JSON.stringify(Object.keys(others)[0])}`;
  if (!modes.includes(mode as string)) return `mode must be one of ${modes.join(', ')}`;
  if (!Array.isArray(stop) || !stop.every(isIdentity)) return 'stop must be a list of {pid, startTicks}';
  return {
    mode: mode as SweepRequest['mode'],
    stop: stop.map(({pid, startTicks}: ProcessIdentity) => ({pid, startTicks})),
  };
};

const isIdentity = (value: unknown): value is ProcessIdentity => {
  const {pid, startTicks} = (value ?? {}) as Record<string, unknown>;
  return Number.isInteger(pid) && (pid as number) > 1 && Number.isInteger(startTicks);
};
