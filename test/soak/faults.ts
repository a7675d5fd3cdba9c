// The faults of a soak, as a table: each draws its details from the seed, says what it takes for itself, and gives back
// what it broke. None asks a guest to stop, but for those that say `churns`.
import {execFileSync} from 'node:child_process';
import * as fs from 'node:fs';
import {connect} from 'node:net';
import type {Socket} from 'node:net';
import {join} from 'node:path';
import type {SeededRandom} from '../sim/random.ts';
import type {Stage} from './stage.ts';
import {nowS} from './watch.ts';
import type {Watch} from './watch.ts';

export type Play = {
  readonly stage: Stage;
  readonly watch: Watch;
  readonly random: SeededRandom;
  /** The tap of each guest; its name never changes. */
  readonly taps: ReadonlyMap<string, string>;
  /** Start the daemon as a supervisor would: again and again. */
  startDaemon(): Promise<void>;
};

export type Drawn = {
  /** Details, for the list of faults. */
  readonly what: string;
  /** What nobody else may touch meanwhile; `vm:*` takes every `vm:`. */
  readonly takes: readonly string[];
  run(): Promise<void>;
};

export type Fault = {
  readonly name: string;
  readonly draw: (play: Play) => Drawn;
  /** The daemon's life ends: not while one life is being measured. */
  readonly endsDaemon?: true;
  /** Error lines that the daemon may log because of it. */
  readonly logs?: RegExp;
  /** How often it is drawn, against 4 of most. */
  readonly weight?: number;
};

const sleep = (seconds: number): Promise<void> => new Promise(resolve => setTimeout(resolve, seconds * 1000));

/** Most faults hold for this long. */
const holdS = (play: Play, most = 8): number => play.random.between(5, most * 10) / 10;
const anyVm = ({stage, random}: Play): string => random.pick(stage.guests) ?? '';
const pathOf = ({stage}: Play, vm: string): string => join(stage.host.manifestsDir, `${vm}.yaml`);
const tapOf = ({taps}: Play, vm: string): string => taps.get(vm) ?? '';
const qemuOf = ({stage}: Play, vm: string): number => {
  const pid = stage.host.qemuPid(vm);
  if (pid === undefined) throw new Error(`${vm} has no hypervisor`);
  return pid;
};
const inSeconds = (seconds: number): string => `${seconds.toFixed(1)} s`;

/** Break something about one manifest, wait, and put the right text back. */
const onManifest =
  (spoil: (path: string, text: string) => void) =>
  (play: Play): Drawn => {
    const vm = anyVm(play);
    const seconds = holdS(play);
    return {
      what: `${vm} for ${inSeconds(seconds)}`,
      takes: [`vm:${vm}`],
      run: async () => {
        spoil(pathOf(play, vm), play.stage.text(vm));
        await sleep(seconds);
        play.stage.wish(vm, {});
      },
    };
  };

const fill =
  (which: 'state' | 'status') =>
  (play: Play): Drawn => {
    const seconds = holdS(play);
    return {
      what: inSeconds(seconds),
      takes: [which],
      run: async () => {
        const free = play.stage.fill(which);
        await sleep(seconds);
        free();
      },
    };
  };

const onLink =
  (words: (tap: string) => string[]) =>
  (play: Play): Drawn => {
    const vm = anyVm(play);
    return {
      what: vm,
      takes: [`link:${vm}`, `vm:${vm}`],
      run: async () => {
        play.stage.host.inside('ip', 'link', ...words(tapOf(play, vm)));
      },
    };
  };

const kill =
  (swap: boolean) =>
  (play: Play): Drawn => {
    const seconds = holdS(play, 3);
    const isKilled = !swap || play.random.chance(0.5);
    return {
      what: `${isKilled ? 'kill -9' : 'SIGTERM'}, away for ${inSeconds(seconds)}`,
      takes: ['daemon'],
      run: async () => {
        const {daemon} = play.stage.host;
        await (isKilled ? daemon.kill9() : daemon.stop());
        if (swap) play.stage.upgrade();
        await sleep(seconds);
        await play.startDaemon();
      },
    };
  };

const hold = (path: string): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('connect', () => resolve(socket));
    socket.once('error', reject);
    socket.resume();
  });

/** Ask for something that ends one life of a guest and begins another. */
const churn =
  (what: string, ask: (play: Play, vm: string) => Promise<void>) =>
  (play: Play): Drawn => {
    const vm = play.random.pick(play.stage.churned) ?? '';
    const {host} = play.stage;
    return {
      what: `${what} ${vm}`,
      takes: [`vm:${vm}`, `process:${vm}`, `link:${vm}`, 'daemon', 'state', 'status'],
      run: async () => {
        const before = host.console(vm).bootId;
        play.watch.letGo(vm);
        await ask(play, vm);
        await host.waitFor(
          `the next life of ${vm}`,
          () => host.console(vm).ready && host.console(vm).bootId !== before,
          {timeoutMs: 600_000},
        );
        await host.ready(vm);
        play.watch.begin(vm);
      },
    };
  };

const statusTrouble = /status files cannot be written|the status directory cannot be made/;
const stateTrouble = /The memory of a source cannot be written/;

export const faults: readonly Fault[] = [
  {name: 'daemon killed', draw: kill(false), endsDaemon: true},
  {name: 'daemon upgraded', draw: kill(true), endsDaemon: true, weight: 2},
  {
    name: 'daemon frozen',
    draw: play => {
      const seconds = holdS(play, 5);
      return {
        what: inSeconds(seconds),
        takes: ['daemon'],
        run: async () => {
          const pid = play.stage.host.daemon.pid();
          if (pid === null) throw new Error('the daemon does not run');
          process.kill(pid, 'SIGSTOP');
          await sleep(seconds);
          process.kill(pid, 'SIGCONT');
        },
      };
    },
  },
  {
    name: 'daemon without descriptors',
    draw: play => {
      const seconds = holdS(play, 5);
      const left = play.random.between(0, 20);
      return {
        what: `${String(left)} left for ${inSeconds(seconds)}`,
        takes: ['daemon'],
        run: async () => {
          const pid = String(play.stage.host.daemon.pid());
          const limit = (files: string): void => {
            execFileSync('prlimit', ['--pid', pid, `--nofile=${files}:`]);
          };
          const soft = ['--nofile', '--raw', '--noheadings', '-o', 'SOFT'];
          const usual = execFileSync('prlimit', ['--pid', pid, ...soft], {encoding: 'utf8'}).trim();
          limit(String(fs.readdirSync(`/proc/${pid}/fd`).length + left));
          await sleep(seconds);
          limit(usual);
        },
      };
    },
    logs: /EMFILE|too many open files/,
  },
  {
    name: 'edit: other network',
    draw: play => {
      const vm = anyVm(play);
      return {
        what: vm,
        takes: [`vm:${vm}`],
        run: async () => {
          play.stage.wish(vm, {network: play.stage.wishes.get(vm)?.network === 'lan' ? 'dmz' : 'lan'});
        },
      };
    },
  },
  {
    name: 'edit: grown disk',
    draw: play => {
      const vm = anyVm(play);
      return {
        what: vm,
        takes: [`vm:${vm}`],
        run: async () => {
          play.stage.wish(vm, {dataMi: (play.stage.wishes.get(vm)?.dataMi ?? 0) + 1});
        },
      };
    },
  },
  {
    name: 'edit: needs a restart',
    draw: play => {
      const vm = anyVm(play);
      const seconds = holdS(play);
      return {
        what: `${vm} for ${inSeconds(seconds)}`,
        takes: [`vm:${vm}`],
        run: async () => {
          play.stage.wish(vm, {memoryMi: 176});
          await sleep(seconds);
          play.stage.wish(vm, {memoryMi: 160});
        },
      };
    },
  },
  {
    name: 'edits: 100 in a second',
    draw: play => {
      const vm = anyVm(play);
      return {
        what: vm,
        takes: [`vm:${vm}`],
        run: async () => {
          for (let left = 99; left >= 0; left -= 1) {
            play.stage.wish(vm, {memoryMi: 160 + 8 * (left % 2)});
            await sleep(0.01);
          }
        },
      };
    },
  },
  {
    name: 'manifest: garbage',
    draw: onManifest(path => fs.writeFileSync(path, 'kind: [}\n\0')),
  },
  {
    name: 'manifest: truncated in place',
    // In the middle of a word that has to be a map: a cut that leaves a valid manifest is an edit like any other.
    draw: onManifest((path, text) => fs.truncateSync(path, text.indexOf('count') + 3)),
  },
  {
    name: 'manifest: gone, protected',
    draw: play => {
      const vm = play.random.pick(play.stage.protected) ?? '';
      const seconds = holdS(play, 10);
      return {
        what: `${vm} for ${inSeconds(seconds)}`,
        takes: [`vm:${vm}`],
        run: async () => {
          play.stage.host.remove(`${vm}.yaml`);
          await sleep(seconds);
          play.stage.wish(vm, {});
        },
      };
    },
  },
  {
    name: 'manifest: twice',
    draw: play => {
      const vm = anyVm(play);
      const seconds = holdS(play);
      return {
        what: `${vm} for ${inSeconds(seconds)}`,
        takes: [`vm:${vm}`],
        run: async () => {
          // One directory for each VM: two of them may be declared twice at the same time.
          const directory = `twice-${vm}.d`;
          play.stage.host.write(`${directory}/copy.yaml`, play.stage.text(vm).replace('160Mi', '192Mi'));
          await sleep(seconds);
          play.stage.host.remove(`${directory}/copy.yaml`);
          fs.rmdirSync(join(play.stage.host.manifestsDir, directory));
        },
      };
    },
    weight: 2,
  },
  {
    name: 'manifests moved away',
    draw: play => {
      const seconds = holdS(play, 10);
      const {manifestsDir} = play.stage.host;
      return {
        what: inSeconds(seconds),
        takes: ['vm:*', 'pipes'],
        run: async () => {
          fs.renameSync(manifestsDir, `${manifestsDir}.away`);
          await sleep(seconds);
          fs.renameSync(`${manifestsDir}.away`, manifestsDir);
        },
      };
    },
  },
  {
    name: 'manifests: four pipes',
    draw: play => {
      const seconds = holdS(play);
      const {host} = play.stage;
      const names = ['a.yaml', 'b.yml', 'h.json', 'z.yaml'];
      return {
        what: inSeconds(seconds),
        takes: ['pipes'],
        run: async () => {
          for (const name of names) host.inside('mkfifo', join(host.manifestsDir, name));
          await sleep(seconds);
          for (const name of names) host.remove(name);
        },
      };
    },
    weight: 2,
  },
  {name: 'status file system full', draw: fill('status'), logs: statusTrouble},
  {name: 'state file system full', draw: fill('state'), logs: stateTrouble},
  {
    name: 'status file removed',
    draw: play => {
      const vm = anyVm(play);
      return {
        what: vm,
        takes: [`vm:${vm}`],
        run: async () => {
          const ref = {kind: 'VirtualMachine', namespace: 'default', name: vm};
          fs.rmSync(play.stage.host.paths.status(ref), {force: true});
        },
      };
    },
  },
  {name: 'tap deleted', draw: onLink(tap => ['del', tap])},
  {name: 'bridge port dropped', draw: onLink(tap => ['set', tap, 'nomaster'])},
  {name: 'tap set down', draw: onLink(tap => ['set', tap, 'down'])},
  {
    name: 'bridge set down',
    draw: ({stage, random}) => {
      const bridge = random.pick(['vmlet0', 'vmlet1']) ?? '';
      return {
        what: bridge,
        takes: [bridge],
        run: async () => {
          stage.host.inside('ip', 'link', 'set', bridge, 'down');
        },
      };
    },
  },
  {
    name: 'bridge deleted',
    draw: ({stage, random}) => {
      const bridge = random.pick(['vmlet0', 'vmlet1']) ?? '';
      return {
        what: bridge,
        takes: [bridge],
        run: async () => {
          if (stage.host.links().includes(bridge)) stage.host.inside('ip', 'link', 'del', bridge);
        },
      };
    },
    weight: 2,
  },
  {
    name: 'QEMU frozen',
    draw: play => {
      const vm = anyVm(play);
      const seconds = holdS(play, 12);
      return {
        what: `${vm} for ${inSeconds(seconds)}`,
        takes: [`process:${vm}`],
        run: async () => {
          const pid = qemuOf(play, vm);
          const sinceS = nowS();
          process.kill(pid, 'SIGSTOP');
          await sleep(seconds);
          process.kill(pid, 'SIGCONT');
          play.watch.froze(vm, nowS() - sinceS);
        },
      };
    },
  },
  {
    name: 'monitor held',
    draw: play => {
      const vm = anyVm(play);
      const seconds = holdS(play, 12);
      return {
        what: `${vm} across a kill -9, for ${inSeconds(seconds)}`,
        takes: [`process:${vm}`, 'daemon'],
        run: async () => {
          const {host} = play.stage;
          // Next in QEMU's queue: ours as soon as the daemon is gone.
          const socket = await hold(host.paths.vm(host.uid(vm)).qmpSocket);
          await host.daemon.kill9();
          await play.startDaemon();
          await sleep(seconds);
          socket.destroy();
        },
      };
    },
    endsDaemon: true,
    weight: 2,
  },
  {
    name: 'guest restarted on request',
    draw: churn('restart', async ({stage}, vm) => {
      await stage.host.ok('restart', vm);
    }),
    weight: 1,
  },
  {
    name: 'guest removed and declared again',
    draw: churn('remove', async ({stage}, vm) => {
      stage.host.remove(`${vm}.yaml`);
      await stage.host.waitFor(`${vm} to be Removed`, () => stage.host.vm(vm).status.phase === 'Removed', {
        timeoutMs: 300_000,
      });
      stage.wish(vm, {});
    }),
    weight: 1,
  },
];
