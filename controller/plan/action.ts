// Action: one idempotent step, complete in itself. The executor looks nothing up and makes no choice.
// No behaviour beyond describe().
import type {InterfaceRate, ObjectKey, ResolvedVm, StopStep} from '../desired/node.ts';
import type {HotChange, VmmCommand} from '../drivers/driver.ts';
import type {ProcessIdentity} from '../host/host.ts';
import type {VmPaths} from '../host/paths.ts';
import type {ObjectRecord, Revision, RevisionDetails} from '../observe/record.ts';

export type LinkMark = {
  /** Written as ifalias: `vmlet:<uid>`; what a destructive step must match. */
  readonly alias: string;
  readonly altname: string;
};

/** Which revisions stay: so many of the newest, and these. */
export type RevisionsKept = {readonly newest: number; readonly also: readonly number[]};

export type ActionBody =
  | {
      readonly type: 'record.write';
      readonly record: ObjectRecord;
      /** What of it people are to be told as an event. */
      readonly event?: {
        readonly type: 'Normal' | 'Warning';
        readonly reason: string;
        readonly message: string;
      };
    }
  /** Nothing of the object is left on the host: forget it, its revisions and its status file. */
  | {readonly type: 'record.remove'; readonly record: ObjectRecord}
  | {
      readonly type: 'revision.write';
      readonly uid: string;
      readonly revision: Revision;
      readonly details: RevisionDetails;
      readonly keep: RevisionsKept;
    }
  | {
      readonly type: 'image.import';
      readonly name: string;
      readonly path: string;
      readonly format: 'raw' | 'qcow2';
      readonly sha256: string | null;
      /** Its imageDigest is what this very source was imported as before, null for a new one. */
      readonly record: ObjectRecord;
    }
  | {
      readonly type: 'image.build';
      readonly name: string;
      readonly recipe: string;
      readonly output: string;
      readonly format: 'raw' | 'qcow2';
      readonly record: ObjectRecord;
    }
  | {
      readonly type: 'bridge.create';
      readonly name: string;
      readonly mark: LinkMark;
      readonly addresses: readonly string[];
      readonly mtu: number | null;
    }
  | {
      readonly type: 'bridge.configure';
      readonly name: string;
      readonly mark: LinkMark;
      readonly addAddresses: readonly string[];
      readonly removeAddresses: readonly string[];
      readonly up: boolean;
      readonly mtu: number | null;
    }
  | {readonly type: 'bridge.delete'; readonly name: string; readonly mark: LinkMark}
  | {
      readonly type: 'tap.create';
      readonly name: string;
      readonly mark: LinkMark;
      readonly bridge: string;
      readonly ownerUid: number | null;
      readonly multiQueue: boolean;
    }
  | {readonly type: 'tap.attach'; readonly name: string; readonly mark: LinkMark; readonly bridge: string}
  /** What may pass through it in a second; an empty rate takes every limit away. */
  | {readonly type: 'tap.limit'; readonly name: string; readonly mark: LinkMark; readonly rate: InterfaceRate}
  | {
      readonly type: 'tap.delete';
      readonly name: string;
      readonly mark: LinkMark;
      /** Its creation was cut short before the mark: known as ours by its name and by belonging to this uid alone. */
      readonly unmarkedOwnerUid?: number;
      /** The same of a macvtap, which has no owner: known as ours by the intent that names it and all that it was made with. */
      readonly unmarkedMacvtap?: {readonly link: string; readonly mode: string; readonly mac: string};
    }
  | {
      readonly type: 'macvtap.create';
      readonly name: string;
      readonly mark: LinkMark;
      readonly link: string;
      readonly mode: string;
      readonly mac: string;
      readonly ownerUid: number | null;
    }
  | {
      readonly type: 'overlay.create';
      readonly path: string;
      readonly base: {readonly digest: string; readonly path: string; readonly format: 'raw' | 'qcow2'};
      readonly sizeBytes: number;
      readonly ownerUid: number | null;
    }
  | {
      readonly type: 'blank.create';
      readonly path: string;
      readonly sizeBytes: number;
      readonly ownerUid: number | null;
    }
  | {
      readonly type: 'disk.grow';
      readonly path: string;
      readonly sizeBytes: number;
      readonly ownerUid: number | null;
    }
  | {
      readonly type: 'vm.prepare';
      readonly uid: string;
      readonly commands: readonly {readonly command: readonly string[]; readonly timeoutMs: number}[];
    }
  | {
      readonly type: 'vm.start';
      readonly uid: string;
      readonly revision: number;
      readonly command: VmmCommand;
      readonly paths: VmPaths;
      readonly hostUid: number | null;
      /** Digests of stored images whose fingerprint is checked once more just before the start. */
      readonly images: readonly string[];
      /** Of those that wait for their turn the highest goes first. */
      readonly priority: number;
    }
  | {
      readonly type: 'vm.continue';
      readonly uid: string;
      readonly process: ProcessIdentity;
      /** As of a start that was cut short before its guest ran. */
      readonly beforeRun?: VmmCommand['beforeRun'];
    }
  | {
      readonly type: 'vm.stop';
      readonly uid: string;
      readonly process: ProcessIdentity;
      readonly ladder: readonly StopStep[];
    }
  | {
      readonly type: 'vm.change';
      readonly uid: string;
      readonly process: ProcessIdentity;
      readonly change: HotChange;
    }
  | {readonly type: 'vm.clean'; readonly uid: string; readonly paths: VmPaths}
  /** Put the disks back from the trash: the object was declared again within its grace. */
  | {readonly type: 'vm.restore'; readonly uid: string}
  /** Destroy all that is the VM's own: `vmlet purge`, or the end of the grace of `deletion.disks: Delete`. */
  | {readonly type: 'vm.purge'; readonly uid: string}
  | {readonly type: 'vm.trash'; readonly uid: string; readonly record: ObjectRecord | null};

export type ActionType = ActionBody['type'];

/** Actions of one plan run in order; the first that is not `done` ends the run of its key. */
export type Action = ActionBody & {
  readonly key: ObjectKey;
  /** Why, in words, for `vmlet plan`, the log and events. */
  readonly why: string;
};

export type Outcome =
  | {readonly kind: 'done'; readonly changed: boolean}
  | {readonly kind: 'recheck'; readonly afterMs: number; readonly why: string}
  | {readonly kind: 'failed'; readonly code: string; readonly message: string; readonly terminal: boolean};

export const done = (changed: boolean): Outcome => ({kind: 'done', changed});

export type Disruption = 'hot' | 'restart' | 'recreate' | 'refused';

/** One field that differs between what runs and what is wanted. */
export type PendingChange = {
  readonly path: string;
  readonly from: string;
  readonly to: string;
  readonly disruption: Disruption;
  /** What it waits for, or why it is refused. */
  readonly reason: string;
};

/** Why nothing more happens now; becomes a condition. */
export type Hold = {
  readonly condition:
    'Ready' | 'Admitted' | 'DependenciesReady' | 'RestartRequired' | 'RemovalHeld' | 'Degraded';
  readonly reason: string;
  readonly message: string;
  /** Look again after this long. */
  readonly recheckMs?: number;
  /** Keys whose change should try again. */
  readonly waitsFor?: readonly ObjectKey[];
};

export type Plan = {
  readonly actions: readonly Action[];
  readonly pendingChanges: readonly PendingChange[];
  readonly holds: readonly Hold[];
  /** Its guest is interrupted of our own accord: only with a claim on the budgets that speak of it. */
  readonly isDisruption?: true;
  /** As what it is started, or what it grows to: only with a claim on the room that this takes. */
  readonly takesRoom?: ResolvedVm;
};

/** One line for people: what, to which thing, why. */
export const describeAction = (action: Action): string => `${action.type} ${subject(action)}: ${action.why}`;

/** What an action is done to, by the name that the host knows it by. */
export const subject = (action: Action): string => {
  switch (action.type) {
    case 'record.write':
    case 'record.remove':
      return `${action.record.kind}/${action.record.namespace}/${action.record.name}`;
    case 'revision.write':
      return `revision ${String(action.revision.number)}`;
    case 'image.import':
    case 'image.build':
    case 'bridge.create':
    case 'bridge.configure':
    case 'bridge.delete':
    case 'tap.create':
    case 'tap.attach':
    case 'tap.delete':
    case 'tap.limit':
    case 'macvtap.create':
      return action.name;
    case 'overlay.create':
    case 'blank.create':
    case 'disk.grow':
      return action.path;
    case 'vm.prepare':
    case 'vm.start':
    case 'vm.continue':
    case 'vm.stop':
    case 'vm.change':
    case 'vm.clean':
    case 'vm.trash':
    case 'vm.restore':
    case 'vm.purge':
      return action.uid;
    default:
      return action satisfies never;
  }
};
