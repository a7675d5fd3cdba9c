// The ports of one daemon process on a fake host. kill() is `kill -9`: from then on nothing it does has an effect, its
// connections hang up, its timers never fire and what it waits for never comes. Children that it started go on.
import {VmletError} from '../../controller/errors.ts';
import type {
  Clock,
  Host,
  LineConnection,
  ProcessFacts,
  Processes,
  RunOptions,
  RunResult,
} from '../../controller/host/host.ts';
import type {WatchTree} from '../../controller/manifest/watch-tree.ts';
import {mortalFiles} from './daemon-files.ts';
import {mortalSockets} from './daemon-sockets.ts';
import {openAged} from './aged.ts';
import type {Aged} from './aged.ts';
import {hang, injected, openGate} from './gate.ts';
import type {Fate} from './gate.ts';
import type {Effect, HostParts} from './host.ts';
import {changesLinks} from './links.ts';
import {fakeWatches} from './watch-tree.ts';

export type DaemonLife = {
  readonly host: Host;
  readonly watchTree: WatchTree;
  readonly isAlive: boolean;
  kill(): void;
  /**
   * Die at the n-th effect from now, of this door where one is named: before it, after it, or (file writes) in the
   * middle of it.
   */
  killAtEffect(count: number, when: Exclude<Fate, 'none'>, door?: Effect['door']): void;
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
  /** By what was asked. */
  const linkTables = new Map<string, Aged<RunResult>>();
  const processTables = openAged<ProcessFacts[]>();

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
    const isLinks = command === 'ip' || command === 'tc';
    const changes = command === 'ip' ? changesLinks(options.stdin) : !args.includes('-j');
    const operation = isLinks ? `${command} ${changes ? 'batch' : 'show'}` : command;
    const unit = command === 'systemd-run' ? args.slice(args.indexOf('--') + 1) : null;
    const effect: Effect =
      unit === null
        ? {
            door: 'run',
            operation,
            subject: isLinks ? (options.stdin ?? '') : args.join(' '),
            detail: options,
          }
        : {
            door: 'launch',
            operation,
            subject: unit[unit.indexOf('-uuid') + 1] ?? '',
            detail: {argv: unit, asked: {monotonicMs: clock.monotonicMs(), wallMs: clock.wallMs()}},
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
      await clock.sleep(latencyMs + (mishap?.when === 'slow' ? mishap.ms : 0));
      if (options.signal?.aborted === true && gate.isAlive)
        throw new VmletError('E-TIMEOUT', `${command} was cancelled`);
      if (mishap?.when === 'before') {
        if (mishap.code !== 'E-TIMEOUT')
          return {exitCode: 1, stdout: '', stderr: `${mishap.code}: injected\n`};
        await clock.sleep(options.timeoutMs ?? 30_000);
        throw injected('E-TIMEOUT', effect);
      }
      if (mishap?.when === 'answer') return mishap.result;
      if (mishap?.when === 'cut') {
        const lines = (options.stdin ?? '').split('\n');
        const stdin = lines.slice(0, Math.floor(lines.length * mishap.share)).join('\n');
        keeper.before({...effect, subject: stdin});
        parts.runTool(command, args, {...options, stdin});
        keeper.after({...effect, subject: stdin});
        return {exitCode: 137, stdout: '', stderr: 'Killed\n'};
      }
      keeper.before(effect);
      const result = parts.runTool(command, args, options);
      keeper.after(effect);
      if (operation === 'ip show') {
        const question = `${args.join(' ')} ${options.stdin ?? ''}`;
        const answers = linkTables.get(question) ?? openAged<RunResult>();
        linkTables.set(question, answers);
        return answers.tell(result, mishap);
      }
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

  const deliver = (hint: string, send: () => void, overflow: () => void = () => undefined): void => {
    const effect: Effect = {door: 'hint', operation: hint, subject: hint, detail: null};
    const mishap = keeper.mishap(effect);
    if (mishap?.when === 'drop') return;
    if (mishap?.when === 'overflow') {
      overflow();
      return;
    }
    mortalClock.after(mishap?.when === 'late' ? mishap.ms : 1, send);
    if (mishap?.when === 'twice') mortalClock.after(3, send);
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
        (mishap, now) => processTables.tell(now, mishap),
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

  const sockets = mortalSockets(parts, gate, mortalClock, connections);

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
          deliver(
            'watch',
            () => {
              watches.event(watched);
            },
            () => {
              watches.fail(watched, 'ENOSPC');
            },
          );
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
