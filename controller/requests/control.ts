// What the CLI asks of the daemon. Every request changes one record and wakes its key; the planner does the rest.
import {objectKey} from '../desired/names.ts';
import type {ObjectKey} from '../desired/node.ts';
import type {ControlPort, ControlReply, Health} from '../api/protocol.ts';
import type {SweepReply, SweepRequest} from '../api/sweep.ts';
import type {ErrorCode} from '../errors.ts';
import {errorText} from '../errors.ts';
import type {Tools} from '../execute/execute.ts';
import type {ObjectRef} from '../host/paths.ts';
import {takeSnapshot} from '../preview/host-snapshot.ts';
import type {Loop} from '../loop.ts';
import type {DirectorySource} from '../manifest/source.ts';
import type {ObjectRecord} from '../observe/record.ts';
import {mustBeThere, planOf} from '../preview/plan-of.ts';
import {applyRequest} from './requests.ts';
import type {Patch} from './requests.ts';
import {sweepOrphans} from './orphan-sweep.ts';
import {bootPatch, powerMessages, powerPatches} from './power.ts';
import {diffOf, historyOf, revisionNamed} from './revisions.ts';
import {rollbackPatch, undoRollbackPatch} from './rollback.ts';
import {purgePatch, undelete} from './removal.ts';
import {sourceFacts} from '../source-facts.ts';
import type {StatusOutage} from '../status/writer.ts';
import type {World} from '../world.ts';

export type ControlParts = {
  readonly world: World;
  readonly loop: Loop;
  readonly source: DirectorySource;
  readonly manifestsDir: string;
  readonly tools: Tools;
  down(options: {now: boolean}): Promise<void>;
  statusOutage(): StatusOutage | null;
};

/** Build the port that the API server offers. */
export const openControl = (parts: ControlParts): ControlPort => {
  const {world, loop, source} = parts;

  const ask = async (
    ref: ObjectRef,
    patch: Patch,
    message: string | ((record: ObjectRecord) => string),
    interrupt = false,
  ): Promise<ControlReply> => {
    const key = keyOf(ref);
    if (!world.records.has(key)) return notFound(ref);
    const result = applyRequest(world, key, patch);
    if (interrupt && result.ok) loop.interrupt(key);
    loop.wake([key]);
    if (!result.ok) return refused('E-CONFLICT', result.message);
    return ok(typeof message === 'string' ? message : message(result.record));
  };

  const rescan = async (): Promise<ControlReply> => {
    await loop.rescan();
    return ok('the manifests were read again');
  };

  return {
    rescan,
    sweep: request => sweepHere(parts, request),
    approve: async (ref, {prune, revision}) => {
      if (prune) return approvePrune(parts, ref);
      if (ref === null) return refused('E-USAGE', 'name the VM to approve');
      return ask(ref, approvePatch(revision), approved);
    },
    power: async (ref, verb, {now}) =>
      ref.kind !== 'VirtualMachine'
        ? refused('E-USAGE', `${ref.kind} ${ref.name} cannot ${verb}; only a VM can`)
        : ask(ref, powerPatches[verb](now), powerMessages[verb](ref.name), now),
    delete: async (ref, {now}) => {
      const verdict = world.verdicts.get(keyOf(ref));
      if (verdict?.state === 'present' || verdict?.state === 'invalid') {
        const file = world.records.get(keyOf(ref))?.source.file ?? 'a manifest';
        return refused(
          'E-CONFLICT',
          `${ref.name} is declared in ${file} and would come back; remove it there`,
        );
      }
      const patch: Patch = record =>
        record.policy?.deletion.protect === true
          ? {refused: `${record.name} has deletion.protect; put its manifest back with protect: false first`}
          : {
              record: {
                ...record,
                deleteRequested: true,
                run: {...record.run, stopNow: now || record.run.stopNow},
              },
            };
      const reply = await ask(ref, patch, `${ref.name} is being removed; its disks stay until purge`, now);
      await loop.rescan();
      return reply;
    },
    undelete: async ref => {
      const record = world.records.get(keyOf(ref));
      if (record === undefined) return notFound(ref);
      const reply = undelete(world, record, parts.manifestsDir);
      if (reply.ok) await loop.rescan();
      return reply;
    },
    purge: ref =>
      ask(
        ref,
        purgePatch,
        `${ref.name} is purged: its disks, revisions and logs go as soon as it has no process`,
      ),
    boot: (ref, {variant, now}) =>
      ref.kind !== 'VirtualMachine'
        ? Promise.resolve(refused('E-USAGE', `${ref.kind} ${ref.name} cannot boot; only a VM can`))
        : ask(ref, bootPatch(variant, now), `${ref.name}: variant ${variant} is booted, for this once`, now),
    rollback: (ref, {to, undo}) =>
      ref.kind !== 'VirtualMachine'
        ? Promise.resolve(refused('E-USAGE', `${ref.kind} ${ref.name} has no revisions; only a VM has`))
        : undo
          ? ask(ref, undoRollbackPatch, `${ref.name}: what its manifest says counts again`)
          : ask(ref, rollbackPatch(world, to), rolledBackMessage),
    down: async ({now}) => {
      await parts.down({now});
      return ok('every VM is stopped, owned links are removed; disks and state are kept');
    },
    plan: async options => {
      const foresight = await source.foresee(sourceFacts(world, source.name, true), options?.manifestsDir);
      if (options !== undefined) mustBeThere(foresight, options.manifestsDir);
      return planOf(world, foresight);
    },
    snapshot: () => takeSnapshot(world, {manifestsDir: parts.manifestsDir, memory: source.memory()}),
    history: ref => historyOf(world, ref),
    revision: (ref, name) => revisionNamed(world, ref, name),
    diff: (ref, from, to) => diffOf(world, ref, from, to),
    health: (): Health => ({
      daemon: {...world.identity.daemon, bootId: world.identity.bootId, version: world.version},
      stateDir: world.host.paths.stateDir,
      ready: source.lastScan() !== null,
      objects: world.records.size,
      statusOutage: parts.statusOutage(),
    }),
  };
};

const sweepHere = async ({world, loop, tools}: ControlParts, request: SweepRequest): Promise<SweepReply> => {
  try {
    const orphans = await sweepOrphans(world, tools, request, {
      signal: new AbortController().signal,
      adopted: keys => loop.wake(keys),
    });
    return {ok: true, orphans};
  } catch (thrown) {
    return {ok: false, code: 'E-HOST', message: errorText(thrown)};
  }
};

const keyOf = (ref: ObjectRef): ObjectKey => objectKey(ref.kind, ref.namespace, ref.name);

const ok = (message: string): ControlReply => ({ok: true, message});

const refused = (code: ErrorCode, message: string): ControlReply => ({ok: false, code, message});

const notFound = (ref: ObjectRef): ControlReply =>
  refused('E-NOT-FOUND', `there is no ${ref.kind} ${ref.name} in namespace ${ref.namespace}`);

const approvePatch =
  (revision: number | undefined): Patch =>
  record => {
    if (record.variant != null)
      return {
        refused: `${record.name} runs its variant ${record.variant}; \`vmlet restart vm/${record.name}\` ends that and takes what is declared`,
      };
    const {prepared, booted} = record.revisions;
    if (prepared === 0 || prepared === booted) return {refused: `${record.name} has no pending changes`};
    if (revision !== undefined && revision !== prepared)
      return {
        refused: `${record.name} waits for revision ${String(prepared)} by now, not ${String(revision)}; see \`vmlet diff vm/${record.name}\``,
      };
    return {record: {...record, approvedRevision: prepared, run: {...record.run, failures: 0}}};
  };

const approved = ({name, approvedRevision}: ObjectRecord): string =>
  `${name}: revision ${String(approvedRevision)} is approved`;

const rolledBackMessage = ({name, rollback}: ObjectRecord): string =>
  `${name}: what revision ${String(rollback?.to)} was is wanted again, until its manifest changes; what it costs: vmlet diff vm/${name}`;

const approvePrune = async ({source, loop}: ControlParts, ref: ObjectRef | null): Promise<ControlReply> => {
  try {
    const {released, refused: kept} = source.approvePrune(ref === null ? 'all' : [keyOf(ref)]);
    await loop.rescan();
    const why = kept.map(each => `${each.key}: ${each.why}`).join('; ');
    if (released.length === 0) return refused('E-CONFLICT', why === '' ? 'no removal is held' : why);
    return ok(`released: ${released.join(', ')}${why === '' ? '' : `; not released: ${why}`}`);
  } catch (thrown) {
    return refused('E-STATE', errorText(thrown));
  }
};
