// 50 real machines, brought up and taken down by vmlet and by each yardstick in turn. Measured once for all the benches
// that show a side of it.
import {peersOf} from './peers.js';
import {rounds} from './lab.js';
import {basis, fleet, makeGuest, namesOf} from './manifests.js';
import {childrenMs, cpuMs, rssMb} from './proc.js';
import {launchesOf, runRaw} from './raw.js';
import {
  drop,
  isRunning,
  makePlace,
  phaseOf,
  pidOf,
  sleep,
  startDaemon,
  until,
  watchStatuses,
} from './vmlet.js';

export const count = 50;
const names = namesOf(count);

/** One entry for each counted round: {vmlet, raw, bash, libvirt}; a peer that nobody asked for or has is undefined. */
export const fleetRounds = lab =>
  lab.once('fleet-50', async () => {
    const guest = makeGuest(lab.place('guest'));
    const peers = await peersOf(lab, guest);
    return rounds(lab, `${count} machines`, async () => {
      const {vmlet, launches, place} = await measureVmlet(lab, guest);
      return {
        vmlet,
        raw: runRaw(place, launches),
        bash: await peers.bash?.(count),
        libvirt: await peers.libvirt?.(count),
      };
    });
  });

/** A daemon at rest: images imported, bridge made, template and probe there, no machine running. */
export const restingDaemon = async (lab, guest, options, nodeOptions) => {
  const at = makePlace(lab);
  const daemon = await startDaemon(lab, at, options, nodeOptions);
  drop(at, basis(guest))();
  await until('the first machine', () => phaseOf(at, 'warm') === 'Running');
  await daemon.cli('stop', 'warm', '--now');
  await until('its end', () => phaseOf(at, 'warm') === 'Stopped');
  return {at, daemon};
};

/** From the first rename until every status says Running: time, and processor time of the daemon and its tools. */
export const converge = async ({at, daemon}, files) => {
  const wanted = Object.keys(files).map(file => file.replace('.yaml', ''));
  const place = drop(at, files);
  const statuses = watchStatuses(at);
  const before = {own: cpuMs(daemon.pid), tools: childrenMs(daemon.pid)};
  const began = performance.now();
  place();
  const ms = (await statuses.all(wanted, isRunning)) - began;
  statuses.close();
  return {ms, ownMs: cpuMs(daemon.pid) - before.own, toolsMs: childrenMs(daemon.pid) - before.tools};
};

const settleMs = 2_000;

const measureVmlet = async (lab, guest) => {
  const running = await restingDaemon(lab, guest);
  const {at, daemon} = running;
  const {ms, ownMs, toolsMs} = await converge(running, fleet(guest, names));
  await sleep(settleMs);
  const rss = rssMb(daemon.pid);
  const launches = launchesOf(names.map(name => pidOf(at, name)));
  const downMs = await daemon.down();
  return {vmlet: {ms, ownMs, toolsMs, rss, downMs}, launches, place: at.place};
};
