// A wall clock of its own for one daemon: libfaketime stands between it and the kernel. Guests and tests keep their own time.
import {execFileSync} from 'node:child_process';
import * as fs from 'node:fs';
import {join} from 'node:path';

/** Made by Debian's package; where it lies depends on the architecture. */
const library = execFileSync('sh', ['-c', 'ls /usr/lib/*/faketime/libfaketimeMT.so.1'], {
  encoding: 'utf8',
}).trim();

export type FakeClock = {
  /** Words before those that start a daemon. */
  readonly wrap: readonly string[];
  /** As libfaketime takes it: `+1d`, `@2026-03-02 12:00:00`. */
  jump(offset: string): void;
};

/** A clock that is set by a file in `root`; the monotonic one is left alone unless it is said that it jumps too. */
export const fakeClock = (root: string, {monotonicJumps = false} = {}): FakeClock => {
  const file = join(root, 'clock');
  const jump = (offset: string): void => {
    fs.writeFileSync(`${file}.new`, offset);
    fs.renameSync(`${file}.new`, file);
  };
  jump('+0');
  return {
    wrap: [
      'env',
      `LD_PRELOAD=${library}`,
      `FAKETIME_TIMESTAMP_FILE=${file}`,
      'FAKETIME_NO_CACHE=1',
      `FAKETIME_DONT_FAKE_MONOTONIC=${monotonicJumps ? '0' : '1'}`,
    ],
    jump,
  };
};
