// What guests and their hypervisors do, one row each.
import type {FakeQemu} from '../fakes/qemu.ts';
import type {Actor} from './actor.ts';
import {optionOf, vmNameOf} from './simulation.ts';
import type {Simulation} from './simulation.ts';

const someQemu = (sim: Simulation): FakeQemu | undefined => sim.random.pick(sim.host.qemus.all());

export const guestActors: readonly Actor[] = [
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
    name: 'guests of some size never come up, or all do',
    weight: 3,
    run: sim => {
      const size = sim.random.pick(['64M', '128M', '256M', null]);
      sim.note(`> guests of ${String(size)} hang`);
      sim.hangs = qemu => size !== null && optionOf(qemu, '-m').includes(`size=${String(size)}`);
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
    name: 'a guest gives and takes memory late, in part, or never',
    weight: 2,
    run: sim => {
      const qemu = someQemu(sim);
      if (qemu === undefined) return false;
      qemu.guest.memoryMs = sim.random.pick([null, 50, 3_000, 60_000]) ?? null;
      qemu.guest.memoryPart = sim.random.pick([1, 1, 0.5]) ?? 1;
      return true;
    },
  },
  {
    name: 'a monitor falls silent or answers again',
    weight: 4,
    run: sim => {
      const qemu = someQemu(sim);
      if (qemu === undefined) return false;
      qemu.monitor = sim.random.pick(['answers', 'mute', 'deaf', 'stopped'] as const) ?? 'answers';
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
];
