// The only place that loads ajv, for whom it must speak: a policy, or a manifest that is not valid. Hosts without either never
// wait for it, nor keep the 10 MB that it takes.
import {createRequire} from 'node:module';
import type * as ajvPackage from 'ajv';

/** At once, since decoding a file waits for nothing. */
export const loadAjv = (): typeof ajvPackage => createRequire(import.meta.url)('ajv') as typeof ajvPackage;
