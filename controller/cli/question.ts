// What a person at the terminal is asked before something that cannot be undone.
import {createInterface} from 'node:readline';
import type {Cli} from './context.ts';

/** Ask on stderr; only `y` or `yes` agrees. Never agrees without a terminal. */
export const askYes = async (cli: Cli, question: string): Promise<boolean> =>
  cli.stdin.isTTY === true && /^y(es)?$/i.test((await askWords(cli, `${question} [y/N]`)).trim());

/** Ask on stderr; the line that was typed, or nothing when there was none. */
export const askWords = async (cli: Cli, question: string): Promise<string> => {
  cli.stderr.write(`${question} `);
  const lines = createInterface({input: cli.stdin});
  try {
    return await new Promise<string>(resolve => {
      lines.once('line', resolve);
      const none = (): void => {
        resolve('');
      };
      lines.once('close', none);
      cli.signal.addEventListener('abort', none, {once: true});
    });
  } finally {
    lines.close();
  }
};
