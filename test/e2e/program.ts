// The program under test: dist/main.js, compiled once when it is missing or older than its source.
import {execFileSync} from 'node:child_process';
import {existsSync, readdirSync, statSync, utimesSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

/** Also for a program outside jest, which runs a compiled copy of this file. */
export const checkout = fileURLToPath(new URL('../..', import.meta.url)).replace(
  /node_modules\/\.cache\/compiled\/$/,
  '',
);

/** What `vmlet` is. */
export const program = join(checkout, 'dist/main.js');

const buildMark = join(checkout, 'dist/.tsbuildinfo');

/** Compile when needed; test files that start at the same time wait for each other. */
export const buildProgram = (): void => {
  if (isCurrent()) return;
  const lock = join(checkout, 'node_modules/.cache');
  execFileSync('mkdir', ['-p', lock]);
  try {
    execFileSync(
      'flock',
      [lock, process.execPath, 'node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'],
      {
        cwd: checkout,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
  } catch (thrown) {
    const {stdout} = thrown as {stdout?: string};
    throw new Error(`the program does not compile:\n${stdout ?? String(thrown)}`);
  }
  // tsc leaves its mark alone when only times differ.
  const now = new Date();
  utimesSync(buildMark, now, now);
};

const isCurrent = (): boolean => {
  if (!existsSync(program) || !existsSync(buildMark)) return false;
  const builtAtMs = statSync(buildMark).mtimeMs;
  const directory = join(checkout, 'controller');
  return readdirSync(directory, {recursive: true, encoding: 'utf8'})
    .filter(path => path.endsWith('.ts'))
    .every(path => statSync(join(directory, path)).mtimeMs < builtAtMs);
};
