// The tests' TypeScript for programs that run outside jest (sim, soak, crash): compiled once per change, unchecked
// (`npm run check` checks types), into node_modules/.cache. No program of its own lives here.
import {spawnSync} from 'node:child_process';
import * as fs from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const cache = join(root, 'node_modules/.cache/compiled');

/**
 * Compile controller/ and test/; the answer is the URL of one compiled module, named by its path in the checkout:
 * `test/sim/x.ts`. Throws when tsc does not know the syntax.
 */
export const compiledUrl = path => {
  const tsc = [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(root, 'test/tsconfig.json')];
  const options = ['--noCheck', '--noEmit', 'false', '--incremental', '--outDir', cache];
  const {status, stdout} = spawnSync(
    process.execPath,
    [...tsc, ...options, '--tsBuildInfoFile', join(cache, 'info')],
    {cwd: root, encoding: 'utf8'},
  );
  if (status !== 0) throw new Error(`tsc ended with ${status}\n${stdout}`);
  // What is read beside the code (CRDs, recipes, package.json) is looked for from the compiled files' place.
  for (const name of ['package.json', 'crds', 'manifests', 'controller/install'])
    link(join(root, name), join(cache, name));
  return pathToFileURL(join(cache, path.replace(/\.ts$/, '.js'))).href;
};

/** Compile, and import that module. */
export const importCompiled = path => import(compiledUrl(path));

const link = (target, path) => {
  if (!fs.existsSync(path)) fs.symlinkSync(target, path);
};
