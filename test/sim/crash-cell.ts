// One cell of the crash matrix: a scene, an effect in it, what becomes of the effect, and the world that follows. What
// is right is what undisturbed runs come to that meet the same world at any of their effects.
import {portraitOf} from './crash-portrait.ts';
import type {Portrait} from './crash-portrait.ts';
import {nextWorlds, worlds} from './crash-worlds.ts';
import type {CrashRow, World} from './crash-worlds.ts';
import {openTrap, springsOf} from './crash-trap.ts';
import type {Point, Spring, Trap} from './crash-trap.ts';
import {checkLeaks} from './leaks.ts';
import {mismatches} from './mismatches.ts';
import {parseSourceMemory, recordsOf} from './records.ts';
import {setScene} from './scene.ts';
import type {Scene} from './scene.ts';
import {resyncMs} from './simulation.ts';
import type {Simulation} from './simulation.ts';

export type Cell = {readonly spring: Spring; readonly world: World};

/** A second death: at this effect of the daemon that is started after the first. */
export type SecondKill = {readonly effect: number; readonly when: 'before' | 'during' | 'after'};

/** What a row may end in, found out as far as it is asked for. */
type Ends = {readonly must: Set<string>; readonly may: Set<string>; readonly left: Point[]};
export type References = ReadonlyMap<World, Ends>;

const rounds = 10;
const usualMs = 14_000;
/** How long a host that came to rest is watched after one more kill. */
const restMs = 5_000;
/** Between two looks, in the first rounds; short, since most is over in a second. */
const looksMs = [300, 700, 1_000, 2_000, 4_000, 7_000, 15_000];

const open = (row: CrashRow): {scene: Scene; trap: Trap} => {
  const trap: Trap = openTrap(() => scene.sim);
  const options = {faults: [trap.fault], hasSystemd: row.hasSystemd ?? false};
  const scene: Scene = setScene(1, options);
  return {scene, trap};
};

/** Effects of the row when nothing goes wrong. */
export const pointsOf = async (row: CrashRow): Promise<readonly Point[]> => {
  const {scene, trap} = open(row);
  await row.before(scene);
  trap.set(null);
  await row.act(scene);
  await scene.sim.advance(row.lastsMs ?? usualMs);
  const {points} = trap;
  scene.end();
  return points;
};

/** Every cell of an effect. */
export const cellsOf = ({leavesOut}: CrashRow, point: Point): Cell[] =>
  springsOf(point)
    .filter(({outcome}) => leavesOut?.test(`${point.operation} ${outcome}`) !== true)
    .flatMap(spring => (['same', 'changed', 'gone'] as const).map(world => ({spring, world})));

/**
 * Ends to compare with: what the row comes to when nothing goes wrong and the world turns at one effect or another.
 * Effect 0 is the world that turns before anything was asked for or seen.
 */
export const openReferences = (row: CrashRow, points: readonly Point[]): References =>
  new Map(
    worlds.map(world => {
      const zero = points.slice(0, 1).map(point => ({...point, number: 0}));
      // The same world may turn up whenever it likes, and is no other than the one of a request that nobody heard.
      const left =
        world === 'same'
          ? [...points.slice(-1), ...(row.again === undefined ? [] : zero)]
          : [...points.slice(-1), ...zero, ...points.slice(0, -1)];
      return [world, {must: new Set<string>(), may: new Set<string>(), left}];
    }),
  );

/** Whether undisturbed runs end so; asks no more of them than it needs. Problems of a reference are thrown. */
const isReference = async (row: CrashRow, world: World, ends: Ends, portrait: Portrait): Promise<boolean> => {
  while (!isAmong(portrait, ends)) {
    const point = ends.left.shift();
    if (point === undefined) return false;
    const cell: Cell = {spring: {point, outcome: 'nothing goes wrong', line: 0}, world};
    const end = await runTo(row, cell, null);
    if (end.portrait === null) throw new Error(`${label(row, cell)}: ${end.problems.join('; ')}`);
    ends.must.add(end.portrait.must);
    for (const line of end.portrait.may) ends.may.add(line);
  }
  return true;
};

const isAmong = ({must, may}: Portrait, ends: Ends): boolean =>
  ends.must.has(must) && may.every(line => ends.may.has(line));

/** What is wrong with a cell, in words. */
export const problemsOf = async (
  row: CrashRow,
  cell: Cell,
  references: References,
  second: SecondKill | null = null,
): Promise<string[]> => {
  const {problems, portrait} = await runTo(row, cell, second);
  const ends = references.get(cell.world);
  if (ends !== undefined && portrait !== null && !(await isReference(row, cell.world, ends, portrait)))
    problems.push(`another end than any reference: ${unlike(portrait, ends)}`);
  const after =
    second === null ? '' : `, and killed ${second.when} effect ${String(second.effect)} of the next life`;
  return problems.map(problem => `${label(row, cell)}${after}: ${problem}`);
};

const label = (row: CrashRow, {spring: {point, outcome, line}, world}: Cell): string =>
  [
    `${row.what} | effect ${String(point.number)} (${point.operation} ${point.subject.replaceAll('\n', '; ').slice(0, 90)})`,
    `${outcome}${line > 0 ? ` after line ${String(line)}` : ''} | world ${world}`,
  ].join(' ');

type End = {readonly problems: string[]; readonly portrait: Portrait | null};

const runTo = async (row: CrashRow, {spring, world}: Cell, second: SecondKill | null): Promise<End> => {
  const {scene, trap} = open(row);
  const {sim} = scene;
  await row.before(scene);
  trap.set(spring);
  // Effect 0 is a request that never arrived.
  if (spring.point.number > 0) await row.act(scene);
  sim.monitors.acted();
  const untilMs = sim.host.clock.monotonicMs() + (row.lastsMs ?? usualMs);
  const isHit = (): boolean => trap.hit || spring.point.number === 0;
  while (!isHit() && sim.host.clock.monotonicMs() < untilMs)
    await sim.advance(Math.max(0.01, Math.min(1_000, sim.host.clock.nextTimerMs() ?? 1_000)));
  if (!isHit()) {
    scene.end();
    return {problems: ['the effect was not reached'], portrait: null};
  }
  (row.next?.[world] ?? nextWorlds[world])(scene);
  if (second !== null) {
    if (sim.life === null) await sim.boot();
    sim.life?.killAtEffect(second.effect, second.when);
    await sim.advance(5_000);
    sim.life?.spare();
  }
  if (sim.life === null) await sim.boot();
  row.again?.(scene, world);
  const {left, portrait} = await converge(scene, {
    hangsMs: trap.hangsMs,
    wasKilled: spring.outcome.includes('killed'),
  });
  if (left.length === 0 && sim.violations.length === 0) checkLeaks(sim);
  const problems = [...sim.violations, ...left];
  scene.end();
  return {problems, portrait};
};

/**
 * At most ten rounds, with a person who agrees to what waits for it. Then nothing may change any more, nor may anybody
 * notice the kill -9 that comes where none came before.
 */
const converge = async (
  scene: Scene,
  {hangsMs, wasKilled}: {hangsMs: number; wasKilled: boolean},
): Promise<{left: string[]; portrait: Portrait | null}> => {
  const {sim} = scene;
  const endMs = sim.host.clock.monotonicMs() + hangsMs + rounds * resyncMs;
  const waits = [...looksMs];
  let changes = '';
  while (sim.host.clock.monotonicMs() < endMs) {
    if (sim.life === null) await sim.boot();
    await agree(scene);
    await sim.advance(waits.shift() ?? resyncMs);
    if (sim.life === null || unfinished(sim).length > 0) continue;
    const portrait = portraitOf(sim);
    const pids = pidsOf(scene);
    if (!wasKilled) {
      sim.crash();
      await sim.boot();
    }
    await sim.advance(restMs);
    const later = portraitOf(sim);
    if (later.must === portrait.must && unfinished(sim).length === 0 && pidsOf(scene) === pids)
      return {left: [], portrait};
    changes = difference(portrait.must, later.must);
  }
  const left = unfinished(sim);
  return {left: left.length > 0 ? left : [`it does not come to rest: ${changes}`], portrait: null};
};

/** Everything in which the host differs from the manifests, and what is missed and not yet taken away. */
const unfinished = (sim: Simulation): string[] => {
  const memory = parseSourceMemory(sim.host.files.read(sim.host.paths.sourceFile('manifests')));
  const removed = new Set(
    recordsOf(sim.host).flatMap(({kind, namespace, name, tombstone}) =>
      tombstone === null ? [] : [`${kind}/${namespace}/${name}`],
    ),
  );
  const leaving = (memory?.objects ?? []).filter(
    ({key, missing}) => missing !== null && !(missing.isGranted && removed.has(key)),
  );
  return [...mismatches(sim), ...leaving.map(({key}) => `${key} is not removed yet`)];
};

const pidsOf = ({sim}: Scene): string =>
  sim.host.qemus
    .all()
    .map(({identity}) => identity.pid)
    .join();

/** How a portrait differs from the reference that is nearest. */
const unlike = ({must, may}: Portrait, ends: Ends): string => {
  const strange = may.filter(line => !ends.may.has(line)).map(line => `+ ${line}`);
  const differences = [...ends.must].map(each => difference(each, must));
  return [...strange, differences.sort((x, y) => x.length - y.length)[0] ?? ''].join('\n    ');
};

/** What was edited may be done, and who was taken away may go. */
const agree = async ({sim}: Scene): Promise<void> => {
  for (const {kind, namespace, name} of recordsOf(sim.host)) {
    if (kind !== 'VirtualMachine' || sim.control === null) continue;
    const status = sim.host.files.read(sim.host.paths.status({kind, namespace, name}))?.toString() ?? '';
    if (status.includes('vmlet approve --prune')) {
      sim.monitors.pruneApproved();
      await sim.during(sim.control.approve({kind, namespace, name}, {prune: true}));
    }
    if (sim.control === null) return;
    if (!/- type: RestartRequired\n\s+status: "?True/.test(status)) continue;
    sim.monitors.licenses.grant(name, 'stop', 'agreed');
    await sim.during(sim.control.approve({kind, namespace, name}, {prune: false}));
  }
};

const difference = (from: string, to: string): string => {
  const [before, after] = [from.split('\n'), to.split('\n')];
  return [
    ...before.filter(line => !after.includes(line)).map(line => `- ${line.slice(0, 600)}`),
    ...after.filter(line => !before.includes(line)).map(line => `+ ${line.slice(0, 600)}`),
  ].join('\n    ');
};
