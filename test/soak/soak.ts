// A soak from start to verdict: boot the fleet, take the reference, play faults in rounds with a full check after each,
// measure, print. First rounds may end the daemon; then one daemon lives to the end, so that its growth can be measured.
import * as fs from 'node:fs';
import {audit, compare} from './audit.ts';
import type {Audit} from './audit.ts';
import {faults} from './faults.ts';
import type {Drawn, Fault, Play} from './faults.ts';
import {lostSeconds, slopePerHour, tableOf} from './figures.ts';
import {openStage} from './stage.ts';
import type {Stage} from './stage.ts';
import {nowS, openWatch} from './watch.ts';
import type {DaemonLife, GuestLife, Watch} from './watch.ts';
import {seededRandom} from '../sim/random.ts';

export type SoakOptions = {
  readonly minutes: number;
  readonly guests: number;
  readonly seed: number;
  /** Names of faults; all when null. */
  readonly only: readonly string[] | null;
  readonly json: string | null;
  /** The checkout. */
  readonly root: string;
};

type Row = {readonly name: string; readonly value: string; readonly bar: string; readonly pass: boolean};

type Played = {readonly atS: number; readonly name: string; readonly what: string; end: string};

const bootTimeoutMs = 900_000;
/** How long the fleet may take from the last fault to all Ready, on a machine that is busy with other things too. */
const settleTimeoutMs = 180_000;
const roundS = 60;
/** Part of the time in which the daemon may be ended; from then on it is one life. */
const roughPart = 0.45;
/** Least slope that counts, in MiB an hour, and only when a life was long enough to tell it from the warm-up. */
const slopeLimit = 30;
const slopeLifeS = 600;
const lostLimitS = 1;

/** Play it; the result is the exit code. */
export const soak = async (options: SoakOptions): Promise<number> => {
  say(`seed ${String(options.seed)}, ${String(options.minutes)} min, ${String(options.guests)} guests`);
  const stage = await openStage(options.guests, options.root);
  let stopping = false;
  let playing = false;
  // Once: play no more, judge what was. Twice, or while the guests boot: end.
  const onSignal = (): void => {
    if (stopping || !playing) void stage.close().finally(() => process.exit(130));
    stopping = true;
  };
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, onSignal);
  const violations: string[] = [];
  const startedS = nowS();
  const clock = (): string => `${(nowS() - startedS).toFixed(0)} s`;
  const accuse = (what: string): void => {
    violations.push(`at ${clock()}: ${what}`);
    say(`VIOLATION at ${clock()}: ${what}`);
  };
  const watch = openWatch(stage.host, accuse);
  try {
    const run = new Soak(options, stage, watch, accuse);
    await run.boot();
    playing = true;
    await run.play(() => stopping);
    await run.finish();
    return report(options, run, violations);
  } finally {
    watch.close();
    await stage.close();
  }
};

class Soak {
  readonly played: Played[] = [];
  readonly settledS: number[] = [];
  readonly #options: SoakOptions;
  readonly #stage: Stage;
  readonly #watch: Watch;
  readonly #accuse: (what: string) => void;
  readonly #taken = new Set<string>();
  readonly #running = new Set<Promise<void>>();
  readonly #play: Play;
  readonly #taps = new Map<string, string>();
  #reference: Audit | undefined;
  #beginS = 0;
  /** Somebody is ending or starting the daemon: it may be away. */
  #away = false;

  constructor(options: SoakOptions, stage: Stage, watch: Watch, accuse: (what: string) => void) {
    this.#options = options;
    this.#stage = stage;
    this.#watch = watch;
    this.#accuse = accuse;
    this.#play = {
      stage,
      watch,
      random: seededRandom(options.seed),
      taps: this.#taps,
      startDaemon: () => this.#startDaemon(),
    };
  }

  get watch(): Watch {
    return this.#watch;
  }

  get log(): string {
    return this.#stage.host.daemon.log();
  }

  get revisionFiles(): number {
    const all = fs.readdirSync(this.#stage.host.paths.revisionsDir, {recursive: true, encoding: 'utf8'});
    return all.filter(name => name.endsWith('.json')).length;
  }

  async boot(): Promise<void> {
    const {host, guests} = this.#stage;
    await this.#startDaemon();
    await host.waitFor('all guests to be Ready', () => host.ready(...guests).then(() => true), {
      timeoutMs: bootTimeoutMs,
    });
    for (const vm of guests) {
      this.#taps.set(vm, host.vm(vm).status.interfaces[0]?.link ?? '');
      this.#watch.begin(vm);
    }
    // Of a fleet whose daemon was started once more: what only a first start makes is no leak.
    await host.daemon.kill9();
    await this.#startDaemon();
    await host.ready(...guests);
    await sleep(10);
    this.#reference = audit(this.#stage);
    await this.#watch.noteQuiet();
    say(`all ${String(guests.length)} guests are Ready`);
  }

  async play(isStopping: () => boolean): Promise<void> {
    this.#beginS = nowS();
    const endS = this.#beginS + this.#options.minutes * 60;
    const oneLifeS = this.#beginS + this.#options.minutes * 60 * roughPart;
    let oneLife = false;
    while (nowS() < endS && !isStopping()) {
      if (!oneLife && nowS() > oneLifeS) {
        oneLife = true;
        say('from here on the daemon is left alive');
      }
      const roundEndS = Math.min(endS, nowS() + roundS);
      while (nowS() < roundEndS && !isStopping()) await this.#next(oneLife);
      await Promise.all(this.#running);
      await this.#check();
    }
  }

  async finish(): Promise<void> {
    await sleep(30);
    await this.#check();
  }

  async #next(oneLife: boolean): Promise<void> {
    const {random} = this.#play;
    const fault = this.#pick(oneLife);
    const drawn = fault.draw(this.#play);
    const gapS = random.between(10, 45) / 10;
    // Waited for, not drawn again: the order of faults is the seed's alone.
    while (drawn.takes.some(each => this.#isTaken(each))) await Promise.race(this.#running);
    const running = this.#run(fault, drawn).finally(() => this.#running.delete(running));
    this.#running.add(running);
    this.#live(fault, drawn);
    await sleep(gapS);
    if (!this.#away && !this.#taken.has('daemon') && this.#stage.host.daemon.pid() === null) {
      this.#accuse('the daemon ended by itself');
      await this.#startDaemon();
    }
  }

  #pick(oneLife: boolean): Fault {
    const {only} = this.#options;
    const candidates = faults
      .filter(fault => !(oneLife && fault.endsDaemon === true))
      .filter(fault => only === null || only.some(name => fault.name.includes(name)));
    const tickets = candidates.flatMap(fault => Array.from({length: fault.weight ?? 4}, () => fault));
    const fault = this.#play.random.pick(tickets);
    if (fault === undefined) throw new Error(`no such fault: ${String(only)}`);
    return fault;
  }

  #isTaken(wanted: string): boolean {
    return [...this.#taken].some(
      held =>
        held === wanted ||
        (held.endsWith('*') && wanted.startsWith(held.slice(0, -1))) ||
        (wanted.endsWith('*') && held.startsWith(wanted.slice(0, -1))),
    );
  }

  async #run(fault: Fault, drawn: Drawn): Promise<void> {
    for (const each of drawn.takes) this.#taken.add(each);
    const entry: Played = {atS: nowS() - this.#beginS, name: fault.name, what: drawn.what, end: ''};
    this.played.push(entry);
    try {
      await drawn.run();
    } catch (thrown) {
      entry.end = String(thrown).slice(0, 4_000);
      this.#accuse(`the fault "${fault.name}" (${drawn.what}) did not go through: ${entry.end}`);
    } finally {
      for (const each of drawn.takes) this.#taken.delete(each);
    }
  }

  /** Everything Ready again, guests speak, nothing leaked. */
  async #check(): Promise<void> {
    const {host, guests} = this.#stage;
    const sinceS = nowS();
    try {
      await host.waitFor(
        'all guests to be Ready with nothing pending, and to speak',
        async () => {
          await host.ready(...guests);
          const pending = guests.flatMap(vm =>
            host.vm(vm).status.pendingChanges.map(each => `${vm} ${each.path}`),
          );
          if (pending.length > 0) throw new Error(`pending: ${pending.join(', ')}`);
          return this.#watch.allSpokeSince(sinceS);
        },
        {timeoutMs: settleTimeoutMs},
      );
      this.settledS.push(nowS() - sinceS);
    } catch (thrown) {
      this.#accuse(String(thrown));
    }
    for (const vm of guests) {
      const life = this.#watch.guestLives.findLast(each => each.vm === vm);
      const {bootIds} = host.console(vm);
      if (bootIds.at(-1) !== life?.bootId) this.#accuse(`${vm} was booted anew`);
    }
    await this.#checkLeaks();
    await this.#watch.noteQuiet();
  }

  async #checkLeaks(): Promise<void> {
    const reference = this.#reference;
    if (reference === undefined) throw new Error('there is no reference yet');
    const deadlineS = nowS() + 30;
    for (;;) {
      const leaks = compare(reference, audit(this.#stage));
      if (leaks.length === 0) return;
      if (nowS() > deadlineS) {
        this.#accuse(`differs from the reference: ${leaks.join('; ')}`);
        // Told once, not after each round.
        this.#reference = audit(this.#stage);
        return;
      }
      await sleep(1);
    }
  }

  async #startDaemon(): Promise<void> {
    const {daemon} = this.#stage.host;
    this.#away = true;
    for (let left = 60; ; left -= 1) {
      try {
        await daemon.start('--resync', '10s');
        this.#away = false;
        return;
      } catch (thrown) {
        if (left === 0) throw thrown;
        say(`the daemon did not start, once more: ${String(thrown).slice(0, 500)}`);
        await sleep(1);
      }
    }
  }

  #live(fault: Fault, drawn: Drawn): void {
    const life = this.#watch.daemonLives.at(-1);
    const rss = life?.rss.at(-1)?.value.toFixed(0) ?? '?';
    say(
      `${((nowS() - this.#beginS) / 60).toFixed(1)} min, ${String(this.played.length)} faults, daemon ${rss} MiB: ${fault.name} ${drawn.what}`,
    );
  }
}

/** Error lines that no fault explains. */
const strangeErrors = (log: string, played: readonly Played[]): string[] => {
  const allowed = faults
    .filter(fault => played.some(({name}) => name === fault.name))
    .flatMap(fault => fault.logs ?? []);
  return log
    .split('\n')
    .filter(line => / ERROR /.test(line) || !/^\d{4}-/.test(line))
    .filter(line => line.trim() !== '' && !allowed.some(pattern => pattern.test(line)));
};

const report = (options: SoakOptions, run: Soak, violations: string[]): number => {
  const {guestLives, daemonLives} = run.watch;
  const errors = strangeErrors(run.log, run.played);
  const rows: Row[] = [
    {
      name: 'violations while it ran',
      value: String(violations.length),
      bar: '0',
      pass: violations.length === 0,
    },
    ...guestRows(guestLives),
    ...daemonRows(daemonLives),
    {
      name: 'slowest round to all Ready',
      value: `${Math.max(0, ...run.settledS).toFixed(1)} s`,
      bar: `${String(settleTimeoutMs / 1000)} s`,
      pass: true,
    },
    {name: 'error lines nobody planted', value: String(errors.length), bar: '0', pass: errors.length === 0},
    {name: 'revision files (kept until purge)', value: String(run.revisionFiles), bar: '-', pass: true},
  ];
  const passed = rows.every(row => row.pass);
  const counts = new Map<string, number>();
  for (const {name} of run.played) counts.set(name, (counts.get(name) ?? 0) + 1);
  say('');
  say(tableOf([['fault', 'times'], ...[...counts].sort().map(([name, count]) => [name, String(count)])]));
  say('');
  say(
    tableOf([
      ['figure', 'value', 'bar', ''],
      ...rows.map(each => [each.name, each.value, each.bar, each.pass ? 'pass' : 'FAIL']),
    ]),
  );
  for (const each of [...violations, ...errors.slice(0, 50)]) say(`- ${each}`);
  say(`seed ${String(options.seed)}: ${String(run.played.length)} faults, ${passed ? 'passed' : 'FAILED'}`);
  if (options.json !== null) {
    const content = {options, passed, rows, violations, errors, faults: run.played, daemonLives};
    fs.writeFileSync(options.json, `${JSON.stringify(content, null, 1)}\n`);
  }
  return passed ? 0 : 1;
};

const guestRows = (lives: readonly GuestLife[]): Row[] => {
  const lost = lives.flatMap(life => {
    const seconds = lostSeconds(life.heartbeats);
    return seconds === null ? [] : [Math.max(0, seconds)];
  });
  const total = lost.filter(seconds => seconds > lostLimitS).reduce((sum, each) => sum + Math.floor(each), 0);
  const frozen = lives.reduce((sum, life) => sum + life.frozenS, 0);
  const silence = Math.max(0, ...lives.map(life => life.silenceS - life.frozenS));
  return [
    {name: 'guest lives watched', value: String(lives.length), bar: '-', pass: true},
    {name: 'guest seconds lost', value: String(total), bar: '0', pass: total === 0},
    {
      name: 'most that one clock was behind',
      value: `${Math.max(0, ...lost).toFixed(2)} s`,
      bar: '-',
      pass: true,
    },
    {name: 'longest silence of a guest not frozen', value: `${silence.toFixed(1)} s`, bar: '-', pass: true},
    {name: 'frozen by the script', value: `${frozen.toFixed(0)} s`, bar: '-', pass: true},
  ];
};

const daemonRows = (lives: readonly DaemonLife[]): Row[] => {
  const longest = lives.reduce<DaemonLife | undefined>(
    (best, life) =>
      best === undefined || life.untilS - life.sinceS > best.untilS - best.sinceS ? life : best,
    undefined,
  );
  if (longest === undefined) return [];
  const lifeS = longest.untilS - longest.sinceS;
  // The first third is warm-up: code is compiled, caches fill.
  const settled = longest.rss.slice(Math.floor(longest.rss.length / 3));
  const slope = slopePerHour(settled);
  const judged = lifeS >= slopeLifeS;
  const grown = lives
    .map(({quietDescriptors}) => grownIn(quietDescriptors))
    .reduce((most, each) => (each.length > most.length ? each : most), []);
  return [
    {name: 'lives of the daemon', value: String(lives.length), bar: '-', pass: true},
    {name: 'longest life', value: `${lifeS.toFixed(0)} s`, bar: '-', pass: true},
    {
      name: 'RSS of that life, first / last / most',
      value: `${mib(longest.rss[0]?.value)} / ${mib(longest.rss.at(-1)?.value)} / ${mib(Math.max(...longest.rss.map(each => each.value)))}`,
      bar: '-',
      pass: true,
    },
    {
      name: 'RSS slope after its first third',
      value: slope === null ? 'too short' : `${slope.toFixed(1)} MiB/h`,
      bar: judged ? `${String(slopeLimit)} MiB/h` : '- (life too short)',
      pass: !judged || slope === null || slope <= slopeLimit,
    },
    {
      name: 'growth of its descriptors when quiet',
      value: [String(grown.length), ...grown].join(' '),
      bar: '0',
      pass: grown.length === 0,
    },
  ];
};

/**
 * A leak only grows; what a tool or a connection holds comes and goes, whoever runs at the moment: so the most of the first
 * third of a life is compared with the least of the last.
 */
const grownIn = (looks: readonly (readonly string[])[]): readonly string[] => {
  const third = Math.max(1, Math.floor(looks.length / 3));
  const bySize = (part: readonly (readonly string[])[]) => part.toSorted((a, b) => a.length - b.length);
  const before = bySize(looks.slice(0, third)).at(-1) ?? [];
  const now = bySize(looks.slice(-third))[0] ?? [];
  return added(before, now);
};

/** What is in `now` more often than it was in `before`; nothing when there are no more of them in all. */
const added = (before: readonly string[], now: readonly string[]): readonly string[] => {
  if (now.length <= before.length) return [];
  const left = [...before];
  return now.filter(what => {
    const at = left.indexOf(what);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
};

const mib = (value: number | undefined): string => `${(value ?? 0).toFixed(0)} MiB`;

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const sleep = (seconds: number): Promise<void> => new Promise(resolve => setTimeout(resolve, seconds * 1000));
