// The lock as its readers see it: a real lock, the real kernel tables.
import {expect, test} from '@jest/globals';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {systemFiles} from '../../controller/host/files.ts';
import {takeLock} from '../../controller/host/lock.ts';
import {lockState} from '../../controller/status/read.ts';

test('a reader sees the lock while it is held, and that it is free right after', () => {
  const directory = mkdtempSync(join(tmpdir(), 'vmlet-lock-'));
  const files = systemFiles(() => 'unique');
  const path = join(directory, 'lock');
  try {
    expect(lockState(files, path)).toEqual({state: 'free'});
    const lock = takeLock(path, `pid ${String(process.pid)}, state directory ${directory}`);
    expect(lockState(files, path).state).toBe('held');
    lock.release();
    expect(lockState(files, path)).toEqual({state: 'free'});
  } finally {
    rmSync(directory, {recursive: true});
  }
});
