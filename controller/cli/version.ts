// `vmlet version`: of this program and of the daemon.
import {errorText} from '../errors.ts';
import type {Verb} from './context.ts';

export const versionVerb: Verb = {
  name: 'version',
  summary: 'print the versions of this program and of the daemon',
  examples: ['vmlet version'],
  run: async cli => {
    cli.stdout.write(`vmlet ${cli.version}\n`);
    try {
      const {daemon} = await cli.api.health();
      cli.stdout.write(`daemon ${daemon.version} (pid ${String(daemon.pid)})\n`);
    } catch (thrown) {
      cli.stdout.write(`${errorText(thrown)}\n`);
    }
    return 0;
  },
};
