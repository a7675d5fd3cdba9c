// Every verb of the CLI, in the order of `vmlet --help`. A new verb is one file and one line here. Each is loaded when it
// is asked for: a command must not wait for the packages of all others.
import type {Verb} from './context.ts';

const loaders = {
  run: async () => (await import('./run.ts')).runVerb,
  get: async () => (await import('./get.ts')).getVerb,
  wait: async () => (await import('./wait.ts')).waitVerb,
  describe: async () => (await import('./describe.ts')).describeVerb,
  explain: async () => (await import('./explain.ts')).explainVerb,
  validate: async () => (await import('./validate.ts')).validateVerb,
  plan: async () => (await import('./plan.ts')).planVerb,
  'snapshot-host': async () => (await import('./snapshot-host.ts')).snapshotHostVerb,
  history: async () => (await import('./history.ts')).historyVerb,
  diff: async () => (await import('./diff.ts')).diffVerb,
  adopt: async () => (await import('./adopt.ts')).adoptVerb,
  approve: async () => (await import('./approve.ts')).approveVerb,
  rollback: async () => (await import('./rollback.ts')).rollbackVerb,
  boot: async () => (await import('./boot.ts')).bootVerb,
  start: async () => (await import('./start.ts')).startVerb,
  stop: async () => (await import('./stop.ts')).stopVerb,
  restart: async () => (await import('./restart.ts')).restartVerb,
  delete: async () => (await import('./delete.ts')).deleteVerb,
  undelete: async () => (await import('./undelete.ts')).undeleteVerb,
  purge: async () => (await import('./purge.ts')).purgeVerb,
  events: async () => (await import('./events.ts')).eventsVerb,
  logs: async () => (await import('./logs.ts')).logsVerb,
  console: async () => (await import('./console.ts')).consoleVerb,
  doctor: async () => (await import('./doctor.ts')).doctorVerb,
  sweep: async () => (await import('./sweep.ts')).sweepVerb,
  down: async () => (await import('./down.ts')).downVerb,
  version: async () => (await import('./version.ts')).versionVerb,
} satisfies Readonly<Record<string, () => Promise<Verb>>>;

/** The verb that these arguments of `vmlet` begin with, alone; all of them when it is none, or help is wanted. */
export const loadVerbs = async (argv: readonly string[]): Promise<readonly Verb[]> => {
  const word = firstWord(argv);
  if (word !== undefined && isVerb(word)) return [await loaders[word]()];
  const all: Verb[] = [];
  for (const load of Object.values(loaders)) all.push(await load());
  return all;
};

const isVerb = (word: string): word is keyof typeof loaders => Object.hasOwn(loaders, word);

/** The first argument that is no option of `vmlet` itself, as cli.ts declares them; undefined behind any other. */
const firstWord = (argv: readonly string[]): string | undefined => {
  const [first, ...rest] = argv;
  const [, name, value] = /^(--(?:state|runtime|status)-dir)(=.*)?$/.exec(first ?? '') ?? [];
  if (name === undefined) return first?.startsWith('-') === true ? undefined : first;
  return firstWord(value === undefined ? rest.slice(1) : rest);
};
