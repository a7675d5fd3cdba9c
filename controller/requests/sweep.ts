// What a former daemon left half-written when it was killed: temp files beside the files that they were to become.
// Called once at start, while we hold the locks; directories that belong to guests are never entered;
// a machine's runtime directory is ours once it is sealed.
import {join} from 'node:path';
import {errorText} from '../errors.ts';
import {isTemporaryName} from '../host/files.ts';
import type {Host} from '../host/host.ts';

/** Levels below each place where files are written atomically (records/<namespace>/<kind> is the deepest). */
const places = ({paths}: Pick<Host, 'paths'>): readonly {path: string; depth: number}[] => [
  {path: paths.stateDir, depth: 0},
  {path: paths.runtimeDir, depth: 0},
  {path: join(paths.runtimeDir, 'vm'), depth: 1},
  {path: paths.recordsDir, depth: 2},
  {path: paths.revisionsDir, depth: 1},
  {path: paths.statusDir, depth: 2},
  {path: paths.sourcesDir, depth: 0},
  {path: paths.imagesDir, depth: 0},
  {path: paths.templatesDir, depth: 0},
  {path: paths.trashDir, depth: 0},
  {path: paths.logsDir, depth: 1},
  {path: paths.recipesDir, depth: 1},
];

/** Remove half-made files. What cannot be removed is no reason not to start. */
export const sweepTemporaries = (host: Pick<Host, 'files' | 'paths' | 'log'>): void => {
  for (const {path, depth} of places(host)) sweep(host, path, depth);
};

const sweep = (host: Pick<Host, 'files' | 'log'>, directory: string, depth: number): void => {
  const {files, log} = host;
  try {
    const owner = files.stat(directory, {follow: false})?.uid;
    for (const name of files.list(directory) ?? []) {
      const path = join(directory, name);
      const {type, uid} = files.stat(path, {follow: false}) ?? {};
      if (type === 'file' && isTemporaryName(name)) files.remove(path);
      else if (type === 'directory' && uid === owner && depth > 0) sweep(host, path, depth - 1);
    }
  } catch (thrown) {
    log.debug('temp files not swept', {directory, why: errorText(thrown)});
  }
};
