import {describe, expect, test} from '@jest/globals';
import {readIdentity, readIdentityWithoutId} from '../../../controller/host/identity.ts';
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
  const hostIdIn = (stateDir: string): string =>
    readIdentity(
      {...host, paths: makePaths({stateDir, runtimeDir: '/run/vmlet'})},
      {uid: 0, arch: 'x64', hostIdOfPolicy: null},
    ).hostId;
  return {files, paths, host, hostId, hostIdIn};
};

describe('the host id', () => {
  test('of the policy is obeyed, and the one that was made stays for when it is taken out again', () => {
    const {hostId} = setUp();
    hostId();
    expect([hostId('of-policy'), hostId()]).toEqual(['of-policy', 'id-1']);
  });

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
    expect(hostId()).toBe('of-policy');
    expect(files.read(paths.hostFile)?.toString()).toContain('"of-policy"');
  });
});

describe('a state directory', () => {
  const copied = (): ReturnType<typeof setUp> => {
    const world = setUp();
    world.hostId();
    world.files.control.directory('/copy', {mode: 0o711});
    for (const name of ['host.json', 'host.copy.json'])
      world.files.control.put(`/copy/${name}`, world.files.read(`/state/${name}`) ?? '');
    return world;
  };

  test('that is a copy of one that is still there is refused, and both are named', () => {
    const {hostId, hostIdIn, files} = copied();
    expect(() => hostIdIn('/copy')).toThrow(
      /\/copy is a copy of \/state, which is still there.*move that one away/,
    );
    files.remove('/state/host.json');
    expect(() => hostIdIn('/copy')).toThrow(/is a copy of/);
    expect(hostId()).toBe('id-1');
  });

  test('that is a copy is refused for `down` too, which needs no host id and writes none', () => {
    const {files, paths, host} = copied();
    const down = (stateDir: string) =>
      readIdentityWithoutId(
        {...host, paths: makePaths({stateDir, runtimeDir: '/run/vmlet'})},
        {uid: 0, arch: 'x64'},
      );
    expect(() => down('/copy')).toThrow(/is a copy of/);
    files.control.put(paths.hostFile, 'x');
    files.control.put(paths.hostFileCopy, 'x');
    const before = files.control.writes();
    expect(down('/state').isRoot).toBe(true);
    expect(files.control.writes()).toBe(before);
  });

  test('whose original is gone, or is another host by now, is that host', () => {
    const moved = copied();
    moved.files.removeTree('/state');
    expect(moved.hostIdIn('/copy')).toBe('id-1');
    // What is put back where it was is the copy from now on.
    moved.files.control.directory('/state', {mode: 0o711});
    moved.files.control.put('/state/host.json', moved.files.read('/copy/host.json') ?? '');
    expect(() => moved.hostId()).toThrow(/\/state is a copy of \/copy/);

    const other = copied();
    for (const name of ['host.json', 'host.copy.json']) other.files.remove(`/state/${name}`);
    expect(other.hostId()).toBe('id-2');
    expect(other.hostIdIn('/copy')).toBe('id-1');
  });

  test('that is reached by another path is the same', () => {
    const {hostId, hostIdIn, files} = setUp();
    hostId();
    files.control.symlink('/state', '/link');
    expect(hostIdIn('/link')).toBe('id-1');
    expect(hostId()).toBe('id-1');
  });
});
