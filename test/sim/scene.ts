// A host without chance or faults, for what is tested by name and not by seed: declare, settle, compare.
import {declare, openStage} from './stage.ts';
import type {Stage} from './stage.ts';
import type {VmWish} from './manifests.ts';
import {mismatches} from './mismatches.ts';
import {vmRecord} from './records.ts';
import {openSimulation} from './simulation.ts';
import type {Simulation, SimulationOptions} from './simulation.ts';

export type Scene = {
  readonly sim: Simulation;
  readonly stage: Stage;
  declare(wish: VmWish): void;
  /** Approve what waits for it, and give everything time to happen. */
  settle(): Promise<void>;
  /** The machine of this VM as it would be told to somebody: what differs only by its history is left out. */
  machine(name: string): unknown;
  end(): void;
};

const settleMs = 65_000;

/** A scene on a host where no daemon runs yet. */
export const setScene = (seed = 1, options: SimulationOptions = {}): Scene => {
  const sim = openSimulation(seed, {faults: [], ...options});
  const stage = openStage();
  return {
    sim,
    stage,
    declare: wish => {
      declare(sim, stage, wish);
      sim.monitors.acted();
    },
    settle: async () => {
      await sim.advance(settleMs);
      for (const name of stage.wishes.keys()) {
        sim.monitors.licenses.grant(name, 'stop', 'approved');
        const ref = {kind: 'VirtualMachine', namespace: 'default', name};
        if (sim.control !== null) await sim.during(sim.control.approve(ref, {prune: false}));
      }
      await sim.advance(settleMs);
    },
    machine: name => machineOf(sim, name),
    end: () => {
      sim.crash();
    },
  };
};

export const openScene = async (seed = 1): Promise<Scene> => {
  const scene = setScene(seed);
  await scene.sim.boot();
  return scene;
};

const machineOf = (sim: Simulation, name: string): unknown => {
  const record = vmRecord(sim.host, name);
  const uid = record?.uid ?? '';
  const qemu = sim.host.qemus.of(uid);
  // Places are given in the order of declaration and kept for life, so they are part of the history.
  const plain = (text: string): string =>
    text
      .replaceAll(uid, 'UID')
      .replaceAll(/@\d+,/g, '@N,')
      .replaceAll(/"(disk|nic|net|port)\d+/g, '"$1');
  const links = [...sim.host.links.control.links().values()]
    .filter(link => link.alias === `vmlet:${uid}`)
    .map(({name: tap, master, up, carrier, tun}) => ({
      ...{tap, master, up, carrier, tun},
      shape: sim.host.links.control.shape(tap),
    }));
  return {
    argv: qemu?.argv.map(plain).sort(),
    runState: qemu?.runState,
    devices: [...(qemu?.devices ?? [])].map(id => plain(`"${id}`)).sort(),
    nodes: [...(qemu?.nodes ?? [])].map(([node, size]) => plain(`"${node}" ${String(size)}`)).sort(),
    unplugged: qemu?.unplugged.size,
    throttles: [...(qemu?.throttles.values() ?? [])].map(limits => JSON.stringify(limits)).sort(),
    links: links.sort((left, right) => (left.tap < right.tap ? -1 : 1)),
    problems: [...sim.violations, ...mismatches(sim)],
  };
};
