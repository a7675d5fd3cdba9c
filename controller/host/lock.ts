// A lock that the kernel holds for us: it is gone the instant we are, also after kill -9. Nothing else lives here.
// flock(1) is given our own descriptor: the lock belongs to the open file, so it stays when flock has ended, and
// children do not inherit it (Node opens everything close-on-exec).
import {closeSync, ftruncateSync, openSync, readFileSync, writeSync} from 'node:fs';
import {VmletError} from '../errors.ts';
import {flockDescriptor} from './process.ts';

export type Lock = {release(): void};

/** Take the lock at `path` or throw E-LOCKED naming who has it. `holder` is what the next one is told. */
export const takeLock = (path: string, holder: string): Lock => {
  const descriptor = openSync(path, 'a+', 0o644);
  if (!flockDescriptor(descriptor)) {
    const by = readFileSync(path, 'utf8').trim();
    closeSync(descriptor);
    throw new VmletError(
      'E-LOCKED',
      `another vmlet holds ${path}: ${by === '' ? 'unknown' : by}; one vmlet runs on a host: talk to that one, or stop it first`,
      {
        terminal: true,
      },
    );
  }
  ftruncateSync(descriptor);
  writeSync(descriptor, `${holder}\n`);
  return {
    release: () => {
      closeSync(descriptor);
    },
  };
};
