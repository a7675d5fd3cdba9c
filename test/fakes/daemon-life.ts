// The ports of one daemon process on a fake host. kill() is `kill -9`: from then on nothing it does has an effect, its
// connections hang up, its timers never fire and what it waits for never comes. Children that it started go on.
import {VmletError} from '../../controller/errors.ts';
import type {
  Clock,
  Host,
  LineConnection,
  Processes,
  RunOptions,
  RunResult,
  Sockets,
} from '../../controller/host/host.ts';
import type {WatchTree} from '../../controller/manifest/watch-tree.ts';
import {mortalFiles} from './daemon-files.ts';
import {hang, injected, openGate} from './gate.ts';
import type {Fate} from './gate.ts';
import type {Effect, HostParts} from './host.ts';
import {fakeWatches} from './watch-tree.ts';

export type DaemonLife = {
  readonly host: Host;
  readonly watchTree: WatchTree;
  readonly isAlive: boolean;
  kill(): void;
  /** Die at the n-th effect from now: before it, after it, or (file writes) in the middle of it. */
  killAtEffect(count: number, when: Exclude<Fate, 'none'>): void;
  /** Forget what killAtEffect asked for. */
  spare(): void;
  /** Effects so far, for the crash matrix. */
  readonly effects: number;
  /** The kernel tells of a change under this path, to those of its watches that cover it. */
  touched(path: string): void;
};

export const openLife = (parts: HostParts): DaemonLife => {
  const {clock, links, qemus, keeper, counts} = parts;
  const watches = fakeWatches();
  const connections = new Set<LineConnection>();
  let stopMonitors: (() => void)[] = [];

  const gate = openGate(parts, () => {
    for (const stop of stopMonitors) stop();
    stopMonitors = [];
    for (const connection of connections) connection.close();
    connections.clear();
  });

  const mortalClock: Clock = {
    now: () => clock.now(),
    monotonicMs: () => clock.monotonicMs(),
    after: (ms, run) =>
      clock.after(ms, () => {
        if (gate.isAlive) run();
      }),
    sleep: async (ms, options) => {
      if (!gate.isAlive) return hang();
      try {
        await clock.sleep(ms, options);
      } catch (thrown) {
        if (!gate.isAlive) return hang();
        throw thrown;
      }
      if (!gate.isAlive) return hang();
    },
  };

  const run = async (
    command: string,
    args: readonly string[],
    options: RunOptions = {},
  ): Promise<RunResult> => {
    if (!gate.isAlive) return hang();
    const operation = command === 'ip' ? (args.includes('show') ? 'ip show' : 'ip batch') : command;
    const effect: Effect = {
      door: 'run',
      operation,
      subject: command === 'ip' ? (options.stdin ?? '') : args.join(' '),
      detail: options,
    };
    counts.spawns += 1;
    const fate = gate.fate(effect);
    if (fate === 'before') {
      gate.kill();
      return hang();
    }
    const mishap = keeper.mishap(effect);
    if (mishap?.when === 'before' && mishap.code === 'E-TOOL') throw injected('E-TOOL', effect);
    const latencyMs = keeper.latencyMs(effect);
    if (fate === 'during') gate.kill();
    const finish = async (): Promise<RunResult> => {
      await clock.sleep(latencyMs);
      if (options.signal?.aborted === true && gate.isAlive)
        throw new VmletError('E-TIMEOUT', `${command} was cancelled`);
      if (mishap?.when === 'before') {
        if (mishap.code !== 'E-TIMEOUT')
          return {exitCode: 1, stdout: '', stderr: `${mishap.code}: injected\n`};
        await clock.sleep(options.timeoutMs ?? 30_000);
        throw injected('E-TIMEOUT', effect);
      }
      keeper.before(effect);
      const result = parts.runTool(command, args, options);
      keeper.after(effect);
      if (mishap?.when === 'after') {
        if (mishap.code === 'E-TIMEOUT') await clock.sleep(options.timeoutMs ?? 30_000);
        throw injected(mishap.code, effect);
      }
      return result;
    };
    try {
      const result = await finish();
      if (fate === 'after') gate.kill();
      return gate.isAlive ? result : await hang();
    } catch (thrown) {
      if (!gate.isAlive) return hang();
      throw thrown;
    }
  };

  const launch: Processes['launch'] = async (wish, onExit) => {
    if (!gate.isAlive) return hang();
    const uid = wish.argv[wish.argv.indexOf('-uuid') + 1] ?? '';
    const effect: Effect = {door: 'launch', operation: 'launch', subject: uid, detail: wish};
    const started = gate.sync(
      effect,
      () =>
        qemus.processes.launch(wish, exit => {
          if (gate.isAlive) onExit(exit);
        }),
      hang<Awaited<ReturnType<Processes['launch']>>>(),
    );
    return started;
  };

  const deliver = (hint: string, send: () => void): void => {
    const effect: Effect = {door: 'hint', operation: hint, subject: hint, detail: null};
    const mishap = keeper.mishap(effect);
    if (mishap?.when === 'drop') return;
    mortalClock.after(mishap?.when === 'late' ? mishap.ms : 1, send);
  };

  const processes: Processes = {
    run,
    launch,
    follow: (_command, _args, onLine, onEnd) => {
      if (!gate.isAlive) return () => undefined;
      const stop = links.follow(
        line => {
          deliver('link', () => {
            onLine(line);
          });
        },
        () => {
          mortalClock.after(1, onEnd);
        },
      );
      stopMonitors.push(stop);
      return stop;
    },
    list: () =>
      gate.sync(
        {door: 'read', operation: 'processes', subject: '/proc', detail: null},
        () => qemus.processes.list(),
        [],
      ),
    inspect: identity => (gate.isAlive ? qemus.processes.inspect(identity) : undefined),
    signal: (identity, name) => {
      const uid = qemus.all().find(each => each.identity.pid === identity.pid)?.uid ?? '';
      return gate.sync(
        {door: 'signal', operation: name, subject: uid, detail: identity},
        () => qemus.processes.signal(identity, name),
        false,
      );
    },
  };

  const sockets: Sockets = {
    connectLines: async (path, handlers, options) => {
      if (!gate.isAlive) return hang();
      const effect: Effect = {door: 'connect', operation: 'connect', subject: path, detail: null};
      const mishap = keeper.mishap(effect);
      if (mishap?.when === 'before') {
        await mortalClock.sleep(1);
        throw new VmletError('E-HOST', `cannot connect to ${path}: ECONNREFUSED`);
      }
      const lost = new Set<string>();
      let connection: LineConnection | undefined;
      const hangUp = (): void => {
        connection?.close();
      };
      try {
        connection = await qemus.sockets.connectLines(
          path,
          {
            onLine: line => {
              if (!gate.isAlive) return;
              const id = lost.size === 0 ? undefined : (JSON.parse(line) as {id?: string}).id;
              if (id !== undefined && lost.has(id)) hangUp();
              else handlers.onLine(line);
            },
            onClose: why => {
              if (gate.isAlive) handlers.onClose(why);
            },
          },
          options,
        );
      } catch (thrown) {
        if (!gate.isAlive) return hang();
        throw thrown;
      }
      const open = connection;
      if (!gate.isAlive) {
        open.close();
        return hang();
      }
      connections.add(open);
      return {
        send: line => {
          const {execute, id = ''} = JSON.parse(line) as {execute: string; id?: string};
          const uid = /\/vm\/([^/]+)\//.exec(path)?.[1] ?? '';
          const sent: Effect = {door: 'qmp', operation: execute, subject: uid, detail: line};
          const fault = gate.isAlive ? keeper.mishap(sent) : null;
          if (fault?.when === 'before') {
            mortalClock.after(1, hangUp);
            return;
          }
          if (fault?.when === 'after') lost.add(id);
          gate.pass(
            sent,
            null,
            () => {
              counts.qmpCommands += 1;
              open.send(line);
            },
            undefined,
          );
        },
        close: () => {
          connections.delete(open);
          open.close();
        },
      };
    },
  };

  const write = (level: string) => (message: string, fields?: unknown) => {
    if (gate.isAlive) parts.log.push({level, message, fields});
  };

  return {
    get isAlive() {
      return gate.isAlive;
    },
    get effects() {
      return gate.effects;
    },
    kill: gate.kill,
    killAtEffect: gate.killAtEffect,
    spare: gate.spare,
    watchTree: (path, scope, handlers, watchClock) => {
      const watch = watches.start(path, scope, handlers, watchClock);
      mortalClock.after(5, handlers.onReady);
      return watch;
    },
    touched: path => {
      for (const label of watches.watched()) {
        const [scope = '', watched = ''] = label.split(' ');
        const directory = path.slice(0, path.lastIndexOf('/')) || '/';
        const covers =
          scope === 'tree'
            ? `${directory}/`.startsWith(`${watched}/`) || path === watched
            : directory === watched;
        if (covers)
          deliver('watch', () => {
            watches.event(watched);
          });
      }
    },
    host: {
      processes,
      sockets,
      files: mortalFiles(parts, gate),
      clock: mortalClock,
      random: {uuid: () => parts.uuid(), fraction: () => keeper.fraction()},
      log: {debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error')},
      paths: parts.paths,
    } satisfies Host,
  };
};
