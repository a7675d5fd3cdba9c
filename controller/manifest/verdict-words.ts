// The words that a person reads for each verdict on an object that was not seen. Pure, and constant while nothing
// changes: no counters, no times, or status files would be written for nothing.
import type {ObjectKey} from '../desired/node.ts';
import type {LimitAccount} from './budget.ts';
import type {OwnedObject} from './memory.ts';
import type {Scan, Verdict} from './object.ts';

export const protectedStays = ({key, file}: OwnedObject): Verdict =>
  held(
    'Protected',
    `${shortName(key)} is gone from ${file}, but it has deletion.protect; to let it go, put its manifest back with protect: false`,
  );

export const sourceUnavailable = ({why}: Scan): Verdict =>
  held('SourceUnavailable', `${why ?? 'the source cannot be read'}; the last good version stays in force`);

export const sourceEmpty = ({key}: OwnedObject, {why}: Scan): Verdict =>
  held(
    'SourceEmpty',
    `${why ?? 'the source is empty'}; if ${shortName(key)} is meant to go: vmlet delete ${shortName(key)}`,
  );

export const sourceHasErrors = ({key, file}: OwnedObject, {files}: Scan): Verdict =>
  held(
    'SourceHasErrors',
    `${shortName(key)} is gone from ${file}, but may have moved into ${files.find(({broken}) => broken)?.file ?? 'another file'}, which cannot be read; mend that file, or: vmlet delete ${shortName(key)}`,
  );

export const overBudget = ({key, file}: OwnedObject, budget: number): Verdict =>
  held(
    'PruneBudgetExceeded',
    `${shortName(key)} is gone from ${file}, with more virtual machines than one change may remove (${String(budget)}); if that is meant: vmlet approve --prune`,
  );

export const overLimits = ({key, file}: OwnedObject, limits: readonly LimitAccount[]): Verdict =>
  held(
    'RemovalLimitExceeded',
    `${shortName(key)} is gone from ${file}, and the host policy holds it: ${limits.map(arithmetic).join('; ')}; if that is meant: vmlet approve --prune ${shortName(key)}`,
  );

const arithmetic = ({limit, of, most, spent}: LimitAccount): string =>
  `${limit}: of ${String(of)} machines one change may remove ${String(most)}, ${String(spent)} removed`;

export const waitingItsTurn = ({key, file}: OwnedObject): Verdict =>
  held(
    'PruneBudgetExceeded',
    `${shortName(key)} is gone from ${file} and waits its turn: one removal every 10 s`,
  );

export const awaitingSecondScan = ({key}: OwnedObject): Verdict => ({
  state: 'missing',
  reason: 'AwaitingSecondScan',
  message: `${shortName(key)} was not seen; it counts as gone when a second complete scan does not see it either`,
});

export const awaitingObservation = ({key}: OwnedObject): Verdict => ({
  state: 'missing',
  reason: 'AwaitingObservation',
  message: `${shortName(key)} was not seen; nothing is removed before the host was observed in full once`,
});

export const manifestGone = ({file}: OwnedObject): Verdict => ({
  state: 'removed',
  message: `its manifest is gone from ${file}; its disks are kept as its deletion policy says`,
});

export const deletedByName = ({key}: OwnedObject): Verdict => ({
  state: 'removed',
  message: `vmlet delete ${shortName(key)}`,
  restsOn: 'request',
});

export const tombstoneStands: Verdict = {
  state: 'removed',
  message: 'its manifest was removed before',
  restsOn: 'tombstone',
};

const held = (reason: Extract<Verdict, {state: 'held'}>['reason'], message: string): Verdict => ({
  state: 'held',
  reason,
  message,
});

/** As the CLI takes it: `vm/web`, `image/debian -n lab`. */
const shortName = (key: ObjectKey): string => {
  const [kind = '', namespace = '', name = ''] = key.split('/');
  const short = kind === 'VirtualMachine' ? 'vm' : kind.toLowerCase();
  return `${short}/${name}${namespace === 'default' ? '' : ` -n ${namespace}`}`;
};
