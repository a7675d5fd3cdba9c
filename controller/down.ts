// `vmlet down`: every VM stopped, every owned link removed, disks and state kept. Outside the prune budget: a person
// asked for it by name. Plans with the planner's own pieces and executes with the same executors, all VMs at once.
import {execute} from './execute/execute.ts';
import type {Tools} from './execute/execute.ts';
import type {Links} from './observe/snapshot.ts';
import type {ObjectRecord} from './observe/record.ts';
import type {Action, ActionBody} from './plan/action.ts';
import {afterExit} from './plan/power.ts';
import {stopNowLadder} from './plan/vm-input.ts';
import {planStaleLinks} from './plan/vm-links.ts';
import {linkAlias, objectKey} from './desired/names.ts';
import type {World} from './world.ts';

/** Take everything down; what could not be stopped is named in the result. */
export const takeDown = async (
  world: World,
  tools: Tools,
  options: {now: boolean; signal: AbortSignal},
): Promise<string[]> => {
  world.vms.refresh();
  await world.vms.settled();
  const vms = [...world.records.values()].filter(record => record.kind === 'VirtualMachine');
  const problems = await Promise.all(vms.map(record => stopOne(world, tools, record, options)));
  const networks = [...world.records.values()].filter(record => record.kind === 'Network');
  const bridges = await removeBridges(world, tools, networks, options);
  return [...problems.flat(), ...bridges];
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
  options: {now: boolean; signal: AbortSignal},
): Promise<string[]> => {
  const {process} = world.vms.observe(record.uid);
  if (process.state === 'unknown') return [`${record.name}: ${process.why}`];
  if (process.state === 'present') {
    const {pid, startTicks} = process.value;
    const ladder = options.now ? stopNowLadder : (record.policy?.stopLadder ?? stopNowLadder);
    const intent = {...record, run: {...record.run, stopping: true}};
    const problems = [
      ...(await run(tools, record, {type: 'record.write', record: intent}, options.signal)),
      ...(await run(
        tools,
        record,
        {type: 'vm.stop', uid: record.uid, process: {pid, startTicks}, ladder},
        options.signal,
      )),
    ];
    if (problems.length > 0) return problems;
  }
  return [
    ...(await recordEnd(world, tools, record, options.signal)),
    ...(await removeTaps(world, tools, record, options.signal)),
  ];
};

const recordEnd = async (
  world: World,
  tools: Tools,
  record: ObjectRecord,
  signal: AbortSignal,
): Promise<string[]> => {
  if (record.run.active === null) return [];
  const after = afterExit(record, {
    cause: 'Stopped',
    detail: 'vmlet down',
    now: world.host.clock.now(),
    ranForMs: null,
    runPolicy: record.policy?.runPolicy ?? 'Always',
  });
  const problems = await run(tools, record, {type: 'record.write', record: after}, signal);
  if (problems.length === 0) world.records.set(objectKey(record.kind, record.namespace, record.name), after);
  return problems;
};

const removeTaps = async (
  world: World,
  tools: Tools,
  record: ObjectRecord,
  signal: AbortSignal,
): Promise<string[]> => {
  const links = await readLinks(world);
  const key = objectKey(record.kind, record.namespace, record.name);
  const owner = {key, uid: record.uid, hostUid: record.hostUid};
  const taps = planStaleLinks(owner, [], links, 'vmlet down');
  const results = await Promise.all([
    run(tools, record, {type: 'vm.clean', uid: record.uid, paths: world.host.paths.vm(record.uid)}, signal),
    ...taps.map(action => run(tools, record, action, signal)),
  ]);
  return results.flat();
};

const removeBridges = async (
  world: World,
  tools: Tools,
  networks: readonly ObjectRecord[],
  {signal}: {signal: AbortSignal},
): Promise<string[]> => {
  world.links.invalidate();
  const links = await readLinks(world);
  const results = await Promise.all(
    networks.flatMap(record =>
      [...links.values()]
        .filter(link => link.kind === 'bridge' && link.alias === linkAlias(record.uid))
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
  const links = await world.links.read();
  return links.state === 'present' ? links.value : new Map();
};
