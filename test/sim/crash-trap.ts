// One effect of a daemon, counted from when the trap is set, and what becomes of it. Set without a spring it only lists
// the effects of an undisturbed run. It knows nothing of scenes and worlds.
import type {RunOptions} from '../../controller/host/host.ts';
import type {DaemonLife} from '../fakes/daemon-life.ts';
import {changesHost} from '../fakes/gate.ts';
import type {Effect, FakeHost, Mishap} from '../fakes/host.ts';
import type {Fault} from './faults.ts';
import {parseRecord} from './records.ts';

/** What may become of an effect; `cut` is of an `ip` batch that dies after some of its lines. */
export type Outcome =
  | 'nothing goes wrong'
  | 'killed before'
  | 'killed in the middle'
  | 'killed after'
  | 'fails without effect'
  | 'fails, but it happened'
  | 'hangs'
  | 'cut, and fails'
  | 'cut, and killed'
  | 'cut, and hangs';

/** One effect of the undisturbed run. */
export type Point = Pick<Effect, 'door' | 'operation' | 'subject'> & {
  /** 1-based, from when the trap was set. */
  readonly number: number;
  /** What it is, whatever it is done to: two writes of a record are of one kind when they leave it in the same state. */
  readonly kind: string;
};

export type Spring = {
  readonly point: Point;
  readonly outcome: Outcome;
  /** Lines of the batch that are done before it is cut. */
  readonly line: number;
};

export type Trap = {
  /** To be the one fault of the simulation. */
  readonly fault: Fault;
  /** Count from here. */
  set(spring: Spring | null): void;
  readonly points: readonly Point[];
  /** The effect was met. */
  readonly hit: boolean;
  /** How long what hangs may hang before anybody gives it up. */
  readonly hangsMs: number;
};

/** What a trap needs of the simulation, which needs the trap first. */
export type TrapHost = {
  readonly host: FakeHost;
  readonly life: DaemonLife | null;
  readonly monitors: {before(effect: Effect): void; after(effect: Effect): void};
};

/** A disk that answers no more, and a hypervisor that is not scheduled, for so long. */
const hangMs = 20_000;
/** How long a process may take to die of SIGKILL: its I/O must end first. */
const dyingMs = 7_000;
const cutShort: Mishap = {when: 'answer', result: {exitCode: 137, stdout: '', stderr: 'Killed\n'}};

/** Every cell of one effect but for the world. */
export const springsOf = (point: Point): Spring[] => {
  const simple: readonly Outcome[] = [
    'killed before',
    ...(hasMiddle(point) ? (['killed in the middle'] as const) : []),
    'killed after',
    'fails without effect',
    'fails, but it happened',
    'hangs',
  ];
  const lines = point.operation === 'ip batch' ? point.subject.trim().split('\n').length : 0;
  const cuts = Array.from({length: Math.max(0, lines - 1)}, (_, index) =>
    (['cut, and fails', 'cut, and killed', 'cut, and hangs'] as const).map(outcome => ({
      point,
      outcome,
      line: index + 1,
    })),
  );
  return [...simple.map(outcome => ({point, outcome, line: 0})), ...cuts.flat()];
};

/** A file half written, a tree half removed, a tool that lives on. */
const hasMiddle = ({door, operation}: Point): boolean =>
  door === 'run' || ['systemd-run', 'writeAtomic', 'copy', 'removeTree'].includes(operation);

export const openTrap = (sim: () => TrapHost): Trap => {
  let isSet = false;
  let count = 0;
  let points: Point[] = [];
  let spring: Spring | null = null;
  let sprung = false;
  let mishap: Mishap | null = null;
  let hangsMs = 0;
  let victim: {readonly life: DaemonLife; readonly diesAt: number} | null = null;

  /** The gate counts the same effects, and can kill before, in the middle of and after one. */
  const arm = (): void => {
    const {life} = sim();
    if (spring === null || victim !== null || life === null || !isDeathAtGate(spring)) return;
    const left = spring.point.number - count;
    victim = {life, diesAt: life.effects + left};
    life.killAtEffect(left, moments[spring.outcome] ?? 'after');
  };

  return {
    fault: {
      name: 'the trap',
      probability: 1,
      appliesTo: effect => {
        if (!isSet) return false;
        arm();
        if (!changesHost(effect)) return false;
        count += 1;
        if (spring === null) points.push({...effect, number: count, kind: kindOf(effect)});
        if (spring === null || sprung || victim !== null || count !== spring.point.number) return false;
        sprung = true;
        if (spring.outcome.includes('hang')) hangsMs = timeoutOf(effect);
        mishap = springOn(effect, spring, sim());
        return mishap !== null;
      },
      mishap: () => mishap ?? {when: 'drop'},
    },
    set: next => {
      spring = next;
      isSet = true;
      count = 0;
      points = [];
      sprung = false;
      victim = null;
      arm();
    },
    get points() {
      return points;
    },
    get hangsMs() {
      return hangsMs;
    },
    get hit() {
      return sprung || (victim !== null && !victim.life.isAlive && victim.life.effects >= victim.diesAt);
    },
  };
};

const timeoutOf = ({door, detail}: Effect): number =>
  door === 'run' ? ((detail as RunOptions).timeoutMs ?? 30_000) : hangMs;

/** Without the names of things. */
const anybody = (subject: string): string =>
  subject
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'UID')
    .replaceAll(/\b(vm[tm]|br)-\w+/g, '$1-NAME')
    .replaceAll(/template-(blank|sha256-\w+)/g, 'template')
    .replaceAll(/\/(blank|sha256-\w+)(-\d+\.qcow2)/g, '/TEMPLATE$2')
    .replaceAll(/\b(root|data)\.qcow2/g, 'DISK')
    .replaceAll(/altname \S+/g, 'altname NAME')
    .replaceAll(/[0-9a-f:]{17,}/g, 'HEX')
    .replaceAll(/[\d.]+(\/\d+)?/g, 'N')
    .replace(/\/(\w+)\/\w+Nyaml$/, '/$1/NAME')
    .replace(/\/(\w+)\/\w+Njson$/, '/$1/NAME')
    .replace(/^(\/(var\/lib|run)\/vmlet)\/\w+$/, '$1/DIRECTORY');

/** What a cell is about, whatever it is done to: an effect of this kind, or a batch that ends after a line of this kind. */
export const kindOfSpring = ({point, line}: Spring): string =>
  line === 0 ? point.kind : `cut after ${anybody(point.subject.split('\n')[line - 1] ?? '')}`;

const kindOf = ({door, operation, subject, detail}: Effect): string => {
  const lines = new Set(anybody(subject).split('\n').sort());
  const what = [...lines].join('; ');
  const record = subject.includes('/records/') ? parseRecord(String(detail)) : null;
  if (record === null) return `${door} ${operation} ${what}`;
  const {tombstone, deleteRequested, run, revisions, powerOverride, restartRequested, imageDigest} = record;
  const state = [
    tombstone !== null && 'removed',
    tombstone?.purgeRequested === true && 'purge',
    tombstone?.purging === true && 'purging',
    tombstone?.trashed === true && 'trashed',
    deleteRequested && 'deleted',
    run.active !== null && 'active',
    run.stopping && 'stopping',
    revisions.prepared !== revisions.booted && 'newer',
    powerOverride,
    restartRequested && 'restart',
    imageDigest !== null && 'stored',
  ];
  return `${door} ${operation} ${what} ${state.filter(each => typeof each === 'string').join(' ')}`;
};

const moments: Partial<Record<Outcome, 'before' | 'during' | 'after'>> = {
  'killed before': 'before',
  'killed in the middle': 'during',
  'killed after': 'after',
};

/** A tree is half removed here, since the gate takes it for one step. */
const isDeathAtGate = ({point, outcome}: Spring): boolean =>
  outcome in moments && !(outcome === 'killed in the middle' && point.operation === 'removeTree');

const springOn = (
  effect: Effect,
  {outcome, line}: Spring,
  {host, life, monitors}: TrapHost,
): Mishap | null => {
  switch (outcome) {
    case 'killed in the middle':
      removeHalf(host, effect.subject);
      life?.kill();
      return null;
    case 'fails without effect':
      return effect.door === 'qmp' ? {when: 'reply', how: 'error'} : {when: 'before', code: errorOf(effect)};
    case 'fails, but it happened':
      return {when: 'after', code: errorOf(effect)};
    case 'hangs':
      return hang(effect, host);
    case 'cut, and fails':
    case 'cut, and killed':
    case 'cut, and hangs':
      monitors.before(effect);
      host.links.run(
        'ip',
        effect.subject.includes('addr show ') ? ['-j', '-d', '-batch', '-'] : ['-force', '-batch', '-'],
        {
          stdin: effect.subject.split('\n').slice(0, line).join('\n'),
        },
      );
      monitors.after(effect);
      if (outcome === 'cut, and killed') life?.kill();
      return outcome === 'cut, and hangs' ? {when: 'before', code: 'E-TIMEOUT'} : cutShort;
    default:
      return null;
  }
};

const errorOf = ({door}: Effect): string =>
  door === 'write' ? 'EIO' : door === 'signal' ? 'EPERM' : 'E-TOOL';

const removeHalf = ({files}: FakeHost, path: string): void => {
  const [first] = files.list(path) ?? [];
  if (first !== undefined) files.removeTree(`${path}/${first}`);
};

/** A file until its disk answers again, a tool until its timeout, a hypervisor until it is scheduled again. */
const hang = (effect: Effect, {clock, qemus}: FakeHost): Mishap | null => {
  if (effect.door === 'write') {
    clock.stall(hangMs);
    return null;
  }
  if (effect.door === 'run') return {when: 'before', code: 'E-TIMEOUT'};
  if (effect.operation === 'systemd-run') return {when: 'after', code: 'E-TIMEOUT'};
  const qemu = qemus.of(effect.subject);
  if (effect.door === 'signal' && qemu !== undefined) qemu.guest.dyingMs = dyingMs;
  if (effect.door === 'qmp' && qemu !== undefined) qemu.monitor = 'deaf';
  if (effect.door === 'launch')
    clock.after(0, () => {
      const started = qemus.of(effect.subject);
      if (started !== undefined) started.monitor = 'mute';
    });
  clock.after(hangMs, () => {
    const now = qemus.of(effect.subject);
    if (now !== undefined) now.monitor = 'answers';
  });
  return null;
};
