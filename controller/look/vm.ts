// look() for a VirtualMachine: class, images, networks and accelerator followed, disks and links seen, plan made.
import {derive} from './derivation.ts';
import {objectKey} from '../desired/names.ts';
import type {Lookup, VmResolution} from '../desired/collector.ts';
import type {Declared, ResolvedVm, Unresolved} from '../desired/node.ts';
import {isSame} from '../desired/same.ts';
import {resolve} from './references.ts';
import type {Seen} from './kept.ts';
import {contextOf, observedOf, sightOf, timesOf} from './vm-facts.ts';
import type {Moment, Need} from './moment.ts';
import {planOrHold} from './view.ts';
import type {LookBase, View} from './view.ts';
import {mergeClass} from '../manifest/classes.ts';
import type {MergedVmSpec} from '../manifest/classes.ts';
import type {ManifestObject} from '../manifest/object.ts';
import type {VirtualMachineClassSpec, VirtualMachineSpec} from '../manifest/types.gen.ts';
import type {ObjectRecord, Revision, RevisionFile, Rollback} from '../observe/record.ts';
import {wantsRunning as wants} from '../plan/power.ts';
import {planVm} from '../plan/vm.ts';
import type {Plan} from '../plan/action.ts';
import type {VmContext, VmPlanInput} from '../plan/vm-input.ts';
import {vmStatus} from '../status/documents.ts';
import type {World} from '../world.ts';

export const lookVm = (world: World, base: LookBase, moment: Moment): View | Need => {
  const {record} = base;
  const booted = revisionOf(world, record, record.revisions.booted);
  const main = booted?.variant === undefined ? undefined : revisionOf(world, record, booted.variant.main);
  const prepared = revisionOf(world, record, record.revisions.prepared);
  const declared = declaredOf(world, record, prepared ?? booted);
  const spec = declared?.spec ?? null;
  const {machine, accelerator: wish, cpuModel} = settingsOf(spec);
  const settings = {
    machine,
    accelerator: wish,
    cpuModel,
    bootsFirmware:
      (spec !== null && 'firmware' in spec.boot) ||
      booted?.vm.boot.kind === 'firmware' ||
      prepared?.vm.boot.kind === 'firmware',
  };
  const hypervisor = moment.hypervisor(settings);
  if (hypervisor === undefined) return {needs: settings};
  const links = moment.links();
  if (links === undefined) return {needs: 'links'};
  const {command, accelerator} = hypervisor;
  const seen: Seen = {links, image: digest => moment.image(digest)};
  const latest = prepared?.vm ?? main?.vm ?? booted?.vm ?? null;
  const target = rollbackTargetOf(world, record);
  const resolution = derive(
    world.kept.resolutions,
    base.key,
    [record, declared, latest, booted, accelerator, target],
    seen,
    ({ask}) =>
      declared === null
        ? {node: null, unresolved: [classMissing(record)], policy: null, notes: []}
        : asLatest(
            latest,
            resolve(
              world,
              record,
              target,
              {...declared, latest, booted: booted?.vm ?? null, accelerator},
              ask,
            ),
          ),
  );
  const sight = sightOf(world, base, seen, resolution.node, booted, prepared);
  const times = timesOf(world, record, sight);
  const {process, monitor, evidence, disks, images, leftovers, freeBytes} = sight;
  const facts = [base.verdict, base.basis, record, booted, prepared, resolution, command, times.notBeforeMs];
  const view = derive(
    world.kept.views,
    base.key,
    [...facts, process, monitor, evidence, disks, images, sight.links, leftovers, freeBytes],
    null,
    ({timed}) => {
      const context = contextOf(world, times, command, record, timed);
      const observed = observedOf(sight);
      const started = revisionOf(world, record, record.run.active?.revision ?? 0);
      const derived = deriveVm(base, resolution, {
        booted,
        started,
        ...(main === undefined ? {} : {main}),
        prepared,
        observed,
        command,
        context,
      });
      return {...base, ...derived, policy: resolution.policy};
    },
  );
  // A record that says the same may be another one by now, and a run acts on no other than the present one.
  return view.basis === base.basis ? view : {...view, basis: base.basis};
};

/** What resolves to what it was is that very value: it is kept once, and whoever compares is told at once. */
const asLatest = (latest: ResolvedVm | null, resolution: VmResolution): VmResolution =>
  latest !== null && resolution.node !== null && isSame(resolution.node.vm, latest)
    ? {...resolution, node: {...resolution.node, vm: latest}}
    : resolution;

type Facts = Pick<VmPlanInput, 'booted' | 'main' | 'started' | 'prepared' | 'observed' | 'context'> & {
  readonly command: Lookup<VmContext['command']>;
};

/** Plan and status; of the time they may know only what `context` tells them. */
const deriveVm = (
  base: LookBase,
  resolution: VmResolution,
  {booted, main, started, prepared, observed, command, context}: Facts,
): Pick<View, 'plan' | 'unresolved' | 'status'> => {
  const {record} = base;
  const unresolved =
    'found' in command ? resolution.unresolved : [...resolution.unresolved, missingHypervisor(command)];
  const node = 'found' in command ? resolution.node : null;
  const plan = planOf({
    record,
    node,
    unresolved,
    policy: resolution.policy,
    ...(resolution.heldBack === undefined ? {} : {heldBack: resolution.heldBack}),
    booted,
    ...(main === undefined ? {} : {main}),
    ...(started === undefined ? {} : {started}),
    prepared,
    observed,
    context,
  });
  const policy = resolution.policy ?? record.policy;
  const wantsRunning = policy === null ? null : wants(record, policy.runPolicy);
  const notes = resolution.notes.map(message => ({
    condition: 'Degraded' as const,
    reason: 'UserNetworking',
    message,
  }));
  const shown: Plan = {...plan, holds: [...plan.holds, ...notes]};
  return {
    plan,
    unresolved,
    status: facts =>
      vmStatus({
        ...base,
        ...facts,
        unresolved,
        plan: shown,
        node: resolution.node,
        booted: booted?.vm ?? null,
        observed,
        wantsRunning,
      }),
  };
};

/** Apart, so that the function that makes the status does not hold on to what only the plan needs. */
const planOf = (input: VmPlanInput): Plan => planOrHold(() => planVm(input));

const missingHypervisor = (lookup: {missing: {reason: string; message: string}}): Unresolved => ({
  condition: 'Admitted',
  ...lookup.missing,
  waitsFor: [],
});

/** Revisions never change, so what was read once is kept; a manifest that the record has, too, is kept once. */
const revisionOf = (world: World, record: ObjectRecord, number: number): Revision | null => {
  const id = `${record.uid}/${String(number)}`;
  const kept = world.revisions.get(id);
  if (kept !== undefined) return kept;
  const read = world.reads.revision(record.uid, number);
  if (read === null) return null;
  const isOfRecord = isSame(read.manifest, record.manifest);
  const revision = isOfRecord ? {...read, manifest: record.manifest} : read;
  world.revisions.set(id, revision);
  return revision;
};

/** What a rollback goes back to; null also where its file is lost, and then the manifest counts. */
const rollbackTargetOf = (world: World, record: ObjectRecord): RevisionFile | null => {
  const {rollback} = record;
  if (rollback == null) return null;
  const known = targets.get(rollback);
  if (known !== undefined) return known;
  const target = world.reads.revisionFile(record.uid, rollback.to);
  targets.set(rollback, target);
  return target;
};

/** Neither a rollback nor a revision changes. */
const targets = new WeakMap<Rollback, RevisionFile | null>();

const classNameOf = (record: ObjectRecord): string | undefined =>
  (record.manifest as ManifestObject<VirtualMachineSpec>).spec.class;

type DeclaredSpec = {readonly spec: MergedVmSpec; readonly class: Declared['class']};

/** The spec with its class merged in; null when the class it names does not exist, and no revision knows what it said. */
const declaredOf = (world: World, record: ObjectRecord, latest: Revision | null): DeclaredSpec | null => {
  const name = classNameOf(record);
  const isNamed = name !== undefined && name !== 'default';
  const named = isNamed
    ? (world.records.get(objectKey('VirtualMachineClass', record.namespace, name)) ??
      (latest?.class?.name === name ? latest.class : undefined))
    : undefined;
  if (isNamed && named === undefined) return null;
  const known = merged.get(record);
  if (known !== undefined && known.named === named) return known.declared;
  const {spec} = record.manifest as ManifestObject<VirtualMachineSpec>;
  const classSpec =
    named === undefined
      ? undefined
      : 'manifest' in named
        ? (named.manifest as ManifestObject).spec
        : named.spec;
  const declared: DeclaredSpec = {
    spec: mergeClass(spec, classSpec as VirtualMachineClassSpec | undefined),
    class: named === undefined ? null : {name: named.name, spec: classSpec},
  };
  merged.set(record, {named, declared});
  return declared;
};

/** Records and revisions never change, and every look at one asks for the same. */
const merged = new WeakMap<
  ObjectRecord,
  {named: ObjectRecord | NonNullable<Declared['class']> | undefined; declared: DeclaredSpec}
>();

const classMissing = (record: ObjectRecord): Unresolved => {
  const name = classNameOf(record) ?? '';
  return {
    condition: 'DependenciesReady',
    reason: 'ClassMissing',
    message: `there is no VirtualMachineClass ${name} in namespace ${record.namespace}`,
    waitsFor: [objectKey('VirtualMachineClass', record.namespace, name)],
  };
};

const settingsOf = (spec: MergedVmSpec | null) =>
  spec !== null && 'qemu' in spec.hypervisor
    ? spec.hypervisor.qemu
    : ({machine: 'q35', accelerator: 'auto', cpuModel: null} as const);
