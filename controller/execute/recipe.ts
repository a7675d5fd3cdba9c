// Runs the recipes that ship with vmlet: a script and its parts, whose outputs several Image objects share. Built once
// per content of the script; what was built is found again by its marker, after a restart too.
import {createHash} from 'node:crypto';
import {join} from 'node:path';
import {VmletError} from '../errors.ts';
import type {Host} from '../host/host.ts';

export type RecipeOutput = {readonly path: string; readonly sha256: string};

export type Recipes = {
  /** One output of a recipe, built when it is not there. Throws E-IMAGE (terminal when no such recipe or output). */
  output(recipe: string, output: string, options: {signal: AbortSignal}): Promise<RecipeOutput>;
};

/** File that each output name stands for; every recipe makes all of them. */
const outputFiles: ReadonlyMap<string, string> = new Map([
  ['kernel', 'vmlinuz'],
  ['initrd', 'initrd.gz'],
  ['disk', 'root.qcow2'],
]);

const buildTimeoutMs = 5 * 60_000;
const markerFile = 'finished.json';
const mostPartBytes = 1024 * 1024;
const lastLines = 8;

type Built = ReadonlyMap<string, RecipeOutput>;

/** Open the recipes of a directory (`controller/install/recipes` of the installed package). */
export const openRecipes = (host: Host, recipesDir: string): Recipes => {
  const building = new Map<string, Promise<Built>>();
  return {
    output: async (recipe, output, options) => {
      const hash = recipeHash(host, recipesDir, recipe);
      if (!outputFiles.has(output)) throw noOutput(recipe, output);
      const directory = host.paths.recipe(recipe, hash);
      const found = readFinished(host, directory)?.get(output);
      if (found !== undefined) return found;
      const running =
        building.get(directory) ??
        build(host, join(recipesDir, `${recipe}.sh`), directory, options).finally(() =>
          building.delete(directory),
        );
      building.set(directory, running);
      const built = (await running).get(output);
      if (built === undefined) throw noOutput(recipe, output);
      return built;
    },
  };
};

const noOutput = (recipe: string, output: string): VmletError =>
  new VmletError(
    'E-IMAGE',
    `recipe ${recipe} has no output ${output}; outputs are ${[...outputFiles.keys()].join(', ')}`,
    {
      terminal: true,
    },
  );

/** Of the script and its parts, so that an upgrade that changes them builds anew. */
const recipeHash = (host: Host, recipesDir: string, recipe: string): string => {
  const script = /^[a-z][a-z0-9-]{0,39}$/.test(recipe)
    ? host.files.read(join(recipesDir, `${recipe}.sh`))
    : undefined;
  if (script === undefined)
    throw new VmletError('E-IMAGE', `there is no recipe ${recipe}; it must be one that ships with vmlet`, {
      terminal: true,
    });
  const hash = createHash('sha256').update(script);
  const parts = join(recipesDir, recipe);
  for (const part of host.files.list(parts) ?? [])
    hash.update(`\n${part}\n`).update(host.files.readRegular(join(parts, part), mostPartBytes));
  return hash.digest('hex').slice(0, 16);
};

/** undefined when it was never finished, or a file is missing or has another size than when it was. */
const readFinished = (host: Host, directory: string): Built | undefined => {
  const marker = host.files.read(join(directory, markerFile));
  if (marker === undefined) return undefined;
  const outputs = new Map<string, RecipeOutput>();
  for (const line of marker.toString('utf8').split('\n')) {
    const [output = '', sha256 = '', sizeBytes = ''] = line.split(' ');
    const file = outputFiles.get(output);
    if (file === undefined) continue;
    const path = join(directory, file);
    if (host.files.stat(path, {follow: false})?.sizeBytes !== Number(sizeBytes)) return undefined;
    outputs.set(output, {path, sha256});
  }
  return outputs.size === 0 ? undefined : outputs;
};

const build = async (
  host: Host,
  script: string,
  directory: string,
  options: {signal: AbortSignal},
): Promise<Built> => {
  const {files, log} = host;
  log.info('building images from a recipe', {script});
  files.makeDirectory(host.paths.recipesDir, {mode: 0o700});
  files.makeDirectory(directory, {mode: 0o700});
  files.remove(join(directory, markerFile));
  const result = await host.processes.run('/bin/sh', [script, directory], {
    cwd: directory,
    timeoutMs: buildTimeoutMs,
    signal: options.signal,
  });
  if (result.exitCode !== 0)
    throw new VmletError(
      'E-IMAGE',
      `recipe ${script} failed (${String(result.exitCode)}): ${tail(result.stderr)}`,
    );
  const lines: string[] = [];
  for (const [output, file] of outputFiles) {
    const path = join(directory, file);
    const facts = files.stat(path, {follow: false});
    if (facts?.type !== 'file') continue;
    lines.push(`${output} ${await files.sha256(path, options)} ${String(facts.sizeBytes)}`);
  }
  files.writeAtomic(join(directory, markerFile), `${lines.join('\n')}\n`, {mode: 0o600, durable: true});
  const built = readFinished(host, directory);
  if (built === undefined)
    throw new VmletError('E-IMAGE', `recipe ${script} made none of its files: ${tail(result.stderr)}`);
  return built;
};

const tail = (text: string): string => {
  const lines = text.split('\n').filter(line => line.trim() !== '');
  return lines.slice(-lastLines).join('; ').slice(-1_000);
};
