// What must be true once actors and faults have stopped: the host equals the manifests within ten rounds, stays so in
// silence, and nothing is left behind. The reference is the manifests themselves, never the daemon's own view.
import {linkAlias} from '../../controller/desired/names.ts';
import type {ObjectRecord} from '../../controller/observe/record.ts';
import {parseQcow2Header} from '../../controller/observe/qcow2.ts';
import {declare, endOutages} from './stage.ts';
import type {Stage} from './stage.ts';
import {manifestsDir, plainBase, renderBase, renderVm} from './manifests.ts';
import type {VmWish} from './manifests.ts';
import {recordsOf, vmRecord} from './records.ts';
import {optionOf, resyncMs, vmNameOf} from './simulation.ts';
import type {Simulation} from './simulation.ts';

const convergenceRounds = 10;

/** People put everything right and say yes to everything; then the host has ten rounds. */
export const checkConverges = async (sim: Simulation, stage: Stage): Promise<void> => {
  sim.faultsOn = false;
  sim.life?.spare();
  sim.note('> faults and actors stop');
  calmDown(sim, stage);
  if (sim.life === null) await sim.boot();
  await sim.advance(2 * resyncMs + 1_000);
  if (sim.life === null) await sim.boot();
  await agree(sim);
  let left: string[] = [];
  for (let round = 0; round < convergenceRounds; round += 1) {
    await sim.advance(resyncMs);
    left = mismatches(sim);
    if (left.length === 0) return;
    // What waited for another had nothing to approve before.
    if (round === 2) await agree(sim);
  }
  for (const problem of left)
    sim.violate(`not converged after ${String(convergenceRounds)} rounds: ${problem}`);
};

const calmDown = (sim: Simulation, stage: Stage): void => {
  const {host} = sim;
  endOutages(stage);
  for (const qemu of host.qemus.all()) {
    qemu.monitor = 'answers';
    qemu.clearIoError();
  }
  if (stage.hidden !== null) {
    host.files.removeTree(manifestsDir);
    host.files.rename('/m-away', manifestsDir);
    stage.hidden = null;
  }
  if (stage.foreignTap !== null && host.links.control.links().has(stage.foreignTap))
    host.links.control.remove(stage.foreignTap);
  sim.monitors.foreignLinksAre();
  for (const path of Object.keys(host.files.control.tree(manifestsDir)))
    if (path.startsWith(`${manifestsDir}/twice-`)) host.files.remove(path);
  sim.write('base.yaml', renderBase(plainBase));
  stage.base = plainBase;
  for (const wish of [...stage.wishes.values()]) {
    // What was declared twice, or broken, is now what its last manifest says.
    sim.monitors.licenses.grant(wish.name, 'change', 'mended');
    mend(sim, stage, wish);
  }
  sim.monitors.acted();
};

/** Every manifest is made good; no disk is asked to be smaller than it is. */
const mend = (sim: Simulation, stage: Stage, wish: VmWish): void => {
  const uid = vmRecord(sim.host, wish.name)?.uid;
  const atLeast = (disk: string, sizeMi: number): number =>
    uid === undefined ? sizeMi : Math.max(sizeMi, diskMi(sim, sim.host.paths.disk(uid, disk)));
  const runPolicy = wish.runPolicy === 'Halted' ? 'Halted' : 'Always';
  const mended: VmWish = {
    ...wish,
    runPolicy,
    // One that is waited for must be there, and run.
    dependsOn: wish.dependsOn.filter(name => (stage.wishes.get(name)?.runPolicy ?? 'Halted') !== 'Halted'),
    rootMi: atLeast('root', wish.rootMi),
    dataMi: Object.fromEntries(
      Object.entries(wish.dataMi).map(([name, size]) => [name, atLeast(name, size)]),
    ),
  };
  stage.wishes.set(wish.name, mended);
  const path = `${manifestsDir}/${stage.places.get(wish.name) ?? ''}`;
  if (sim.host.files.read(path)?.toString() !== renderVm(mended)) declare(sim, stage, mended);
};

const diskMi = (sim: Simulation, path: string): number => {
  const bytes = sim.host.files.read(path);
  const header = bytes === undefined ? null : parseQcow2Header(bytes);
  return header?.ok === true ? header.virtualSizeBytes / 2 ** 20 : 0;
};

/** `approve --prune`, then `start` and `approve` for each VM. */
const agree = async (sim: Simulation): Promise<void> => {
  const {control} = sim;
  if (control === null) {
    sim.violate('no daemon runs although nothing goes wrong any more');
    return;
  }
  sim.monitors.pruneApproved();
  await sim.during(control.approve(null, {prune: true}));
  for (const record of recordsOf(sim.host)) {
    if (record.kind !== 'VirtualMachine' || record.tombstone !== null) continue;
    sim.monitors.licenses.grant(record.name, 'stop', 'all agreed');
    sim.monitors.licenses.grant(record.name, 'change', 'all agreed');
    const ref = {kind: record.kind, namespace: record.namespace, name: record.name};
    const isHalted = sim.truth().vms.get(record.name)?.spec.runPolicy === 'Halted';
    // A card that cannot be replaced while the guest runs is what a restart is asked for.
    const isCut = statusText(sim, record.name).includes('reason: InterfaceCut');
    const verb = isHalted ? 'stop' : isCut ? 'restart' : 'start';
    await sim.during(control.power(ref, verb, {now: false}));
    await sim.during(control.approve(ref, {prune: false}));
  }
};

/** Everything in which the host differs from the manifests. */
export const mismatches = (sim: Simulation): string[] => [
  ...machineMismatches(sim),
  ...linkMismatches(sim),
  ...strangers(sim),
];

const machineMismatches = (sim: Simulation): string[] =>
  [...sim.truth().vms].flatMap(([name, {spec}]) => {
    const record = vmRecord(sim.host, name);
    if (record === null) return [`${name} has no record`];
    if (record.tombstone !== null) return [`${name} is declared and has a tombstone`];
    const qemu = sim.host.qemus.of(record.uid);
    if (spec.runPolicy === 'Halted') return qemu === undefined ? [] : [`${name} runs and should be halted`];
    if (qemu === undefined) return [`${name} does not run; ${statusOf(sim, name)}`];
    if (qemu.runState !== 'running') return [`${name} is ${qemu.runState}`];
    const cmdline = 'cmdline' in spec.boot ? spec.boot.cmdline : [];
    const wanted: readonly (readonly [string, string, boolean])[] = [
      [
        'memory',
        spec.memory.size,
        optionOf(qemu, '-m').includes(`size=${spec.memory.size.replace(/i$/, '')}`),
      ],
      ['cpus', String(spec.cpu.count), optionOf(qemu, '-smp').startsWith(`cpus=${String(spec.cpu.count)},`)],
      [
        'cmdline',
        cmdline.join(' '),
        cmdline.every(word => optionOf(qemu, '-append').split(' ').includes(word)),
      ],
      ...spec.disks.map(disk => {
        const path = sim.host.paths.disk(record.uid, disk.name);
        const size = diskMi(sim, path);
        return [
          `disk ${disk.name}`,
          disk.size ?? '',
          qemu.files.has(path) && `${String(size)}Mi` === disk.size,
        ] as const;
      }),
    ];
    const differs = wanted
      .filter(([, , isSo]) => !isSo)
      .map(([what, value]) => `${name}: ${what} is not ${value}; ${statusOf(sim, name)}`);
    const isReady = /- type: Ready\n\s+status: "?True/.test(statusText(sim, name));
    return [...differs, ...(isReady ? [] : [`${name} runs and is not Ready; ${statusOf(sim, name)}`])];
  });

const linkMismatches = (sim: Simulation): string[] => {
  const links = sim.host.links.control.links();
  const problems: string[] = [];
  for (const network of sim.truth().networks) {
    const bridge = links.get(`br-${network}`);
    if (bridge?.kind !== 'bridge' || !bridge.up || bridge.addresses.length !== 1)
      problems.push(
        `bridge br-${network} is not as declared: ${JSON.stringify(bridge ?? null)}; ${statusOf(sim, network, 'Network')}`,
      );
  }
  for (const [name, {spec}] of sim.truth().vms) {
    const record = vmRecord(sim.host, name);
    const taps = [...links.values()].filter(
      link => link.kind === 'tun' && link.alias === linkAlias(record?.uid ?? ''),
    );
    const wanted =
      spec.runPolicy === 'Halted'
        ? []
        : spec.interfaces.flatMap(nic => ('tap' in nic ? [`br-${nic.tap.network}`] : []));
    const macvtaps = [...links.values()].filter(
      link => link.kind === 'macvtap' && link.alias === linkAlias(record?.uid ?? ''),
    );
    const asked = spec.runPolicy === 'Halted' ? [] : spec.interfaces.filter(nic => 'macvtap' in nic);
    if (macvtaps.length !== asked.length)
      problems.push(
        `${name} has ${String(macvtaps.length)} macvtaps instead of ${String(asked.length)}; ${statusOf(sim, name)}`,
      );
    const found = taps.map(tap => `${tap.master ?? 'no bridge'}${tap.up && tap.carrier ? '' : ' down'}`);
    if ([...wanted].sort().join() !== [...found].sort().join())
      problems.push(
        `taps of ${name}: ${found.join() || 'none'} instead of ${wanted.join() || 'none'}; ${statusOf(sim, name)}`,
      );
  }
  return problems;
};

/** What runs or hangs about without a manifest. */
const strangers = (sim: Simulation): string[] => {
  // What was last declared with deletion.protect outlives its manifest.
  const isProtected = (record: ObjectRecord): boolean =>
    record.policy?.deletion.protect === true && record.tombstone === null;
  const kept = recordsOf(sim.host).filter(isProtected);
  const uids = new Set([
    ...[...sim.truth().vms.keys()].map(name => vmRecord(sim.host, name)?.uid),
    ...kept.map(record => record.uid),
  ]);
  const bridges = new Set([...sim.truth().networks].map(name => `br-${name}`));
  return [
    ...sim.host.qemus
      .all()
      .filter(qemu => !uids.has(qemu.uid))
      .map(qemu => `${vmNameOf(qemu)} still runs; ${statusOf(sim, vmNameOf(qemu))}`),
    ...[...sim.host.links.control.links().values()]
      .filter(link =>
        link.kind === 'tun' || link.kind === 'macvtap'
          ? !uids.has(link.alias?.slice(6))
          : link.alias?.startsWith('vmlet:') === true && !bridges.has(link.name),
      )
      .map(link => `link ${link.name} (alias ${link.alias ?? 'none'}) is left behind`),
  ];
};

const statusText = (sim: Simulation, name: string, kind = 'VirtualMachine'): string =>
  sim.host.files.read(sim.host.paths.status({kind, namespace: 'default', name}))?.toString() ?? '';

const statusOf = (sim: Simulation, name: string, kind = 'VirtualMachine'): string =>
  [
    ...statusText(sim, name, kind).matchAll(
      /- type: (\w+)\n\s+status: "?(\w+)"?\n\s+reason: (\w+)\n\s+message: (.*)/g,
    ),
  ]
    .filter(([, type, status]) =>
      type === 'Degraded' || type === 'RestartRequired' || type === 'RemovalHeld'
        ? status === 'True'
        : status !== 'True',
    )
    .map(([, type, , reason, message]) => `${type ?? ''} ${reason ?? ''} ${message ?? ''}`)
    .join(' | ');

/** P14: at the fixpoint nothing is written, said or asked, and a round costs at most one process. */
export const checkSilence = async (sim: Simulation, rounds: number): Promise<void> => {
  await sim.advance(2 * resyncMs);
  const before = {...sim.host.counts, lines: sim.host.log.length};
  await sim.advance(rounds * resyncMs);
  const {counts, log} = sim.host;
  if (counts.writes !== before.writes)
    sim.violate(`${String(counts.writes - before.writes)} writes in ${String(rounds)} silent rounds`);
  if (counts.qmpCommands !== before.qmpCommands)
    sim.violate(`${String(counts.qmpCommands - before.qmpCommands)} QMP commands in silence`);
  if (log.length !== before.lines)
    sim.violate(`log lines in silence: ${JSON.stringify(log.slice(before.lines, before.lines + 3))}`);
  if (counts.spawns - before.spawns > rounds)
    sim.violate(`${String(counts.spawns - before.spawns)} processes in ${String(rounds)} silent rounds`);
  for (const problem of mismatches(sim)) sim.violate(`did not stay: ${problem}`);
};

/** P9: another kill -9 and start is noticed by no guest, and sweeps what faults left. */
export const checkRestart = async (sim: Simulation): Promise<void> => {
  const pids = (): string =>
    sim.host.qemus
      .all()
      .map(qemu => qemu.identity.pid)
      .join();
  const before = pids();
  sim.crash();
  await sim.boot();
  await sim.advance(2 * resyncMs);
  if (pids() !== before)
    sim.violate(`a restart of the daemon was noticed by guests: ${pids()} instead of ${before}`);
  for (const problem of mismatches(sim)) sim.violate(`a restart of the daemon broke: ${problem}`);
};

/** P18: nothing of what came and went is left. */
export const checkLeaks = (sim: Simulation): void => {
  const {files, paths, qemus} = sim.host;
  const names = (path: string): string[] => files.list(path) ?? [];
  const running = new Set(qemus.all().map(qemu => qemu.uid));
  const recorded = new Set(recordsOf(sim.host).map(record => record.uid));
  for (const root of [paths.stateDir, paths.runtimeDir])
    for (const path of Object.keys(files.control.tree(root)))
      if (/\.tmp-/.test(path)) sim.violate(`temp file ${path} is left behind`);
  for (const name of names(paths.workDir)) sim.violate(`half-made ${name} is left behind`);
  for (const uid of names(paths.vmRuntimeDir))
    if (!running.has(uid)) sim.violate(`runtime directory of ${uid} is left behind`);
  for (const uid of names('/sys/fs/cgroup/vmlet'))
    if (!running.has(uid)) sim.violate(`cgroup of ${uid} is left behind`);
  for (const directory of [paths.vmsDir, paths.revisionsDir, `${paths.stateDir}/logs`])
    for (const uid of names(directory))
      if (!recorded.has(uid)) sim.violate(`${directory}/${uid} belongs to nobody`);
  for (const name of names(`${paths.statusDir}/default/virtualmachine`))
    if (!sim.truth().invalid.has(name.slice(0, -5)) && vmRecord(sim.host, name.slice(0, -5)) === null)
      sim.violate(`status ${name} of nobody is left behind`);
};
