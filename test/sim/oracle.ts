// What must be true once actors and faults have stopped: the host equals the manifests within ten rounds, stays so in
// silence, and does not notice another start. What "equals" is stands in mismatches.ts, what is left over in leaks.ts.
import {decodeState} from '../../controller/host/state-file.ts';
import {writePolicy} from './actors-policy.ts';
import {manifestsDir, policyFile, plainBase, renderBase, renderVm} from './manifests.ts';
import type {VmWish} from './manifests.ts';
import {diskMi, mismatches, statusText} from './mismatches.ts';
import {recordsOf, vmRecord} from './records.ts';
import {resyncMs} from './simulation.ts';
import type {Simulation} from './simulation.ts';
import {declare, endOutages, takeAway} from './stage.ts';
import type {Stage} from './stage.ts';

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
  sim.hangs = () => false;
  for (const qemu of host.qemus.all()) {
    qemu.monitor = 'answers';
    qemu.clearIoError();
    sim.comesUp(qemu);
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
  if (host.files.stat(policyFile) !== undefined) writePolicy(sim, '');
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
  const record = vmRecord(sim.host, wish.name);
  const uid = record?.uid;
  const atLeast = (disk: string, sizeMi: number): number =>
    uid === undefined ? sizeMi : Math.max(sizeMi, diskMi(sim, sim.host.paths.disk(uid, disk)));
  // Where the revision that booted is lost nobody can tell a disk that went from one that never was, and none is made
  // on a guess: people take it out of the manifest, or the VM with it.
  const isBootKnown =
    record === null ||
    record.revisions.booted === 0 ||
    decodeState(sim.host.files.read(sim.host.paths.revision(record.uid, record.revisions.booted))).state ===
      'good';
  const isLost = (disk: string): boolean =>
    !isBootKnown && uid !== undefined && diskMi(sim, sim.host.paths.disk(uid, disk)) === 0;
  if (isLost('root')) {
    takeAway(sim, stage, wish.name);
    return;
  }
  const runPolicy = wish.runPolicy === 'Halted' ? 'Halted' : 'Always';
  const mended: VmWish = {
    ...wish,
    runPolicy,
    // One that is waited for must be there, and run.
    dependsOn: wish.dependsOn.filter(
      name => name < wish.name && (stage.wishes.get(name)?.runPolicy ?? 'Halted') !== 'Halted',
    ),
    rootMi: atLeast('root', wish.rootMi),
    dataMi: Object.fromEntries(
      Object.entries(wish.dataMi)
        .map(([name, size]) => [name, atLeast(name, size)] as const)
        .filter(([name]) => !isLost(name)),
    ),
  };
  stage.wishes.set(wish.name, mended);
  const path = `${manifestsDir}/${stage.places.get(wish.name) ?? ''}`;
  if (sim.host.files.read(path)?.toString() !== renderVm(mended)) declare(sim, stage, mended);
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
    // Whoever went back says what they want in the manifest in the end.
    if (record.rollback != null) await sim.during(control.rollback(ref, {to: null, undo: true}));
    const isHalted = sim.truth().vms.get(record.name)?.spec.runPolicy === 'Halted';
    // A card that cannot be replaced while the guest runs is what a restart is asked for, and so is a lost revision.
    const isCut = /reason: (InterfaceCut|RevisionUnknown)/.test(statusText(sim, record.name));
    const isOther = record.variant != null || record.bootVariant != null;
    const verb = isHalted ? 'stop' : isCut || isOther ? 'restart' : 'start';
    await sim.during(control.power(ref, verb, {now: false}));
    await sim.during(control.approve(ref, {prune: false}));
  }
};

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
  // A resync comes a little earlier or later each time, so that one more may fall into the window.
  if (counts.spawns - before.spawns > rounds + 1)
    sim.violate(`${String(counts.spawns - before.spawns)} processes in ${String(rounds)} silent rounds`);
  for (const problem of mismatches(sim)) sim.violate(`did not stay: ${problem}`);
};

/** P1: two that wait for each other change nothing, and are what they were once that is taken back. */
export const checkCircle = async (sim: Simulation, stage: Stage): Promise<void> => {
  const [first, second] = [...stage.wishes.values()];
  if (first === undefined || second === undefined) return;
  const waitsFor = (name: string): readonly string[] | undefined =>
    vmRecord(sim.host, name)?.policy?.dependsOn.map(key => key.split('/')[2] ?? '');
  const before = [waitsFor(first.name), waitsFor(second.name)];
  declare(sim, stage, {...first, dependsOn: [second.name]});
  declare(sim, stage, {...second, dependsOn: [first.name]});
  sim.monitors.acted();
  await sim.advance(resyncMs);
  const after = [waitsFor(first.name), waitsFor(second.name)];
  if (JSON.stringify(before) !== JSON.stringify(after))
    sim.violate(`a circle of ${first.name} and ${second.name} is in force: ${JSON.stringify(after)}`);
  declare(sim, stage, first);
  declare(sim, stage, second);
  sim.monitors.acted();
  await sim.advance(2 * resyncMs);
  for (const problem of mismatches(sim)) sim.violate(`a circle that was taken back left: ${problem}`);
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
