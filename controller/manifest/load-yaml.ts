// The YAML library, loaded for a text that is not in the common form (plain-tree.ts): most daemons never wait for it, nor keep
// the 9 MB that it takes.
import {createRequire} from 'node:module';
import type * as yamlPackage from 'yaml';

let loaded: typeof yamlPackage | undefined;

/** At once, since decoding a file waits for nothing. */
export const loadYaml = (): typeof yamlPackage =>
  (loaded ??= createRequire(import.meta.url)('yaml') as typeof yamlPackage);
