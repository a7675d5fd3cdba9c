import {describe, expect, test} from '@jest/globals';
import {readIdentity} from '../../../controller/host/identity.ts';
import {makePaths} from '../../../controller/host/paths.ts';
import type {Host} from '../../../controller/host/host.ts';
import {fakeFiles} from '../../fakes/files.ts';

const setUp = () => {
  const files = fakeFiles();
  const paths = makePaths({stateDir: '/state', runtimeDir: '/run/vmlet'});
  files.control.directory('/state', {mode: 0o711});
  let made = 0;
  const log = {debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined};
  const random = {uuid: () => `id-${String((made += 1))}`, fraction: () => 0};
  const host = {files, paths, log, random} as unknown as Host;
  const hostId = (hostIdOfPolicy: string | null = null): string =>
    readIdentity(host, {uid: 0, arch: 'x64', hostIdOfPolicy}).hostId;
  return {files, paths, hostId};
};

describe('the host id', () => {
  test('is made once and kept', () => {
    const {hostId} = setUp();
    expect(hostId()).toBe('id-1');
    expect(hostId()).toBe('id-1');
  });

  test.each<[string, (world: ReturnType<typeof setUp>, path: string) => void]>([
    [
      'gone',
      ({files}, path) => {
        files.remove(path);
      },
    ],
    [
      'cut short',
      ({files}, path) => {
        files.control.put(path, (files.read(path)?.toString() ?? '').slice(0, 40));
      },
    ],
    [
      'a directory',
      ({files}, path) => {
        files.remove(path);
        files.control.directory(path);
      },
    ],
    [
      'a pipe',
      ({files}, path) => {
        files.remove(path);
        files.control.special(path, 'fifo');
      },
    ],
  ])('is the same when either of its two files is %s, and both are whole again', (_what, spoil) => {
    for (const which of ['hostFile', 'hostFileCopy'] as const) {
      const world = setUp();
      world.hostId();
      spoil(world, world.paths[which]);
      expect(world.hostId()).toBe('id-1');
      expect(world.files.read(world.paths.hostFile)).toEqual(world.files.read(world.paths.hostFileCopy));
      expect(world.files.read(world.paths.hostFile)?.toString()).toContain('"id-1"');
    }
  });

  test('is asked of a person when both files are damaged: a new one would rename every tap', () => {
    const {files, paths, hostId} = setUp();
    hostId();
    files.control.put(paths.hostFile, 'x');
    files.control.put(paths.hostFileCopy, 'x');
    expect(() => hostId()).toThrow(/restore one, or put the host id/);
    expect(hostId('of-policy')).toBe('of-policy');
    expect(files.read(paths.hostFile)?.toString()).toBe('x');
  });
});
