// One cell of the crash matrix on a real host: kill -9 right before or right after one effect of a real daemon, or while a
// tool that it started is at work, start it again, and compare with a run that nobody disturbed. The killing is done by crash-preload.js.
import * as fs from 'node:fs';
import {join, relative} from 'node:path';
import {cgroupsOf} from './cgroups.ts';
import {startHost} from './harness.ts';
import type {E2eHost} from './harness.ts';
import {checkout} from './program.ts';
import type {RealScene} from './crash-scenes.ts';

/** An effect as crash-preload.js names it, and its how-many-th it is; a tool also works on while nobody waits for it. */
export type RealPoint = {readonly label: string; readonly nth: number; readonly isTool?: true};
export type RealCell = {readonly point: RealPoint; readonly when: 'before' | 'during' | 'after'};
export type Reference = {readonly points: readonly RealPoint[]; readonly picture: readonly string[]};

type Stage = {readonly host: E2eHost; readonly crashFile: string; turn: number};

/** How long until an effect is met that a run without kills meets within seconds. */
const meetMs = 40_000;
/** What happens side by side comes in another order now and then. */
const tries = 3;

const preload = join(checkout, 'test/e2e/crash-preload.js');

/** Runs the cells of one scene, with one host for all of them where the scene wants that. */
export type RealRunner = {
  /** Nothing is killed: which effects there are, and what the host looks like in the end. */
  reference(): Promise<Reference>;
  /** What is wrong, in words. */
  problems(cell: RealCell, reference: Reference): Promise<string[]>;
  close(): Promise<void>;
};

export const openRunner = (scene: RealScene): RealRunner => {
  let stage: Stage | null = null;

  const enter = async (): Promise<Stage> => {
    if (stage === null) {
      let crashFile = '';
      const host = await startHost({
        wrap: directory => {
          crashFile = join(directory, 'crash.json');
          return [`NODE_OPTIONS=--import=${preload}`, `VMLET_CRASH_FILE=${crashFile}`];
        },
      });
      stage = {host, crashFile, turn: 0};
      await scene.open(host);
    }
    await scene.before(stage.host, stage.turn);
    return stage;
  };

  const close = async (): Promise<void> => {
    const {host} = stage ?? {};
    stage = null;
    await host?.close();
  };

  /** The end of a cell; a host on which something went wrong is used no more. */
  const leave = async ({turn}: Stage, isGood: boolean): Promise<void> => {
    if (scene.shared !== true || !isGood) await close();
    else if (stage !== null) stage = {...stage, turn: turn + 1};
  };

  const once = async (cell: RealCell, reference: Reference): Promise<string[] | 'not met'> => {
    const now = await enter();
    const {host, crashFile, turn} = now;
    let isGood = false;
    try {
      const lives = scene.guests.map(vm => lifeOf(host, vm));
      fs.writeFileSync(crashFile, JSON.stringify({...cell.point, when: cell.when}));
      await scene.act(host).catch(() => undefined);
      if (!(await died(host))) return 'not met';
      fs.rmSync(crashFile);
      fs.rmSync(`${crashFile}.met`, {force: true});
      await host.daemon.start('--resync', '5s');
      await scene.end(host, turn);
      const problems = [
        ...(await Promise.all(lives.map(life => changeOf(host, life, scene.booted === true)))).flat(),
        ...(await differences(host, reference)),
      ];
      isGood = problems.length === 0;
      return problems;
    } finally {
      await leave(now, isGood);
    }
  };

  return {
    close,
    reference: async () => {
      const now = await enter();
      const {host, crashFile, turn} = now;
      fs.writeFileSync(crashFile, JSON.stringify({label: null}));
      await scene.act(host);
      await scene.end(host, turn);
      const picture = await settledPicture(host);
      const met = fs.existsSync(`${crashFile}.met`) ? fs.readFileSync(`${crashFile}.met`, 'utf8') : '';
      fs.rmSync(crashFile);
      fs.rmSync(`${crashFile}.met`, {force: true});
      const points = met
        .split('\n')
        .filter(line => line !== '')
        .map(line => JSON.parse(line) as RealPoint)
        // How often a cgroup is still busy and is tried again differs from run to run.
        .filter(({label, nth}) => nth === 1 || !label.startsWith('rmdirSync /sys/fs/cgroup/'));
      await leave(now, true);
      return {points, picture};
    },
    problems: async (cell, reference) => {
      for (let round = 1; round <= tries; round += 1) {
        try {
          const problems = await once(cell, reference);
          if (problems !== 'not met') return problems;
        } catch (thrown) {
          return [thrown instanceof Error ? thrown.message : String(thrown)];
        }
      }
      return [`the effect was not met in ${String(tries)} runs`];
    },
  };
};

/** Whether the daemon is dead, or dies soon. */
const died = async ({daemon}: E2eHost): Promise<boolean> => {
  const deadline = performance.now() + meetMs;
  while (daemon.pid() !== null && performance.now() < deadline) await sleep(20);
  return daemon.pid() === null;
};

type GuestLife = {
  readonly vm: string;
  readonly pid: number | undefined;
  readonly startTicks: string;
  readonly bootIds: readonly string[];
  readonly uptimeS: number;
};

const lifeOf = (host: E2eHost, vm: string): GuestLife => {
  const pid = host.qemuPid(vm);
  const {bootIds, uptimeS} = host.console(vm);
  return {vm, pid, startTicks: pid === undefined ? '' : startTicksOf(pid), bootIds, uptimeS: uptimeS ?? 0};
};

/** How a guest noticed what happened to the daemon. */
const changeOf = async (host: E2eHost, before: GuestLife, isBooted: boolean): Promise<string[]> => {
  const now = lifeOf(host, before.vm);
  if (before.pid === undefined || now.pid !== before.pid || now.startTicks !== before.startTicks)
    return [`${before.vm} has another hypervisor: pid ${String(now.pid)} instead of ${String(before.pid)}`];
  if (!isBooted) return [];
  if (now.bootIds.join() !== before.bootIds.join()) return [`the guest ${before.vm} was booted again`];
  await host.waitFor(
    `the clock in ${before.vm} to go on`,
    () => lifeOf(host, before.vm).uptimeS > now.uptimeS,
  );
  return [];
};

/** Field 22 of proc_pid_stat(5); the name before it may hold anything but is the last thing in parentheses. */
const startTicksOf = (pid: number): string => {
  const stat = fs.readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
};

/** A picture that is the same a moment later: what is over is written down by then. */
const settledPicture = async (host: E2eHost): Promise<string[]> => {
  let last = '';
  return host.waitFor('the host to come to rest', async () => {
    const picture = pictureOf(host);
    const isSame = picture.join('\n') === last;
    last = picture.join('\n');
    if (isSame) return picture;
    await sleep(700);
    return undefined;
  });
};

const differences = async (host: E2eHost, {picture}: Reference): Promise<string[]> => {
  let left: string[] = [];
  try {
    await host.waitFor(
      'the host to look as it should',
      () => {
        left = difference(picture, pictureOf(host));
        return left.length === 0;
      },
      {timeoutMs: 25_000},
    );
    return [];
  } catch {
    return left;
  }
};

const difference = (from: readonly string[], to: readonly string[]): string[] => [
  ...from.filter(line => !to.includes(line)).map(line => `missing: ${line}`),
  ...to.filter(line => !from.includes(line)).map(line => `left behind: ${line}`),
];

/** Links, processes, files, cgroups and conditions as sorted lines, without what is random or tells of the past. */
const pictureOf = (host: E2eHost): string[] => {
  const vms = vmsOf(host);
  const names = new Map(vms.map(vm => [host.uid(vm), vm]));
  const owners = new Map(vms.flatMap(vm => ownerOf(host, vm)));
  const plain = (text: string): string =>
    [...names]
      .reduce((changed, [uid, vm]) => changed.replaceAll(uid, vm), text)
      .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'UID')
      .replaceAll(/vmlet[01]\b/g, 'BRIDGE')
      .replaceAll(/api-[0-9a-f]+/g, 'api');
  return [
    ...linksOf(host).map(plain),
    ...processesOf(host).map(plain),
    ...[host.paths.stateDir, host.paths.runtimeDir].flatMap(root => filesOf(root, owners)).map(plain),
    ...[...names.keys()].flatMap(cgroupsOf).map(path => plain(`cgroup ${path}`)),
    ...vms.map(vm => {
      const {phase, conditions} = host.vm(vm).status;
      return `status ${vm} ${phase} ${conditions.map(each => `${each.type}=${each.status} ${each.reason}`).join()}`;
    }),
  ].sort();
};

/** VMs that have a status file. */
const vmsOf = (host: E2eHost): string[] => {
  const directory = join(host.paths.statusDir, 'default', 'virtualmachine');
  return fs.existsSync(directory) ? fs.readdirSync(directory).map(name => name.replace('.yaml', '')) : [];
};

/** User that the disks of a VM belong to. */
const ownerOf = (host: E2eHost, vm: string): [number, string][] => {
  const facts = fs.statSync(host.paths.vm(host.uid(vm)).disks, {throwIfNoEntry: false});
  return facts === undefined || facts.uid === 0 ? [] : [[facts.uid, vm]];
};

type IpLink = {
  readonly ifname: string;
  readonly ifalias?: string;
  readonly master?: string;
  readonly flags: readonly string[];
  readonly linkinfo?: {readonly info_kind?: string};
  readonly addr_info?: readonly {readonly family: string; readonly local: string}[];
};

const linksOf = (host: E2eHost): string[] =>
  (host.ip('address') as IpLink[])
    .filter(link => link.ifname !== 'lo')
    .map(
      ({ifalias, master, flags, linkinfo, addr_info}) =>
        `link ${linkinfo?.info_kind ?? 'other'} ${ifalias ?? 'unmarked'} in ${master ?? 'none'} ${flags.includes('UP') ? 'up' : 'down'} ${ipv4Of(addr_info)}`,
    );

/** Those of version 6 are the kernel's own. */
const ipv4Of = (addresses: IpLink['addr_info'] = []): string =>
  addresses
    .filter(({family}) => family === 'inet')
    .map(({local}) => local)
    .join();

/** Hypervisors, and everything else in the namespace but the daemon and what it reads from. */
const processesOf = (host: E2eHost): string[] => {
  const namespace = host.inside('readlink', '/proc/self/ns/net').trim();
  return fs
    .readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(name => {
      try {
        if (fs.readlinkSync(`/proc/${name}/ns/net`) !== namespace) return [];
        const words = fs.readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0');
        const isDaemons =
          name === String(host.daemon.pid()) || words.includes('monitor') || words.includes('-j');
        return words[0] === '' || isDaemons
          ? []
          : [`process ${words[0]?.split('/').at(-1) ?? ''} ${words[words.indexOf('-uuid') + 1] ?? ''}`];
      } catch {
        return [];
      }
    });
};

/** What tells of the past, or may be thrown away at any time. */
const isHistory = (path: string): boolean =>
  /events\.jsonl|\.decoded$|\.previous$|\.log(\.1)?$|^templates\/|^revisions\/.*\.json$|accelerator|^(work|trash|recipes)$/.test(
    path,
  );

const filesOf = (root: string, owners: ReadonlyMap<number, string>): string[] =>
  fs.readdirSync(root, {recursive: true, withFileTypes: true}).flatMap(entry => {
    const full = join(entry.parentPath, entry.name);
    const path = relative(root, full);
    const facts = fs.lstatSync(full, {throwIfNoEntry: false});
    if (facts === undefined || isHistory(path)) return [];
    const owner = owners.get(facts.uid) ?? String(facts.uid);
    return [`file ${path} ${(facts.mode & 0o777777).toString(8)} of ${owner}`];
  });

const sleep = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));
