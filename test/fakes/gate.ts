// The door between one daemon process and the fake host: counts effects, lets the doorkeeper refuse them, and is shut
// for ever once the daemon is dead. Nothing random, no policy.
import {VmletError} from '../../controller/errors.ts';
import type {Effect, HostParts, Mishap} from './host.ts';

/** Where a daemon dies: not here, or before, in the middle of, or right after this effect. */
export type Fate = 'none' | 'before' | 'during' | 'after';

export type Gate = {
  readonly isAlive: boolean;
  /** Effects so far that change the host. */
  readonly effects: number;
  /**
   * Do it now, unless the doorkeeper or death comes between; `dead` is the answer to nobody, `bend` makes of an answer
   * what a mishap (or none) makes of it.
   */
  sync<T>(effect: Effect, run: () => T, dead: T, bend?: (mishap: Mishap | null, answer: T) => T): T;
  /** The same with a mishap that the caller knows, and of which it takes care of `before`. */
  pass<T>(effect: Effect, mishap: Mishap | null, run: () => T, dead: T): T;
  /** Fate of this effect; asked once or more, counted once. */
  fate(effect: Effect): Fate;
  /** Die at the n-th effect from now, of this door where one is named. */
  killAtEffect(count: number, when: Exclude<Fate, 'none'>, door?: Effect['door']): void;
  /** Forget killAtEffect. */
  spare(): void;
  kill(): void;
};

/** What a dead process waits for. */
export const hang = <T>(): Promise<T> => new Promise<T>(() => undefined);

/** `E-...` is thrown by a port itself, anything else is the system's. */
export const injected = (code: string, {operation, subject}: Effect): Error => {
  const {stackTraceLimit} = Error;
  // Where it was thrown says nothing: here.
  Error.stackTraceLimit = 0;
  const error = code.startsWith('E-')
    ? new VmletError(code as 'E-TOOL', `${operation} ${subject.slice(0, 80)}: injected`)
    : Object.assign(new Error(`${code}: injected, ${operation} '${subject.slice(0, 120)}'`), {code});
  Error.stackTraceLimit = stackTraceLimit;
  return error;
};

export const openGate = (
  {keeper, counts}: Pick<HostParts, 'keeper' | 'counts'>,
  onKill: () => void,
): Gate => {
  const fates = new WeakMap<Effect, Fate>();
  let alive = true;
  let effects = 0;
  let death: {left: number; when: Exclude<Fate, 'none'>; door: Effect['door'] | undefined} | null = null;

  const kill = (): void => {
    if (!alive) return;
    alive = false;
    onKill();
  };

  const decide = (effect: Effect): Fate => {
    if (!changesHost(effect)) return 'none';
    effects += 1;
    if (death === null || (death.door ?? effect.door) !== effect.door) return 'none';
    death.left -= 1;
    if (death.left > 0) return 'none';
    const {when} = death;
    death = null;
    return when;
  };

  const fate = (effect: Effect): Fate => {
    const known = fates.get(effect);
    if (known !== undefined) return known;
    const decided = decide(effect);
    fates.set(effect, decided);
    return decided;
  };

  const pass: Gate['pass'] = (effect, mishap, run, dead) => {
    if (!alive) return dead;
    const end = fate(effect);
    if (end === 'before') {
      kill();
      return dead;
    }
    keeper.before(effect);
    const result = run();
    if (effect.door === 'write') counts.writes += 1;
    keeper.after(effect);
    if (end !== 'none') {
      kill();
      return dead;
    }
    if (mishap?.when === 'after') throw injected(mishap.code, effect);
    return result;
  };

  return {
    get isAlive() {
      return alive;
    },
    get effects() {
      return effects;
    },
    kill,
    killAtEffect: (count, when, door) => {
      death = {left: count, when, door};
    },
    spare: () => {
      death = null;
    },
    fate,
    pass,
    sync: (effect, run, dead, bend) => {
      if (!alive) return dead;
      const mishap = keeper.mishap(effect);
      if (mishap?.when === 'before') throw injected(mishap.code, effect);
      const answer = pass(effect, mishap, run, dead);
      return bend === undefined ? answer : bend(mishap, answer);
    },
  };
};

/** What the crash matrix counts. */
export const changesHost = ({door, operation}: Effect): boolean =>
  door === 'write' ||
  door === 'launch' ||
  door === 'signal' ||
  (door === 'qmp' && !isQuestion(operation)) ||
  (door === 'run' && operation !== 'ip show' && operation !== 'tc show');

/** QMP commands that change nothing. */
export const isQuestion = (command: string): boolean =>
  command.startsWith('query-') || command === 'qom-list' || command === 'qmp_capabilities';
