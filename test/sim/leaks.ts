// P18: nothing of what came and went is left: links, processes, directories, temp files, statuses, trash, intents.
import {strangers} from './mismatches.ts';
import {parseSourceMemory, recordsOf} from './records.ts';
import type {Simulation} from './simulation.ts';

/** Say what belongs to nobody. Called when all is quiet and a daemon has started since the last fault. */
export const checkLeaks = (sim: Simulation): void => {
  const {files, paths, qemus} = sim.host;
  const names = (path: string): string[] => files.list(path) ?? [];
  const running = new Set(qemus.all().map(qemu => qemu.uid));
  const swept = (name: string): boolean => sim.leftovers.has(name.split('.')[0] ?? '');
  const records = recordsOf(sim.host);
  const recorded = new Set(records.map(record => record.uid));
  const trashed = new Set(records.filter(({tombstone}) => tombstone?.trashed === true).map(({uid}) => uid));
  for (const problem of strangers(sim)) sim.violate(problem);
  for (const root of [paths.stateDir, paths.runtimeDir])
    for (const path of Object.keys(files.control.tree(root)))
      if (/\.tmp-/.test(path)) sim.violate(`temp file ${path} is left behind`);
  for (const name of names(paths.workDir)) sim.violate(`half-made ${name} is left behind`);
  for (const uid of names(paths.vmRuntimeDir))
    if (!running.has(uid)) sim.violate(`runtime directory of ${uid} is left behind`);
  for (const uid of names('/sys/fs/cgroup/vmlet'))
    if (!running.has(uid)) sim.violate(`cgroup of ${uid} is left behind`);
  // `<uid>`, its later generations `<uid>.2`, and beside each a note `<...>.json`.
  for (const name of names(paths.trashDir)) {
    const disks = name.replace(/\.json$/, '');
    if (swept(name)) continue;
    if (!trashed.has(disks.split('.')[0] ?? '')) sim.violate(`${paths.trashDir}/${name} belongs to nobody`);
    else if (files.stat(`${paths.trashDir}/${disks}`) === undefined)
      sim.violate(`${paths.trashDir}/${name} belongs to nobody: its disks are gone`);
  }
  for (const directory of [paths.vmsDir, paths.revisionsDir, paths.logsDir])
    for (const uid of names(directory))
      if (!recorded.has(uid)) sim.violate(`${directory}/${uid} belongs to nobody`);
  for (const {name, uid, run} of records)
    if (run.active !== null && !running.has(uid)) sim.violate(`the intent to run ${name} is left behind`);
  checkStatuses(sim, names);
};

/** Each is of an object that is recorded, or declared and invalid. */
const checkStatuses = (sim: Simulation, names: (path: string) => string[]): void => {
  const {files, paths} = sim.host;
  const memory = parseSourceMemory(files.read(paths.sourceFile('manifests')));
  const known = new Set([
    ...recordsOf(sim.host).map(({kind, name}) => `${kind.toLowerCase()}/${name}`),
    ...(memory?.objects ?? []).map(
      ({key}) => `${key.split('/')[0]?.toLowerCase() ?? ''}/${key.split('/')[2] ?? ''}`,
    ),
    ...[...sim.truth().invalid].map(name => `virtualmachine/${name}`),
  ]);
  for (const kind of names(`${paths.statusDir}/default`))
    for (const file of names(`${paths.statusDir}/default/${kind}`))
      if (!known.has(`${kind}/${file.slice(0, -'.yaml'.length)}`))
        sim.violate(`status ${kind}/${file} of nobody is left behind`);
};
