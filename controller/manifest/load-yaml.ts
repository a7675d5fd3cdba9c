// The YAML library, loaded with the first text that has to be parsed: a daemon whose manifests were decoded before never waits
// for it, nor keeps the 9 MB that it takes.
import {createRequire} from 'node:module';
import type * as yamlPackage from 'yaml';

let loaded: typeof yamlPackage | undefined;

/** At once, since decoding a file waits for nothing. */
export const loadYaml = (): typeof yamlPackage =>
  (loaded ??= createRequire(import.meta.url)('yaml') as typeof yamlPackage);
