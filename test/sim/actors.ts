// What people and the world do to the host, one row each. A row returns false when it cannot be done now. Whoever may
// be interrupted or changed by it is licensed here, and nowhere else.
import {tapName} from '../../controller/desired/names.ts';
import type {FakeQemu} from '../fakes/qemu.ts';
import {manifestsDir, plainVm, renderVm} from './manifests.ts';
import type {VmWish} from './manifests.ts';
import {vmRecord} from './records.ts';
import {addForeignLinks, vmNameOf} from './simulation.ts';
import type {Simulation} from './simulation.ts';

export type Actor = {
  readonly name: string;
  readonly weight: number;
  run(sim: Simulation, stage: Stage): boolean | Promise<boolean>;
};

/** What the actors know of what they did: wishes by VM name, and files that were taken away. */
export type Stage = {
  readonly wishes: Map<string, VmWish>;
  /** Where each VM's manifest lies. */
  readonly places: Map<string, string>;
  readonly removed: Map<string, VmWish>;
  hidden: Record<string, string> | null;
  foreignTap: string | null;
};

export const openStage = (): Stage => ({
  wishes: new Map(),
  places: new Map(),
  removed: new Map(),
  hidden: null,
  foreignTap: null,
});

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];

export const declare = (sim: Simulation, stage: Stage, wish: VmWish): void => {
  const place = stage.places.get(wish.name) ?? `${wish.name}.yaml`;
  stage.wishes.set(wish.name, wish);
  stage.places.set(wish.name, place);
  stage.removed.delete(wish.name);
  const {licenses} = sim.monitors;
  licenses.grant(wish.name, 'change', 'edited');
  if (wish.approval === 'Automatic' || wish.runPolicy !== 'Always')
    licenses.grant(wish.name, 'stop', 'its manifest allows it');
  sim.write(place, renderVm(wish), sim.random.chance(0.3) ? 'in place' : 'rename');
};

const takeAway = (sim: Simulation, stage: Stage, name: string): void => {
  const wish = stage.wishes.get(name);
  const place = stage.places.get(name);
  if (wish === undefined || place === undefined) return;
  sim.monitors.licenses.grant(name, 'stop', 'its manifest was removed');
  stage.removed.set(name, wish);
  stage.wishes.delete(name);
  stage.places.delete(name);
  sim.remove(place);
  // Of two that declared it, the one that is left is the only one now, and counts.
  if (sim.truth().vms.has(name)) sim.monitors.licenses.grant(name, 'change', 'its twin is left');
};

const someWish = (sim: Simulation, stage: Stage): VmWish | undefined =>
  sim.random.pick([...stage.wishes.values()]);

const edits: readonly ((wish: VmWish, sim: Simulation) => VmWish)[] = [
  (wish, {random}) => ({...wish, memoryMi: random.pick([64, 128, 256]) ?? 128}),
  (wish, {random}) => ({...wish, cpus: random.between(1, 2)}),
  (wish, {random}) => ({...wish, cmdline: [random.pick(['quiet', 'verbose', 'single']) ?? 'quiet']}),
  (wish, {random}) => ({...wish, rootMi: wish.rootMi + random.between(0, 2) * 32}),
  (wish, {random}) => {
    const name = random.pick(['data', 'more']) ?? 'data';
    const {[name]: size, ...others} = wish.dataMi;
    if (size !== undefined && random.chance(0.4)) return {...wish, dataMi: others};
    return {...wish, dataMi: {...wish.dataMi, [name]: (size ?? 16) + random.between(0, 1) * 16}};
  },
  (wish, {random}) => {
    const {lan = 'lan', wan} = wish.nics;
    if (random.chance(0.4)) return {...wish, nics: {...wish.nics, lan: lan === 'lan' ? 'lab' : 'lan'}};
    return {...wish, nics: wan === undefined ? {lan, wan: 'lab'} : {lan}};
  },
  (wish, {random}) => ({...wish, labels: {app: random.pick(['web', 'db']) ?? 'web'}}),
  (wish, {random}) => ({
    ...wish,
    runPolicy: random.pick(['Always', 'Always', 'RerunOnFailure', 'Once', 'Manual', 'Halted']) ?? 'Always',
  }),
  (wish, {random}) => ({...wish, approval: random.chance(0.3) ? 'Automatic' : 'Manual'}),
  (wish, {random}) => ({
    ...wish,
    disks: random.chance(0.3) ? 'Delete' : 'Retain',
    protect: random.chance(0.15),
  }),
];

const someQemu = (sim: Simulation): FakeQemu | undefined => sim.random.pick(sim.host.qemus.all());

const ref = (name: string) => ({kind: 'VirtualMachine', namespace: 'default', name});

/** A request to the daemon; the answer may never come, since the daemon may die of something else meanwhile. */
const ask = (sim: Simulation, what: string, work: Promise<{ok: boolean}>): boolean => {
  sim.note(`> ask ${what}`);
  void work.then(({ok}) => {
    sim.note(`> answer ${what}: ${String(ok)}`);
  });
  return true;
};

const power =
  (verb: 'start' | 'stop' | 'restart') =>
  (sim: Simulation): boolean => {
    const name = sim.random.pick(names) ?? 'a';
    if (sim.control === null || vmRecord(sim.host, name) === null) return false;
    if (verb !== 'start') sim.monitors.licenses.grant(name, 'stop', verb);
    // A start by hand takes the newest spec.
    if (verb === 'start') sim.monitors.licenses.grant(name, 'stop', 'started by hand');
    return ask(sim, `${verb} ${name}`, sim.control.power(ref(name), verb, {now: sim.random.chance(0.3)}));
  };

const ourTap = (sim: Simulation): {name: string; uid: string} | undefined => {
  const taps = [...sim.host.links.control.links().values()].filter(
    link => link.kind === 'tun' && link.alias?.startsWith('vmlet:') === true,
  );
  const tap = sim.random.pick(taps);
  return tap === undefined ? undefined : {name: tap.name, uid: tap.alias?.slice('vmlet:'.length) ?? ''};
};

const disturbTap =
  (change: (sim: Simulation, name: string) => void) =>
  (sim: Simulation): boolean => {
    const tap = ourTap(sim);
    if (tap === undefined) return false;
    const qemu = sim.host.qemus.of(tap.uid);
    if (qemu !== undefined) sim.monitors.licenses.grant(vmNameOf(qemu), 'change', 'its tap was disturbed');
    sim.note(`> disturb ${tap.name}`);
    change(sim, tap.name);
    return true;
  };

const allMayChange = (sim: Simulation, why: string): void => {
  for (const name of names) sim.monitors.licenses.grant(name, 'change', why);
};

export const actors: readonly Actor[] = [
  {
    name: 'drop a manifest',
    weight: 12,
    run: (sim, stage) => {
      const name = sim.random.pick(names.filter(each => !stage.wishes.has(each)));
      if (name === undefined || stage.hidden !== null) return false;
      const base = stage.removed.get(name) ?? plainVm(name);
      declare(sim, stage, {...base, memoryMi: sim.random.pick([64, 128]) ?? 64});
      return true;
    },
  },
  {
    name: 'edit a manifest',
    weight: 18,
    run: (sim, stage) => {
      const wish = someWish(sim, stage);
      if (wish === undefined || stage.hidden !== null) return false;
      const edit = sim.random.pick(edits);
      declare(sim, stage, edit === undefined ? wish : edit(wish, sim));
      return true;
    },
  },
  {
    name: 'break a manifest',
    weight: 5,
    run: (sim, stage) => {
      const wish = someWish(sim, stage);
      const place = stage.places.get(wish?.name ?? '');
      if (wish === undefined || place === undefined || stage.hidden !== null) return false;
      const text = renderVm(wish);
      const broken = sim.random.pick([
        `${text}  memroy: 3\n`,
        text.replace('128Mi', '512').replace('64Mi', '-1'),
        '{{{',
        '',
        '# nothing\n',
        text.slice(0, sim.random.between(0, text.length)),
      ]);
      sim.write(place, broken ?? '', 'in place');
      // A cut file may still be a valid one that says something else.
      if (sim.truth().vms.has(wish.name)) {
        sim.monitors.licenses.grant(wish.name, 'change', 'cut');
        sim.monitors.licenses.grant(wish.name, 'stop', 'cut');
      }
      return true;
    },
  },
  {
    name: 'mend a manifest',
    weight: 6,
    run: (sim, stage) => {
      const wish = someWish(sim, stage);
      if (wish === undefined || stage.hidden !== null) return false;
      declare(sim, stage, wish);
      return true;
    },
  },
  {
    name: 'remove a manifest',
    weight: 6,
    run: (sim, stage) => {
      const wish = someWish(sim, stage);
      if (wish === undefined || stage.hidden !== null) return false;
      takeAway(sim, stage, wish.name);
      return true;
    },
  },
  {
    name: 'remove many manifests',
    weight: 1,
    run: (sim, stage) => {
      if (stage.hidden !== null) return false;
      const gone = sim.random.sample([...stage.wishes.keys()], sim.random.between(2, 4));
      for (const name of gone) takeAway(sim, stage, name);
      return gone.length > 0;
    },
  },
  {
    name: 'restore a manifest as it was',
    weight: 6,
    run: (sim, stage) => {
      const wish = sim.random.pick([...stage.removed.values()]);
      if (wish === undefined || stage.hidden !== null) return false;
      declare(sim, stage, wish);
      return true;
    },
  },
  {
    name: 'move a manifest',
    weight: 4,
    run: (sim, stage) => {
      const wish = someWish(sim, stage);
      const place = stage.places.get(wish?.name ?? '');
      if (wish === undefined || place === undefined || stage.hidden !== null) return false;
      const to = `${sim.random.pick(['', 'sub/']) ?? ''}${wish.name}-${String(sim.random.between(1, 3))}.yaml`;
      const path = `${manifestsDir}/${place}`;
      if (to === place || sim.host.files.stat(path) === undefined) return false;
      sim.host.files.control.directory(`${manifestsDir}/sub`);
      sim.host.files.rename(path, `${manifestsDir}/${to}`);
      stage.places.set(wish.name, to);
      sim.note(`> move ${place} to ${to}`);
      sim.touched();
      return true;
    },
  },
  {
    name: 'declare it twice, and mend that later',
    weight: 2,
    run: (sim, stage) => {
      const wish = someWish(sim, stage);
      if (wish === undefined || stage.hidden !== null) return false;
      const second = `twice-${wish.name}.yaml`;
      if (sim.host.files.stat(`${manifestsDir}/${second}`) === undefined)
        sim.write(second, renderVm({...wish, memoryMi: 64}));
      else sim.remove(second);
      sim.monitors.licenses.grant(wish.name, 'change', 'declared twice');
      return true;
    },
  },
  {
    name: 'the directory vanishes or returns',
    weight: 2,
    run: (sim, stage) => {
      const {files} = sim.host;
      if (stage.hidden === null) {
        if (files.stat(manifestsDir) === undefined) return false;
        stage.hidden = {};
        if (sim.random.chance(0.5)) {
          files.rename(manifestsDir, '/m-away');
          sim.note('> the directory is renamed away');
        } else {
          files.rename(manifestsDir, '/m-away');
          files.control.directory(manifestsDir);
          sim.note('> the directory is replaced by an empty one');
        }
      } else {
        files.removeTree(manifestsDir);
        files.rename('/m-away', manifestsDir);
        stage.hidden = null;
        sim.note('> the directory returns');
      }
      sim.touched();
      return true;
    },
  },
  {
    name: 'approve changes',
    weight: 8,
    run: sim => {
      const name = sim.random.pick(names) ?? 'a';
      if (sim.control === null || vmRecord(sim.host, name) === null) return false;
      sim.monitors.licenses.grant(name, 'stop', 'approved');
      return ask(sim, `approve ${name}`, sim.control.approve(ref(name), {prune: false}));
    },
  },
  {
    name: 'approve removals',
    weight: 2,
    run: sim => {
      if (sim.control === null) return false;
      sim.monitors.pruneApproved();
      return ask(sim, 'approve --prune', sim.control.approve(null, {prune: true}));
    },
  },
  {name: 'stop a VM', weight: 4, run: power('stop')},
  {name: 'start a VM', weight: 5, run: power('start')},
  {name: 'restart a VM', weight: 4, run: power('restart')},
  {
    name: 'delete a VM by name',
    weight: 2,
    run: sim => {
      const name = sim.random.pick(names) ?? 'a';
      if (sim.control === null || vmRecord(sim.host, name) === null) return false;
      sim.monitors.licenses.grant(name, 'stop', 'deleted');
      return ask(sim, `delete ${name}`, sim.control.delete(ref(name), {now: sim.random.chance(0.3)}));
    },
  },
  {
    name: 'undelete a VM',
    weight: 2,
    run: (sim, stage) => {
      const name = sim.random.pick([...stage.removed.keys()]);
      const wish = stage.removed.get(name ?? '');
      if (sim.control === null || name === undefined || wish === undefined || stage.hidden !== null)
        return false;
      if (vmRecord(sim.host, name)?.tombstone == null) return false;
      const file = `virtualmachine-default-${name}.yaml`;
      ask(sim, `undelete ${name}`, sim.control.undelete(ref(name)));
      if (sim.host.files.stat(`${manifestsDir}/${file}`) === undefined) return true;
      stage.wishes.set(name, wish);
      stage.places.set(name, file);
      stage.removed.delete(name);
      sim.monitors.licenses.grant(name, 'change', 'undeleted');
      sim.touched();
      return true;
    },
  },
  {
    name: 'purge a removed VM',
    weight: 2,
    run: (sim, stage) => {
      const name = sim.random.pick([...stage.removed.keys()]);
      const record = name === undefined ? null : vmRecord(sim.host, name);
      if (sim.control === null || name === undefined || record === null) return false;
      // One that is still declared, as far as the daemon knows, is refused.
      if (record.tombstone !== null) sim.monitors.purged(record.uid);
      return ask(sim, `purge ${name}`, sim.control.purge(ref(name)));
    },
  },
  {
    name: 'a guest powers off',
    weight: 4,
    run: sim => {
      const qemu = someQemu(sim);
      if (qemu?.runState !== 'running') return false;
      sim.note(`> guest ${vmNameOf(qemu)} powers off`);
      qemu.powerOff();
      return true;
    },
  },
  {
    name: 'a guest panics',
    weight: 2,
    run: sim => {
      const qemu = someQemu(sim);
      if (qemu?.runState !== 'running') return false;
      sim.note(`> guest ${vmNameOf(qemu)} panics`);
      qemu.panic();
      return true;
    },
  },
  {
    name: 'a guest reboots',
    weight: 2,
    run: sim => {
      someQemu(sim)?.reset();
      return true;
    },
  },
  {
    name: 'a hypervisor is killed',
    weight: 4,
    run: sim => {
      const qemu = someQemu(sim);
      if (qemu === undefined) return false;
      sim.note(`> hypervisor of ${vmNameOf(qemu)} is killed`);
      qemu.end('SIGKILL');
      return true;
    },
  },
  {
    name: 'a guest ignores the power button',
    weight: 2,
    run: sim => {
      const qemu = someQemu(sim);
      if (qemu === undefined) return false;
      qemu.guest.powerdownMs = sim.random.pick([null, 100, 5_000, 30_000]) ?? null;
      return true;
    },
  },
  {
    name: 'a monitor falls silent or answers again',
    weight: 4,
    run: sim => {
      const qemu = someQemu(sim);
      if (qemu === undefined) return false;
      qemu.monitor = sim.random.pick(['answers', 'mute', 'deaf'] as const) ?? 'answers';
      sim.note(`> monitor of ${vmNameOf(qemu)} ${qemu.monitor}`);
      if (sim.random.chance(0.3)) qemu.dropMonitor();
      return true;
    },
  },
  {
    name: 'the next hypervisor ends at once',
    weight: 2,
    run: sim => {
      sim.host.qemus.failNextLaunch(
        'qemu-system-x86_64: cannot set up guest memory: Cannot allocate memory\n',
      );
      return true;
    },
  },
  {
    name: 'a tap is deleted by hand',
    weight: 3,
    run: disturbTap(({host}, name) => {
      host.links.control.remove(name);
    }),
  },
  {
    name: 'a tap is taken down or from its bridge',
    weight: 3,
    run: disturbTap(({host, random}, name) => {
      host.links.control.change(name, random.chance(0.5) ? {up: false} : {master: null});
    }),
  },
  {
    name: 'a bridge is deleted or changed by hand',
    weight: 2,
    run: sim => {
      const bridge = sim.random.pick(
        [...sim.host.links.control.links().values()].filter(
          link => link.kind === 'bridge' && link.alias?.startsWith('vmlet:') === true,
        ),
      );
      if (bridge === undefined) return false;
      allMayChange(sim, 'a bridge was changed');
      sim.note(`> disturb ${bridge.name}`);
      if (sim.random.chance(0.5)) sim.host.links.control.remove(bridge.name);
      else sim.host.links.control.change(bridge.name, sim.random.chance(0.5) ? {up: false} : {addresses: []});
      return true;
    },
  },
  {
    name: 'somebody takes a name that is ours, or gives it back',
    weight: 1,
    run: (sim, stage) => {
      const {control} = sim.host.links;
      if (stage.foreignTap !== null) {
        if (control.links().has(stage.foreignTap)) control.remove(stage.foreignTap);
        stage.foreignTap = null;
      } else {
        const name = tapName({
          hostId: 'sim-host',
          namespace: 'default',
          name: sim.random.pick(names) ?? 'a',
          part: 'lan',
        });
        if (control.links().has(name)) return false;
        control.add({name, kind: 'dummy', alias: 'mine'});
        stage.foreignTap = name;
      }
      sim.note(`> foreign link ${String(stage.foreignTap)}`);
      sim.monitors.foreignLinksAre();
      return true;
    },
  },
  {
    name: 'the link monitor dies',
    weight: 1,
    run: sim => {
      sim.host.links.control.killMonitors();
      return true;
    },
  },
  {
    name: 'the daemon is killed',
    weight: 4,
    run: async sim => {
      if (sim.life === null) return false;
      sim.crash();
      await sim.advance(sim.random.pick([0, 5, 50, 1_000, 8_000]) ?? 0);
      await sim.boot();
      return true;
    },
  },
  {
    name: 'the daemon is killed at an effect to come',
    weight: 6,
    run: sim => {
      if (sim.life === null) return false;
      const when = sim.random.pick(['before', 'during', 'after'] as const) ?? 'after';
      sim.life.killAtEffect(sim.random.between(1, 12), when);
      return true;
    },
  },
  {
    name: 'the host crashes',
    weight: 1,
    run: async (sim, stage) => {
      sim.note('> the host crashes');
      sim.crash();
      sim.host.reboot();
      addForeignLinks(sim.host);
      stage.foreignTap = null;
      sim.monitors.foreignLinksAre();
      await sim.advance(1);
      await sim.boot();
      return true;
    },
  },
  {
    name: 'somebody sets the clock',
    weight: 2,
    run: sim => {
      sim.host.clock.jumpWallMs((sim.random.pick([-86_400, -3_600, 3_600, 86_400, 700_000]) ?? 0) * 1_000);
      return true;
    },
  },
  {
    name: 'nothing happens for a while',
    weight: 5,
    run: async sim => {
      await sim.advance(sim.random.between(2_000, 40_000));
      return true;
    },
  },
];
