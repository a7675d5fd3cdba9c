// What machines take of the host against what the policy lets them have, over the memory of the controller. Only a start
// is ever held, and a guest's growth; what runs is counted, and never stopped for it. A claim is taken in the instant in which the room was found.
import {objectKey} from '../desired/names.ts';
import type {HostPolicy, ObjectKey, PolicyLimits, ResolvedVm, Shortage} from '../desired/node.ts';
import {formatQuantity} from '../desired/quantity.ts';
import type {ObjectRecord} from '../observe/record.ts';
import type {World} from '../world.ts';

type Measured = Pick<World, 'records' | 'revisions' | 'starting' | 'reads' | 'identity' | 'policy' | 'vms'>;

type Need = {
  readonly machines: number;
  readonly memoryBytes: number;
  readonly cpus: number;
  readonly diskBytes: number;
};

const needOf = ({memoryBytes, cpuCount, disks}: ResolvedVm): Need => ({
  machines: 1,
  memoryBytes,
  cpus: cpuCount,
  diskBytes: disks.reduce((sum, {source}) => sum + ('sizeBytes' in source ? source.sizeBytes : 0), 0),
});

/** Why this version of a machine does not fit now, each with its arithmetic, and who takes the room; none when it does. */
export const shortage = (world: Measured, record: ObjectRecord, vm: ResolvedVm): Shortage | null => {
  const policy = world.policy.current();
  const {memory, cpus} = policy.capacity;
  const own = policy.sources.find(({name}) => name === record.source.source);
  if (!isCounted(policy) && own === undefined) return null;
  // What is to be started anew is asked for as a whole.
  const isRunning = world.vms.observe(record.uid).process.state === 'present';
  const has = isRunning ? takenBy(world, record) : nothing;
  const need = larger(has, needOf(vm));
  const key = objectKey(record.kind, record.namespace, record.name);
  const others = takers(world, key);
  const all = sum(others.map(each => each.need));
  // Whose a machine is whose record was lost nobody knows before its manifest is seen: it takes the room of each source.
  const isOfSource = ({source}: {readonly source: string}): boolean =>
    source === record.source.source || source === 'rebuilt';
  const bySource = sum(others.filter(isOfSource).map(each => each.need));
  const hostMemory = world.identity.memoryBytes;
  const cores = world.identity.cpuCount;
  const messages = [
    ...(memory === null
      ? []
      : short('memory', {need, has}, all, {
          most: given(hostMemory, memory.reserve, memory.overcommitPercent),
          why: `${wholeMi(hostMemory)} of the host, ${wholeMi(memory.reserve)} reserved, ${String(memory.overcommitPercent)} % of the rest given out`,
        })),
    ...(cpus === null
      ? []
      : short('cpus', {need, has}, all, {
          most: given(cores, cpus.reserve, cpus.overcommitPercent),
          why: `${String(cores)} cores of the host, ${String(cpus.reserve)} reserved, ${String(cpus.overcommitPercent)} % of the rest given out`,
        })),
    ...beyond(policy.limits, 'limits', {need, has}, all),
    ...(own === undefined
      ? []
      : beyond(own.limits, `sources[${record.source.source}].limits`, {need, has}, bySource)),
  ];
  return messages.length === 0 ? null : {messages, takers: others.map(each => each.key)};
};

const isCounted = ({capacity, limits}: HostPolicy): boolean =>
  capacity.memory !== null || capacity.cpus !== null || Object.values(limits).some(limit => limit !== null);

/** Take the room for a start, or say that there is none any more; `release` gives it back. */
export const claimRoom = (
  world: Measured,
  record: ObjectRecord,
  vm: ResolvedVm,
): {release(): void} | null => {
  if (shortage(world, record, vm) !== null) return null;
  const key = objectKey(record.kind, record.namespace, record.name);
  world.starting.set(key, {vm, source: record.source.source});
  return {
    release: () => {
      world.starting.delete(key);
    },
  };
};

/** What runs, and what is about to be started or to grow. */
const takers = (
  world: Measured,
  except: ObjectKey,
): {readonly key: ObjectKey; readonly source: string; readonly need: Need}[] =>
  // One that is new has a claim before it has a record.
  [...new Set([...world.records.keys(), ...world.starting.keys()])].flatMap(key => {
    const record = world.records.get(key);
    if (key === except || (record !== undefined && record.kind !== 'VirtualMachine')) return [];
    const starting = world.starting.get(key);
    const taken = record === undefined ? nothing : takenBy(world, record);
    const need = larger(taken, starting === undefined ? nothing : needOf(starting.vm));
    const source = record?.source.source ?? starting?.source ?? '';
    return need.machines === 0 ? [] : [{key, source, need}];
  });

/**
 * What a machine has, or can take without that anybody is asked: what its process started with, which a balloon gives back
 * to the host but not for good; what it was given since; and what its guest has not given back yet.
 */
const takenBy = (world: Measured, record: ObjectRecord): Need => {
  const {process, monitor} = world.vms.observe(record.uid);
  if (record.run.active === null && process.state === 'absent') return nothing;
  const {run, revisions} = record;
  const numbers = new Set([run.active?.revision ?? revisions.booted, revisions.booted]);
  const versions = [...numbers].flatMap(number => bootedOf(world, record, number) ?? []);
  // More than it may have it has not, whatever a hypervisor says that was taken over.
  const mostBytes = Math.max(0, ...versions.map(vm => vm.memoryMaxBytes ?? vm.memoryBytes));
  const guestBytes = monitor.state === 'connected' ? (monitor.memory?.totalBytes ?? 0) : 0;
  // Of one whose revision is lost nobody knows more than that it is one.
  return versions
    .map(needOf)
    .reduce(larger, {...nothing, machines: 1, memoryBytes: Math.min(guestBytes, mostBytes)});
};

/** Of each the larger. */
const larger = (left: Need, right: Need): Need => ({
  machines: Math.max(left.machines, right.machines),
  memoryBytes: Math.max(left.memoryBytes, right.memoryBytes),
  cpus: Math.max(left.cpus, right.cpus),
  diskBytes: Math.max(left.diskBytes, right.diskBytes),
});

const nothing: Need = {machines: 0, memoryBytes: 0, cpus: 0, diskBytes: 0};

const bootedOf = (world: Measured, {uid}: ObjectRecord, number: number): ResolvedVm | undefined =>
  (world.revisions.get(`${uid}/${String(number)}`) ?? world.reads.revision(uid, number))?.vm;

const sum = (needs: readonly Need[]): Need =>
  needs.reduce(
    (total, each) => ({
      machines: total.machines + each.machines,
      memoryBytes: total.memoryBytes + each.memoryBytes,
      cpus: total.cpus + each.cpus,
      diskBytes: total.diskBytes + each.diskBytes,
    }),
    nothing,
  );

const given = (total: number, reserve: number, percent: number): number =>
  Math.floor((Math.max(0, total - reserve) * percent) / 100);

const fields = {memory: 'memoryBytes', cpus: 'cpus', disk: 'diskBytes', machines: 'machines'} as const;

/** What it has already it keeps, also where the policy would give it less now. */
type Wish = {readonly need: Need; readonly has: Need};

const short = (
  what: keyof typeof fields,
  {need, has}: Wish,
  used: Need,
  {most, why}: {readonly most: number; readonly why: string},
): string[] => {
  const field = fields[what];
  if (need[field] <= has[field] || used[field] + need[field] <= most) return [];
  const shown = (value: number): string =>
    what === 'memory' || what === 'disk' ? wholeMi(value) : String(value);
  const missing = used[field] + need[field] - most;
  return [
    `${what}: ${shown(need[field])} needed, ${shown(used[field])} of ${shown(most)} taken by ${String(used.machines)} machines (${why}); ${shown(missing)} too much`,
  ];
};

/** Memory of a host is an odd number of bytes, of which nobody wants the last. */
const wholeMi = (bytes: number): string => formatQuantity(Math.floor(bytes / mebibyte) * mebibyte);

const mebibyte = 1024 ** 2;

const beyond = (limits: PolicyLimits, where: string, wish: Wish, used: Need): string[] =>
  (['machines', 'memory', 'cpus', 'disk'] as const).flatMap(what => {
    const most = limits[fields[what]];
    return most === null ? [] : short(what, wish, used, {most, why: `${where}.${what} of the policy`});
  });
