// What is looked at all the time: each guest's process and heartbeat, the daemon's memory and descriptors. Collects and
// accuses; what a figure is worth is decided in soak.ts.
import * as fs from 'node:fs';
import type {E2eHost} from '../e2e/harness.ts';
import type {Heartbeat, Sample} from './figures.ts';

export type GuestLife = {
  readonly vm: string;
  readonly pid: number;
  readonly startTicks: number;
  readonly bootId: string;
  readonly consoleLog: string;
  readonly heartbeats: Heartbeat[];
  /** Longest time without a word of the guest. */
  silenceS: number;
  /** For how long someone had its hypervisor stopped by a signal. */
  frozenS: number;
};

export type DaemonLife = {
  readonly pid: number;
  readonly sinceS: number;
  untilS: number;
  /** MiB. */
  readonly rss: Sample[];
  /** What its descriptors were when nothing was going on, oldest first. */
  readonly quietDescriptors: (readonly string[])[];
};

export type Watch = {
  /** Every life of every guest so far; the current one of a guest is its last. */
  readonly guestLives: GuestLife[];
  readonly daemonLives: DaemonLife[];
  /** Take the guest as it is now: whatever ends this life from now on was not asked for. */
  begin(vm: string): void;
  /** The guest may go down: someone asked for it. */
  letGo(vm: string): void;
  /** A new word of each guest that is watched since `sinceS`. */
  allSpokeSince(sinceS: number): boolean;
  /** Someone stopped its hypervisor for so long. */
  froze(vm: string, seconds: number): void;
  /** Nothing goes on: note the daemon's descriptors. */
  noteQuiet(): Promise<void>;
  close(): void;
};

const pollMs = 500;
const quietLooks = 20;
const quietLookMs = 100;
const daemonPollMs = 5_000;

/** Seconds on the clock that all samples share. */
export const nowS = (): number => performance.now() / 1000;

/** Watch until closed; `accuse` is called once for each guest that is not what it was. */
export const openWatch = (host: E2eHost, accuse: (what: string) => void): Watch => {
  const guestLives: GuestLife[] = [];
  const watched = new Map<string, GuestLife>();
  const daemonLives: DaemonLife[] = [];

  const lookAtGuests = (): void => {
    for (const [vm, life] of watched) {
      const stat = readStat(life.pid);
      if (stat === undefined || stat.startTicks !== life.startTicks) {
        watched.delete(vm);
        accuse(`${vm} lost its hypervisor process ${String(life.pid)}`);
        continue;
      }
      const uptimeS = lastUptime(life.consoleLog);
      const last = life.heartbeats.at(-1);
      if (uptimeS === undefined || uptimeS === last?.uptimeS) continue;
      const seenS = nowS();
      if (last !== undefined) life.silenceS = Math.max(life.silenceS, seenS - last.seenS);
      life.heartbeats.push({seenS, uptimeS});
    }
  };

  const lookAtDaemon = (): void => {
    const pid = host.daemon.pid();
    if (pid === null) return;
    const rss = residentMiB(pid);
    if (rss === undefined) return;
    let life = daemonLives.at(-1);
    if (life?.pid !== pid) {
      life = {pid, sinceS: nowS(), untilS: nowS(), rss: [], quietDescriptors: []};
      daemonLives.push(life);
    }
    life.untilS = nowS();
    life.rss.push({hours: nowS() / 3600, value: rss});
  };

  const timers = [setInterval(lookAtGuests, pollMs), setInterval(lookAtDaemon, daemonPollMs)];
  return {
    guestLives,
    daemonLives,
    begin: vm => {
      const pid = host.qemuPid(vm);
      const startTicks = pid === undefined ? undefined : readStat(pid)?.startTicks;
      const {bootId} = host.console(vm);
      if (pid === undefined || startTicks === undefined || bootId === null)
        throw new Error(`${vm} does not run`);
      const {consoleLog} = host.paths.vm(host.uid(vm));
      const life = {vm, pid, startTicks, bootId, consoleLog, heartbeats: [], silenceS: 0, frozenS: 0};
      guestLives.push(life);
      watched.set(vm, life);
    },
    letGo: vm => {
      watched.delete(vm);
    },
    allSpokeSince: sinceS =>
      [...watched.values()].every(life => (life.heartbeats.at(-1)?.seenS ?? 0) > sinceS),
    froze: (vm, seconds) => {
      const life = watched.get(vm);
      if (life !== undefined) life.frozenS += seconds;
    },
    noteQuiet: async () => {
      lookAtDaemon();
      const pid = host.daemon.pid();
      if (pid === null) return;
      // A tool that runs for its resync holds three pipes; what is open in the quietest of these moments stays open.
      const looks = [descriptorsOf(pid)];
      for (let look = 0; look < quietLooks; look += 1) {
        await new Promise(resolve => setTimeout(resolve, quietLookMs));
        looks.push(descriptorsOf(pid));
      }
      looks.sort((left, right) => left.length - right.length);
      daemonLives.at(-1)?.quietDescriptors.push(looks[0] ?? []);
    },
    close: () => {
      for (const timer of timers) clearInterval(timer);
    },
  };
};

/** What its open descriptors lead to, without the numbers of pipes and sockets. */
const descriptorsOf = (pid: number): readonly string[] => {
  const directory = `/proc/${String(pid)}/fd`;
  return fs.readdirSync(directory).flatMap(name => {
    try {
      return [fs.readlinkSync(`${directory}/${name}`).replace(/:\[\d+\]$/, '')];
    } catch {
      // It was the one of this listing, or is closed by now.
      return [];
    }
  });
};

/** State and start time; undefined when it is gone or a zombie. */
const readStat = (pid: number): {startTicks: number} | undefined => {
  try {
    const text = fs.readFileSync(`/proc/${String(pid)}/stat`, 'latin1');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : {startTicks: Number(fields[19])};
  } catch {
    return undefined;
  }
};

const residentMiB = (pid: number): number | undefined => {
  try {
    const kib = /^VmRSS:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${String(pid)}/status`, 'latin1'))?.[1];
    return kib === undefined ? undefined : Number(kib) / 1024;
  } catch {
    return undefined;
  }
};

const tailBytes = 4096;

/** The newest uptime in the end of a console log. */
const lastUptime = (path: string): number | undefined => {
  let descriptor: number;
  try {
    descriptor = fs.openSync(path, 'r');
  } catch {
    return undefined;
  }
  try {
    const {size} = fs.fstatSync(descriptor);
    const buffer = Buffer.alloc(Math.min(size, tailBytes));
    fs.readSync(descriptor, buffer, 0, buffer.length, Math.max(0, size - tailBytes));
    const found = [...buffer.toString('latin1').matchAll(/VMLET-GUEST uptime ([\d.]+)\r?\n/g)].at(-1)?.[1];
    return found === undefined ? undefined : Number(found);
  } finally {
    fs.closeSync(descriptor);
  }
};
