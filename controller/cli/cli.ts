// argv to verb to exit code. Knows commander and the table of verbs; does no work itself and never exits.
import {Command, CommanderError} from 'commander';
import {openApiClient} from '../api/client.ts';
import {asVmletError} from '../errors.ts';
import type {ErrorCode} from '../errors.ts';
import type {Cli, CliContext, Verb, VerbOptions} from './context.ts';
import {locate} from './locate.ts';
import {printable} from './output.ts';
import {loadVerbs} from './verbs.ts';

/** Parse, run one verb, print what went wrong in one line; the result is the process's exit code. */
export const runCli = async (context: CliContext): Promise<number> => {
  let exitCode = 0;
  const verbs = await loadVerbs(context.argv);
  const program = makeProgram(context, verbs, async (verb, words, options) => {
    exitCode = await verb.run(makeCli(context, options), words, options);
  });
  try {
    await program.parseAsync([...context.argv], {from: 'user'});
    return exitCode;
  } catch (thrown) {
    // commander has printed its own message by now; --help and --version end this way too, with 0.
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : (exitCodes['E-USAGE'] ?? 1);
    const error = asVmletError(thrown);
    context.stderr.write(`vmlet: ${printable(error.message)}\n`);
    return exitCodes[error.code] ?? 1;
  }
};

/** The contract's exit codes; what is not listed is 1. */
const exitCodes: Readonly<Partial<Record<ErrorCode, number>>> = {
  'E-USAGE': 64,
  'E-INPUT': 65,
  'E-DAEMON': 69,
  'E-LOCKED': 75,
  'E-POLICY': 77,
  'E-CONFIG': 78,
};

type Run = (verb: Verb, words: readonly string[], options: VerbOptions) => Promise<void>;

const makeProgram = (context: CliContext, verbs: readonly Verb[], run: Run): Command => {
  const program = new Command('vmlet')
    .description('Keep the virtual machines of this host as the manifests say.')
    .option(
      '--state-dir <dir>',
      'which vmlet is meant (VMLET_STATE_DIR, .vmlet/ here or above, then the default)',
    )
    .option('--runtime-dir <dir>', 'directory of sockets and pids')
    .option('--status-dir <dir>', 'directory of the status files')
    .version(context.version, '-V, --version', 'print the version of this program')
    .helpCommand('help [verb]', 'show how a verb is used')
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: text => {
        context.stdout.write(text);
      },
      writeErr: text => {
        context.stderr.write(text);
      },
      outputError: (text, write) => {
        write(usageError(text));
      },
      getOutHelpWidth: () => context.stdout.columns,
      getErrHelpWidth: () => context.stderr.columns,
    })
    .addHelpText(
      'after',
      '\nObjects are written vm/web-1, image/debian, network/lan, class/small; a bare name is a VM.\n`vmlet help VERB` shows examples. Exit codes: docs/cli.md.',
    );
  for (const verb of verbs) addVerb(program, verb, run);
  return program;
};

/** commander's `error: ...` in our one-line form. */
const usageError = (text: string): string => {
  const [what = '', hint = ''] = text
    .replace(/^error: /, '')
    .trim()
    .split('\n');
  const suggestion = /^\(Did you mean (.+)\?\)$/.exec(hint)?.[1];
  const next = suggestion === undefined ? 'see: vmlet --help' : `did you mean \`${suggestion}\`?`;
  return `vmlet: ${printable(what)}; ${next}\n`;
};

const addVerb = (program: Command, verb: Verb, run: Run): void => {
  const command = program
    .command(verb.words === undefined ? verb.name : `${verb.name} ${verb.words}`)
    .summary(verb.summary)
    .description(verb.summary)
    .allowExcessArguments(false)
    .addHelpText('after', `\nExamples:\n${verb.examples.map(example => `  ${example}`).join('\n')}`);
  for (const [flags, meaning] of verb.options ?? []) command.option(flags, meaning);
  command.action(async (...parameters: unknown[]) => {
    // commander passes the declared words, then the options, then the command itself.
    const words = parameters
      .slice(0, -2)
      .flat()
      .filter(word => typeof word === 'string');
    await run(verb, words, readOptions(command.optsWithGlobals()));
  });
};

const readOptions = (values: Record<string, unknown>): VerbOptions => ({
  flag: name => values[name] === true,
  text: name => (typeof values[name] === 'string' ? values[name] : undefined),
});

const makeCli = (context: CliContext, options: VerbOptions): Cli => {
  const {paths, manifestsDir} = locate(
    {
      stateDir: options.text('stateDir'),
      runtimeDir: options.text('runtimeDir'),
      statusDir: options.text('statusDir'),
      env: context.env,
      cwd: context.cwd,
      uid: context.uid,
    },
    context.host.files,
  );
  return {
    ...context,
    paths,
    api: openApiClient(paths.apiSocket),
    manifestsDir: manifestsDir ?? '/etc/vmlet/manifests',
    daemonManifestsDir: manifestsDir,
  };
};
