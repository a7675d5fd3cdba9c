// One whole status document per kind, from facts. Pure. The order of keys is the order in the file.
// Secrets never pass: what of a spec may hold one is left out (docs/conditions.md).
import type {ResolvedVm} from '../desired/node.ts';
import {splitKey} from '../desired/names.ts';
import {formatQuantity} from '../desired/quantity.ts';
import type {Kind, ManifestObject} from '../manifest/object.ts';
import type {ObjectRecord} from '../observe/record.ts';
import type {DiskFile, Observation, ObservedVm} from '../observe/snapshot.ts';
import {commonJudgements, withTransitionTimes} from './conditions.ts';
import {resourcePhase, vmPhase} from './phase.ts';
import {vmReady} from './ready.ts';
import {imageReady, networkReady, resourceReady, usable} from './resource-ready.ts';
import type {
  BudgetStatus,
  BudgetStatusInput,
  ClassStatus,
  ClassStatusInput,
  CommonStatus,
  CommonStatusInput,
  ImageStatus,
  ImageStatusInput,
  Judgement,
  NetworkStatus,
  NetworkStatusInput,
  StatusDocument,
  TombstoneStatus,
  VmStatus,
  VmStatusDocument,
  VmStatusInput,
} from './status-types.ts';

const eventLimit = 10;

/** Status of a VirtualMachine. */
export const vmStatus = (input: VmStatusInput): VmStatusDocument => {
  const {record, observed, node} = input;
  const phase = vmPhase(input);
  const vm = input.booted ?? node?.vm ?? null;
  const process = observed?.process.state === 'present' ? observed.process.value : null;
  const memory = observed === null ? null : guestMemory(observed);
  return envelope(input, {
    phase,
    runPolicy: node?.policy.runPolicy ?? record?.policy?.runPolicy ?? null,
    powerOverride: record?.powerOverride ?? null,
    revisions: revisionsOf(record),
    variant: record?.variant ?? null,
    rollback: record?.rollback ?? null,
    pid: process?.pid ?? null,
    accelerator: vm?.hypervisor.accelerator ?? null,
    ...(vm === null || memory === null
      ? {}
      : {memory: {size: formatQuantity(vm.memoryBytes), guest: memory}}),
    addresses: (vm?.interfaces ?? []).flatMap(each =>
      each.addresses.map(address => address.replace(/\/.*$/, '')),
    ),
    disks: (vm?.disks ?? []).map(disk => describeDisk(disk, observed?.disks.get(disk.name))),
    interfaces: (vm?.interfaces ?? []).map(({name, mac, binding}) => ({
      name,
      mac,
      link: binding.kind === 'tap' || binding.kind === 'macvtap' ? binding.tap : null,
      bridge: binding.kind === 'tap' || binding.kind === 'bridgeHelper' ? binding.bridge : null,
    })),
    restarts: record?.run.restarts ?? 0,
    bootedAt: process === null ? null : (record?.run.bootedAt ?? null),
    lastExit: record?.run.lastExit ?? null,
    ...(record?.tombstone == null ? {} : {tombstone: tombstoneOf(record, record.tombstone)}),
    ...common(input, vmReady(input, phase), node !== null),
  });
};

/** In whole Mi: a few pages more or less are no news. */
const guestMemory = ({monitor}: ObservedVm): string | null => {
  const bytes = monitor.state === 'connected' ? (monitor.memory?.totalBytes ?? null) : null;
  return bytes === null ? null : formatQuantity(Math.round(bytes / mebibyte) * mebibyte);
};

const mebibyte = 1024 * 1024;

const revisionsOf = (record: VmStatusInput['record']): VmStatus['revisions'] => {
  const {prepared, booted, previous} = record?.revisions ?? {prepared: 0, booted: 0, previous: 0};
  return {prepared, booted, previous};
};

const tombstoneOf = (
  {policy}: ObjectRecord,
  {since, why, trashedForMs}: NonNullable<ObjectRecord['tombstone']>,
): TombstoneStatus => {
  const deletion = policy?.deletion;
  if (deletion?.disks !== 'Delete') return {since, why, disks: 'Retain'};
  const hours = (ms: number): string => `${String(Math.floor(ms / 3_600_000))}h`;
  return {since, why, disks: 'Delete', grace: hours(deletion.graceMs), trashedFor: hours(trashedForMs)};
};

/** Status of an Image: Ready when its content is stored and untouched. */
export const imageStatus = (input: ImageStatusInput): StatusDocument<ImageStatus> => {
  const stored = input.observed?.state === 'present' ? input.observed.value : null;
  return envelope(input, {
    ...resource(input, resourceReady(input, imageReady(input)), input.node !== null),
    digest: stored?.digest ?? input.record?.imageDigest ?? null,
    format: stored?.format ?? input.node?.format ?? null,
    virtualSize: stored === null ? null : formatQuantity(stored.virtualSizeBytes),
    path: stored?.path ?? null,
  });
};

/** Status of a Network: Ready when its bridge is there and up. */
export const networkStatus = (input: NetworkStatusInput): StatusDocument<NetworkStatus> => {
  const link = input.observed?.state === 'present' ? input.observed.value : null;
  return envelope(input, {
    ...resource(input, resourceReady(input, networkReady(input)), input.node !== null),
    link: input.node?.bridge.name ?? link?.name ?? null,
    management: input.node?.bridge.management ?? null,
    addresses: link?.addresses ?? [],
    ports: [...input.ports].sort(),
  });
};

/** Status of a VirtualMachineClass: Ready when its manifest is good. */
export const classStatus = (input: ClassStatusInput): StatusDocument<ClassStatus> =>
  envelope(input, {
    ...resource(input, resourceReady(input, usable(input)), input.record !== null),
    usedBy: [...input.usedBy].sort(),
  });

/** Status of a DisruptionBudget, in the words of a PodDisruptionBudget; Ready when its manifest is good. */
export const budgetStatus = (input: BudgetStatusInput): StatusDocument<BudgetStatus> => {
  const {expected = 0, most = 0, unavailable = []} = input.count ?? {};
  return envelope(input, {
    ...resource(input, resourceReady(input, usable(input)), input.record !== null),
    expectedMachines: expected,
    currentHealthy: expected - unavailable.length,
    desiredHealthy: expected - most,
    disruptionsAllowed: Math.max(0, most - unavailable.length),
    unavailable: unavailable.map(key => splitKey(key).name).sort(),
  });
};

const resource = (input: CommonStatusInput, ready: Judgement, resolved: boolean): CommonStatus => ({
  phase: resourcePhase(input, ready),
  ...common(input, ready, resolved),
});

const common = (
  input: CommonStatusInput,
  ready: Judgement,
  resolved: boolean,
): Omit<CommonStatus, 'phase'> => {
  const {record, verdict, plan, failure, events, previous, now, daemon} = input;
  return {
    observedGeneration: record?.generation ?? 0,
    conditions: withTransitionTimes(
      [ready, ...commonJudgements(input, resolved)],
      previous?.status.conditions ?? [],
      now,
    ),
    pendingChanges: plan?.pendingChanges ?? [],
    source: verdict?.state === 'present' ? verdict.decoded.source : (record?.source ?? null),
    lastError:
      failure === null
        ? null
        : {action: failure.action, code: failure.code, message: failure.message, at: failure.at},
    events: events.slice(-eventLimit),
    daemon,
  };
};

const describeDisk = (disk: ResolvedVm['disks'][number], seen: Observation<DiskFile> | undefined) => ({
  name: disk.name,
  path: disk.source.path,
  image: disk.source.kind === 'overlay' ? disk.source.image.digest : null,
  virtualSize:
    seen?.state === 'present'
      ? formatQuantity(seen.value.virtualSizeBytes)
      : disk.source.kind === 'file'
        ? null
        : formatQuantity(disk.source.sizeBytes),
});

const envelope = <Status extends CommonStatus>(
  input: CommonStatusInput,
  status: Status,
): StatusDocument<Status> => {
  const {key, record, verdict} = input;
  const [kind = '', namespace = '', name = ''] = key.split('/');
  const given =
    verdict?.state === 'present' ? verdict.decoded.object : (record?.manifest as ManifestObject | undefined);
  return {
    apiVersion: 'vmlet.dev/v1alpha1',
    kind: kind as Kind,
    metadata: {
      name,
      namespace,
      labels: given?.metadata.labels ?? {},
      annotations: given?.metadata.annotations ?? {},
      ...(record === null ? {} : {uid: record.uid}),
      generation: record?.generation ?? 0,
      ...(record === null ? {} : {creationTimestamp: record.createdAt}),
    },
    spec: given?.spec ?? null,
    status,
  };
};
