// How people edit the manifest of a VM, one row for each kind of edit. Values only; who writes it is an actor.
import type {VmWish} from './manifests.ts';
import type {Simulation} from './simulation.ts';

/** Only on one that comes before it, so that nobody waits for himself. */
const othersOf = (name: string): readonly string[] => (name > 'b' ? ['a'] : []);

/** Now and then one that waits for it in turn, which is a circle. */
const anyOf = (name: string, {random, names}: Simulation): readonly string[] =>
  random.sample(
    names.filter(each => each !== name),
    1,
  );

export const edits: readonly ((wish: VmWish, sim: Simulation) => VmWish)[] = [
  (wish, {random}) => ({...wish, memoryMi: random.pick([64, 128, 256]) ?? 128}),
  (wish, {random}) => ({...wish, cpus: random.between(1, 2)}),
  (wish, {random}) => ({...wish, maxCpus: random.pick([null, 2, 4]) ?? null}),
  (wish, {random}) => ({...wish, maxMemoryMi: random.pick([null, 256, 512]) ?? null}),
  (wish, {random}) => ({...wish, cmdline: [random.pick(['quiet', 'verbose', 'single']) ?? 'quiet']}),
  (wish, {random}) => ({...wish, rootMi: wish.rootMi + random.between(0, 2) * 32}),
  (wish, {random}) => {
    const name = random.pick(['data', 'more']) ?? 'data';
    const {[name]: size, ...others} = wish.dataMi;
    if (size !== undefined && random.chance(0.4)) return {...wish, dataMi: others};
    return {...wish, dataMi: {...wish.dataMi, [name]: (size ?? 16) + random.between(0, 1) * 16}};
  },
  (wish, {random}) => {
    const {lan = 'lan', wan} = wish.nics;
    if (random.chance(0.4)) return {...wish, nics: {...wish.nics, lan: lan === 'lan' ? 'lab' : 'lan'}};
    return {...wish, nics: wan === undefined ? {lan, wan: 'lab'} : {lan}};
  },
  (wish, {random}) => {
    const {side: kind, ...others} = wish.otherNics;
    const picked = random.pick(['macvtap', 'user'] as const) ?? 'user';
    return {...wish, otherNics: kind === undefined ? {...others, side: picked} : others};
  },
  (wish, {random}) => ({...wish, unplugged: random.pick([[], ['lan'], ['wan']]) ?? []}),
  (wish, {random}) => ({...wish, limitKi: random.pick([null, 64, 4096]) ?? null}),
  (wish, {random}) => ({...wish, machine: random.chance(0.4) ? 'microvm' : 'q35'}),
  (wish, {random}) =>
    wish.class === null
      ? {...wish, class: 'small', memoryMi: random.chance(0.7) ? null : 128}
      : {...wish, class: null, memoryMi: 128},
  (wish, sim) => {
    if (sim.random.chance(0.5)) return {...wish, dependsOn: []};
    return {...wish, dependsOn: sim.random.chance(0.2) ? anyOf(wish.name, sim) : othersOf(wish.name)};
  },
  (wish, {random}) => ({...wish, preStart: random.chance(0.5)}),
  (wish, {random}) => ({...wish, labels: {app: random.pick(['web', 'db']) ?? 'web'}}),
  (wish, {random}) => ({
    ...wish,
    runPolicy: random.pick(['Always', 'Always', 'RerunOnFailure', 'Once', 'Manual', 'Halted']) ?? 'Always',
  }),
  (wish, {random}) => ({...wish, gated: random.chance(0.7)}),
  (wish, {random}) => {
    const drawn = random.fraction();
    return {...wish, approval: drawn < 0.3 ? 'Automatic' : drawn < 0.5 ? 'ManualAll' : 'Manual'};
  },
  (wish, {random}) => ({
    ...wish,
    disks: random.chance(0.3) ? 'Delete' : 'Retain',
    protect: random.chance(0.15),
  }),
];
