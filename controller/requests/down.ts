// `vmlet down`: every VM stopped, every owned link removed, disks and state kept. Outside the prune budget: a person
// asked for it by name, or the host goes down. Plans with the planner's own pieces and executes with the same executors.
import {execute} from '../execute/execute.ts';
import type {Tools} from '../execute/execute.ts';
import type {Links} from '../observe/snapshot.ts';
import type {ObjectRecord} from '../observe/record.ts';
import type {Action, ActionBody} from '../plan/action.ts';
import {afterExit} from '../plan/power.ts';
import {stopsAfter} from '../plan/stop-order.ts';
import {stopNowLadder} from '../plan/vm-input.ts';
import {linksOf} from '../plan/link-index.ts';
import {planStaleLinks} from '../plan/vm-links.ts';
import {linkAlias, objectKey} from '../desired/names.ts';
import type {ObjectKey} from '../desired/node.ts';
import type {World} from '../world.ts';

export type DownOptions = {
  /** Kill, all at once, instead of asking the guests in their order. */
  readonly now: boolean;
  /** The host goes down: its boot is no leave for changes that wait for approval. */
  readonly hostStops?: boolean;
  readonly signal: AbortSignal;
};

/** Take everything down, dependents first; what could not be stopped is named in the result. */
export const takeDown = async (world: World, tools: Tools, options: DownOptions): Promise<string[]> => {
  world.vms.refresh();
  await world.vms.settled();
  const vms = [...world.records.values()].filter(record => record.kind === 'VirtualMachine');
  const stopped: ObjectRecord[] = [];
  const leaving: Promise<string[]>[] = [];
  const problems = await stopInOrder(vms, options, async record => {
    const unstopped = await stopOne(world, tools, record, options);
    if (unstopped.length > 0) return unstopped;
    stopped.push(record);
    // Its end is written down at once; what is left of it is cleaned beside the removal of the links.
    leaving.push(leave(world, tools, record, options));
    return [];
  });
  const networks = [...world.records.values()].filter(record => record.kind === 'Network');
  const links = await readLinks(world);
  // All at once: the kernel waits as long for one link as for a thousand, and each wave is several looks.
  const taps = await Promise.all(stopped.map(record => removeTaps(tools, record, links, options)));
  const bridges = await removeBridges(tools, networks, links, options);
  const left = await Promise.all(leaving);
  return [...problems.flat(), ...left.flat(), ...taps.flat(), ...bridges];
};

/** Each VM once those that depend on it are down, or could not be stopped: a stuck one costs time, nobody's grace. */
const stopInOrder = async (
  vms: readonly ObjectRecord[],
  {now}: DownOptions,
  stop: (record: ObjectRecord) => Promise<string[]>,
): Promise<string[][]> => {
  const order = now ? new Map<ObjectKey, never[]>() : stopsAfter(vms);
  const keys = vms.map(vm => objectKey(vm.kind, vm.namespace, vm.name));
  const ends = new Map<ObjectKey, Promise<string[]>>();
  const end = (key: ObjectKey): Promise<string[]> => {
    const started = ends.get(key) ?? begin(key);
    ends.set(key, started);
    return started;
  };
  const begin = async (key: ObjectKey): Promise<string[]> => {
    const record = vms[keys.indexOf(key)];
    await Promise.all((order.get(key) ?? []).map(end));
    return record === undefined ? [] : stop(record);
  };
  return Promise.all(keys.map(end));
};

const run = async (
  tools: Tools,
  record: ObjectRecord,
  body: ActionBody,
  signal: AbortSignal,
): Promise<string[]> => {
  const action: Action = {
    ...body,
    key: objectKey(record.kind, record.namespace, record.name),
    why: 'vmlet down',
  };
  const outcome = await execute(action, tools, {signal});
  if (outcome.kind === 'done') return [];
  return [`${record.name}: ${action.type}: ${outcome.kind === 'failed' ? outcome.message : outcome.why}`];
};

const stopOne = async (
  world: World,
  tools: Tools,
  record: ObjectRecord,
  options: DownOptions,
): Promise<string[]> => {
  const {process} = world.vms.observe(record.uid);
  if (process.state === 'unknown') return [`${record.name}: ${process.why}`];
  if (process.state === 'absent') return [];
  const {pid, startTicks} = process.value;
  const ladder = options.now ? stopNowLadder : (record.policy?.stopLadder ?? stopNowLadder);
  const intent = {...record, run: {...record.run, stopping: true}};
  // With the host it is no end that was asked for: without this intent, the next boot takes it for the host's.
  const unwritten =
    options.hostStops === true
      ? []
      : await run(tools, record, {type: 'record.write', record: intent}, options.signal);
  const stop = {type: 'vm.stop', uid: record.uid, process: {pid, startTicks}, ladder} as const;
  return [...unwritten, ...(await run(tools, record, stop, options.signal))];
};

/** What is left of a run that ended, but for its links. */
const leave = async (
  world: World,
  tools: Tools,
  record: ObjectRecord,
  options: DownOptions,
): Promise<string[]> => {
  const clean = {type: 'vm.clean', uid: record.uid, paths: world.host.paths.vm(record.uid)} as const;
  return [
    ...(await recordEnd(world, tools, record, options)),
    ...(await run(tools, record, clean, options.signal)),
  ];
};

const recordEnd = async (
  world: World,
  tools: Tools,
  record: ObjectRecord,
  {hostStops, signal}: DownOptions,
): Promise<string[]> => {
  if (record.run.active === null) return [];
  const withHost = hostStops === true && !record.run.stopping;
  const after = afterExit(record, {
    cause: withHost ? 'HostStopped' : 'Stopped',
    detail: withHost ? 'the host was shut down' : 'vmlet down',
    now: world.host.clock.now(),
    ranForMs: null,
    runPolicy: record.policy?.runPolicy ?? 'Always',
  });
  const problems = await run(tools, record, {type: 'record.write', record: after}, signal);
  if (problems.length === 0) world.records.set(objectKey(record.kind, record.namespace, record.name), after);
  return problems;
};

const removeTaps = async (
  tools: Tools,
  record: ObjectRecord,
  links: Links,
  {signal}: DownOptions,
): Promise<string[]> => {
  const key = objectKey(record.kind, record.namespace, record.name);
  const owner = {key, uid: record.uid, hostUid: record.hostUid};
  const taps = planStaleLinks(owner, [], links, 'vmlet down');
  return (await Promise.all(taps.map(action => run(tools, record, action, signal)))).flat();
};

const removeBridges = async (
  tools: Tools,
  networks: readonly ObjectRecord[],
  links: Links,
  {signal}: DownOptions,
): Promise<string[]> => {
  const results = await Promise.all(
    networks.flatMap(record =>
      linksOf(links, linkAlias(record.uid))
        .filter(link => link.kind === 'bridge')
        .map(link =>
          run(
            tools,
            record,
            {
              type: 'bridge.delete',
              name: link.name,
              mark: {alias: linkAlias(record.uid), altname: link.altnames[0] ?? ''},
            },
            signal,
          ),
        ),
    ),
  );
  return results.flat();
};

const readLinks = async (world: World): Promise<Links> => {
  if (!world.identity.isRoot) return new Map();
  world.links.invalidate();
  const links = await world.links.read({soon: true});
  return links.state === 'present' ? links.value : new Map();
};
