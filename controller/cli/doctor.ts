// `vmlet doctor`: is this host fit, and is the state as it must be? Looks only; every finding says what to do.
import type {Verb} from './context.ts';
import {hostChecks, imageChecks, manifestChecks, stateChecks} from './doctor-checks.ts';
import type {Check} from './doctor-checks.ts';
import {asJson, usesColour} from './output.ts';
import {tableLines} from './table.ts';

export const doctorVerb: Verb = {
  name: 'doctor',
  summary: 'check the host, the tools, the state directory and the manifests directory',
  options: [
    ['--deep', 'also hash every stored image again'],
    ['-o, --output <format>', 'table or json'],
  ],
  examples: ['vmlet doctor', 'vmlet doctor --deep', 'vmlet doctor -o json'],
  run: async (cli, _words, options) => {
    const checks: Check[] = [
      ...hostChecks(cli),
      ...(await stateChecks(cli)),
      ...(await manifestChecks(cli)),
      ...(options.flag('deep') ? await imageChecks(cli) : []),
    ];
    if (options.text('output') === 'json') cli.stdout.write(asJson(checks));
    else {
      const rows = checks.map(({name, state, detail, fix}) => [
        state,
        name,
        fix === '' ? detail : `${detail}; ${fix}`,
      ]);
      for (const line of tableLines(
        {headings: ['STATE', 'CHECK', 'DETAIL'], rows},
        {colour: usesColour(cli.stdout, cli.env)},
      ))
        cli.stdout.write(`${line}\n`);
    }
    return checks.some(({state}) => state === 'fail') ? 1 : 0;
  },
};
