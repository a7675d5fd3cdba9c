// start, stop, restart and boot: what a person asks of a machine's power, as changes of its record. Pure.
import type {ManifestObject} from '../manifest/object.ts';
import type {VirtualMachineSpec} from '../manifest/types.gen.ts';
import type {ObjectRecord} from '../observe/record.ts';
import type {Patch} from './requests.ts';

const byHand = (record: ObjectRecord): boolean =>
  record.policy?.runPolicy === 'Manual' || record.policy?.runPolicy === 'Halted';

const removedAlready = (record: ObjectRecord): {refused: string} | null =>
  record.tombstone === null
    ? null
    : {refused: `${record.name} was removed; put its manifest back, or \`vmlet undelete\``};

/** What each verb changes of a record. */
export const powerPatches: Readonly<Record<'start' | 'stop' | 'restart', (now: boolean) => Patch>> = {
  start: () => record =>
    removedAlready(record) ?? {
      record: {
        ...record,
        powerOverride: byHand(record) ? 'Running' : null,
        // A start by hand is leave to boot what is declared now, also after a crash.
        restartRequested:
          record.restartRequested || (record.run.active === null && record.run.lastExit !== null),
        run: {...record.run, finished: false, failures: 0},
      },
    },
  stop: now => record =>
    removedAlready(record) ?? {
      record: {
        ...record,
        powerOverride: byHand(record) ? null : 'Halted',
        ...noVariant(record),
        restartRequested: false,
        run: {...record.run, stopNow: now},
      },
    },
  restart: now => record =>
    removedAlready(record) ?? {
      record: {
        ...record,
        powerOverride: byHand(record) ? 'Running' : null,
        ...noVariant(record),
        restartRequested: true,
        run: {...record.run, finished: false, failures: 0, stopNow: now},
      },
    },
};

/** As a restart, that boots another way once. */
export const bootPatch =
  (variant: string, now: boolean): Patch =>
  record => {
    const {variants = []} = (record.manifest as ManifestObject<Partial<VirtualMachineSpec>>).spec;
    const names = variants.map(({name}) => name);
    if (!names.includes(variant))
      return {
        refused: `${record.name} has no variant ${variant}; ${names.length === 0 ? 'it declares none' : `there is ${names.join(', ')}`}`,
      };
    const restarted = powerPatches.restart(now)(record);
    return 'refused' in restarted ? restarted : {record: {...restarted.record, bootVariant: variant}};
  };

const noVariant = (record: ObjectRecord): Partial<ObjectRecord> =>
  record.bootVariant == null ? {} : {bootVariant: null};

/** What is answered. */
export const powerMessages: Readonly<Record<'start' | 'stop' | 'restart', (name: string) => string>> = {
  start: name => `${name} is to run`,
  stop: name => `${name} is to stop, until \`vmlet start\` or an edit of its spec`,
  restart: name => `${name} is to restart`,
};
