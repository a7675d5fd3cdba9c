// A yes or no from the person at the terminal.
import {createInterface} from 'node:readline';
import type {Cli} from './context.ts';

/** Ask on stderr; only `y` or `yes` agrees. Never agrees without a terminal. */
export const askYes = async (cli: Cli, question: string): Promise<boolean> => {
  if (cli.stdin.isTTY !== true) return false;
  cli.stderr.write(`${question} [y/N] `);
  const lines = createInterface({input: cli.stdin});
  try {
    const answer = await new Promise<string>(resolve => {
      lines.once('line', resolve);
      lines.once('close', () => {
        resolve('');
      });
      cli.signal.addEventListener(
        'abort',
        () => {
          resolve('');
        },
        {once: true},
      );
    });
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    lines.close();
  }
};
