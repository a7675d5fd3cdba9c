import {describe, expect, test} from '@jest/globals';
import type {Scan} from '../../../controller/manifest/object.ts';
import {fileLimitBytes, scanDirectory} from '../../../controller/manifest/scan.ts';
import type {DecodeFile, ScanCache} from '../../../controller/manifest/scan.ts';
import {fakeClock} from '../../fakes/clock.ts';
import {fakeFiles} from '../../fakes/files.ts';
import {manifestFile, vmKey} from './scans.ts';

/** A tiny language in place of YAML: the names of the VMs in the file; `!` breaks it. */
const decodeNames: DecodeFile = (file, bytes) => {
  const words = bytes
    .toString('utf8')
    .split(' ')
    .filter(word => word !== '');
  return manifestFile(file, words.filter(word => word !== '!').map(vmKey), {broken: words.includes('!')});
};

const setUp = (decode: DecodeFile = decodeNames) => {
  const files = fakeFiles();
  const clock = fakeClock();
  const cache: ScanCache = new Map();
  const decoded: string[] = [];
  const scan = async (limits?: {depth: number; files: number; entries: number}): Promise<Scan> =>
    scanDirectory({
      source: 'manifests',
      root: '/m',
      files,
      clock,
      cache,
      ownUid: 0,
      decode: (file, bytes, options) => {
        decoded.push(file);
        return decode(file, bytes, options);
      },
      ...(limits === undefined ? {} : {limits}),
    });
  files.control.directory('/m');
  return {files, clock, decoded, scan, put: files.control.put};
};

const namesIn = (scan: Scan): Record<string, string[]> =>
  Object.fromEntries(
    scan.files.map(({file, objects, broken}) => [
      file,
      broken ? ['(broken)'] : objects.map(({object}) => object.metadata.name),
    ]),
  );

const whatIsWrong = (scan: Scan, file: string): string | undefined =>
  scan.files
    .find(candidate => candidate.file === file)
    ?.diagnostics.map(({code, what}) => `${code} ${what}`)[0];

describe('which files are read', () => {
  test('yaml, yml and json are read in every directory, and nothing else is', async () => {
    const {put, scan} = setUp();
    put('/m/a.yaml', 'a');
    put('/m/b.yml', 'b');
    put('/m/x/y/c.json', 'c');
    put('/m/README.md', '!');
    put('/m/disk.qcow2', '!');
    expect(namesIn(await scan())).toEqual({'a.yaml': ['a'], 'b.yml': ['b'], 'x/y/c.json': ['c']});
  });

  test.each([
    '.a.yaml.swp',
    '.#a.yaml',
    '.hidden.yaml',
    '.git/config.yaml',
    'a.yaml~',
    '#a.yaml#',
    '4913',
    'a.yaml.bak',
    'a.yaml.orig',
    'a.yaml.tmp',
    'a.yaml.tmp-1f3a',
    'a.yaml.swp',
    'a.yaml___jb_tmp___',
    'a.yaml.dpkg-new',
    'A.YAML',
  ])('an editor that leaves %s behind changes nothing', async name => {
    const {put, scan} = setUp();
    put('/m/a.yaml', 'a');
    put(`/m/${name}`, 'b !');
    const scanned = await scan();
    expect(namesIn(scanned)).toEqual({'a.yaml': ['a']});
    expect(scanned.ignored.map(({file}) => file)).toEqual(
      /\.ya?ml/i.test(name.split('/')[0] ?? '') ? [name] : [],
    );
  });

  test('a directory named like a manifest is a folder of manifests', async () => {
    const {put, scan} = setUp();
    put('/m/a.yaml/b.yaml', 'b');
    expect(namesIn(await scan())).toEqual({'a.yaml/b.yaml': ['b']});
  });

  test('the eighth level of directories is read, the ninth is reported and not read', async () => {
    const {put, scan} = setUp();
    put('/m/1/2/3/4/5/6/7/8/a.yaml', 'a');
    put('/m/1/2/3/4/5/6/7/8/9/b.yaml', 'b');
    const scanned = await scan();
    expect(namesIn(scanned)).toEqual({'1/2/3/4/5/6/7/8/a.yaml': ['a'], '1/2/3/4/5/6/7/8/9': ['(broken)']});
    expect(whatIsWrong(scanned, '1/2/3/4/5/6/7/8/9')).toContain('E-LIMIT');
  });

  test.each(['fifo', 'socket', 'device'] as const)(
    'a %s is never opened and counts as a broken file',
    async type => {
      const {files, scan, decoded} = setUp();
      files.control.special('/m/x.yaml', type);
      expect(whatIsWrong(await scan(), 'x.yaml')).toBe(`E-FILE is not a regular file (${type})`);
      expect(files.control.calls('readRegular')).toBe(0);
      expect(decoded).toEqual([]);
    },
  );

  test('a file over 1 MiB is not read', async () => {
    const {put, scan, files} = setUp();
    put('/m/a.yaml', Buffer.alloc(fileLimitBytes + 1, 32));
    expect(whatIsWrong(await scan(), 'a.yaml')).toBe('E-LIMIT is 1025 KiB');
    expect(files.control.calls('readRegular')).toBe(0);
  });
});

describe('symlinks', () => {
  test('a ..data swap is one consistent generation of files, known by their links', async () => {
    const {put, scan, files} = setUp();
    for (const [generation, name] of [
      ['..1', 'old'],
      ['..2', 'new'],
    ] as const) {
      put(`/m/${generation}/a.yaml`, `a-${name}`);
      put(`/m/${generation}/b.yaml`, `b-${name}`);
    }
    files.control.symlink('..1', '/m/..data');
    files.control.symlink('..data/a.yaml', '/m/a.yaml');
    files.control.symlink('..data/b.yaml', '/m/b.yaml');
    expect(namesIn(await scan())).toEqual({'a.yaml': ['a-old'], 'b.yaml': ['b-old']});
    files.control.symlink('..2', '/m/..data_tmp');
    let isSwapped = false;
    files.control.beforeEach((operation, path) => {
      if (isSwapped || operation !== 'readRegular' || !path.endsWith('a.yaml')) return;
      isSwapped = true;
      files.rename('/m/..data_tmp', '/m/..data');
      files.removeTree('/m/..1');
    });
    put('/m/..1/a.yaml', 'a-older');
    expect(namesIn(await scan())).toEqual({'a.yaml': ['a-new'], 'b.yaml': ['b-new']});
    expect(isSwapped).toBe(true);
  });

  test('a symlink that leaves the source is not followed and its content is never read', async () => {
    const {put, scan, files} = setUp();
    put('/etc/shadow', 'secret');
    files.control.symlink('/etc/shadow', '/m/x.yaml');
    files.control.symlink('/etc', '/m/etc');
    const scanned = await scan();
    expect(whatIsWrong(scanned, 'x.yaml')).toBe(
      'E-FILE is a symlink that leaves the source and is not followed',
    );
    expect(whatIsWrong(scanned, 'etc')).toBe(
      'E-FILE is a symlink that leaves the source and is not followed',
    );
    expect(JSON.stringify(scanned)).not.toContain('shadow');
    expect(files.control.calls('readRegular')).toBe(0);
  });

  test('a sibling directory whose name begins like the root is outside', async () => {
    const {put, scan, files} = setUp();
    put('/m-secret/a.yaml', 'a');
    files.control.symlink('/m-secret/a.yaml', '/m/a.yaml');
    expect(namesIn(await scan())).toEqual({'a.yaml': ['(broken)']});
  });

  test('a symlink to nothing counts as a broken file', async () => {
    const {scan, files} = setUp();
    files.control.symlink('gone', '/m/mount');
    expect(whatIsWrong(await scan(), 'mount')).toBe('E-FILE is a symlink to nothing');
  });

  test('a file that is also reached by a link is one file, under its own name', async () => {
    const {put, scan, files} = setUp();
    put('/m/z/real.yaml', 'a');
    files.control.symlink('z/real.yaml', '/m/a.yaml');
    files.control.symlink('z', '/m/also');
    files.control.symlink('.', '/m/loop');
    files.control.symlink('..', '/m/z/up');
    expect(namesIn(await scan())).toEqual({'z/real.yaml': ['a']});
  });

  test('a linked directory inside the source is read, in itself only once', async () => {
    const {put, scan, files} = setUp();
    put('/m/..v1/team/a.yaml', 'a');
    files.control.symlink('..v1/team', '/m/team');
    files.control.symlink('..v1/team', '/m/zeta');
    expect(namesIn(await scan())).toEqual({'team/a.yaml': ['a']});
  });

  test('a root that is a symlink is followed', async () => {
    const {put, scan, files} = setUp();
    put('/releases/1/a.yaml', 'a');
    files.removeDirectory('/m');
    files.control.symlink('/releases/1', '/m');
    expect(namesIn(await scan())).toEqual({'a.yaml': ['a']});
  });
});

describe('what cannot be read', () => {
  test('a missing root, a file in its place and an unreadable root are unavailable, never empty', async () => {
    const {put, scan, files} = setUp();
    put('/m/a.yaml', 'a');
    const restore = files.control.failOn('/m', 'EACCES', 'list');
    expect(await scan()).toMatchObject({state: 'unavailable', why: '/m cannot be read (EACCES)', files: []});
    restore();
    files.removeTree('/m');
    expect(await scan()).toMatchObject({state: 'unavailable', why: '/m does not exist'});
    put('/m', 'a file');
    expect(await scan()).toMatchObject({state: 'unavailable', why: '/m is not a directory'});
  });

  test('a root without manifests is empty', async () => {
    const {put, scan} = setUp();
    put('/m/README.md', '');
    expect(await scan()).toMatchObject({state: 'empty', why: '/m holds no manifest'});
  });

  test.each(['EACCES', 'EIO', 'ELOOP'])(
    'a file that fails with %s is broken and the others are read',
    async code => {
      const {put, scan, files} = setUp();
      put('/m/a.yaml', 'a');
      put('/m/b.yaml', 'b');
      files.control.failOn('/m/a.yaml', code, 'readRegular');
      const scanned = await scan();
      expect(namesIn(scanned)).toEqual({'a.yaml': ['(broken)'], 'b.yaml': ['b']});
      expect(whatIsWrong(scanned, 'a.yaml')).toBe(`E-FILE cannot be read (${code})`);
    },
  );

  test('a subdirectory that cannot be listed is broken as a whole', async () => {
    const {put, scan, files} = setUp();
    put('/m/team/a.yaml', 'a');
    put('/m/b.yaml', 'b');
    files.control.failOn('/m/team', 'EACCES', 'list');
    expect(namesIn(await scan())).toEqual({team: ['(broken)'], 'b.yaml': ['b']});
  });

  test('a file whose decoding throws is broken and stops nothing', async () => {
    const {put, scan} = setUp((file, bytes, options) => {
      if (file === 'a.yaml') throw new Error('worker died');
      return decodeNames(file, bytes, options);
    });
    put('/m/a.yaml', 'a');
    put('/m/b.yaml', 'b');
    expect(namesIn(await scan())).toEqual({'a.yaml': ['(broken)'], 'b.yaml': ['b']});
  });

  test('more manifests than the limit apply none of them', async () => {
    const {put, scan} = setUp();
    for (const name of ['a', 'b', 'c']) put(`/m/${name}.yaml`, name);
    expect(await scan({depth: 8, files: 2, entries: 100})).toMatchObject({state: 'unavailable', files: []});
    expect((await scan({depth: 8, files: 3, entries: 100})).files).toHaveLength(3);
    expect(await scan({depth: 8, files: 3, entries: 2})).toMatchObject({state: 'unavailable', files: []});
  });
});

describe('whose word it is', () => {
  test('a world-writable root is refused as a whole', async () => {
    const {put, scan, files} = setUp();
    put('/m/a.yaml', 'a');
    files.chmod('/m', 0o777);
    expect(await scan()).toMatchObject({state: 'unavailable', why: expect.stringContaining('chmod o-w /m')});
  });

  test('world-writable files, directories and link targets are broken', async () => {
    const {put, scan, files} = setUp();
    put('/m/a.yaml', 'a', {mode: 0o666});
    put('/m/open/b.yaml', 'b');
    files.chmod('/m/open', 0o777);
    put('/m/.open/c.yaml', 'c');
    files.chmod('/m/.open', 0o777);
    files.control.symlink('.open/c.yaml', '/m/c.yaml');
    expect(namesIn(await scan())).toEqual({
      'a.yaml': ['(broken)'],
      open: ['(broken)'],
      'c.yaml': ['(broken)'],
    });
  });

  test("others' files are read, with one warning for each owner", async () => {
    const {put, scan} = setUp();
    put('/m/a.yaml', 'a', {uid: 1000});
    put('/m/b.yaml', 'b', {uid: 1000});
    put('/m/c.yaml', 'c', {uid: 0});
    const scanned = await scan();
    expect(scanned.files.map(({broken}) => broken)).toEqual([false, false, false]);
    expect(scanned.warnings).toMatchObject([
      {severity: 'warning', code: 'W-OWNER', file: 'a.yaml', what: 'belongs to uid 1000, as 1 more do'},
    ]);
  });
});

describe('what is decoded again', () => {
  test('a file that could not be decoded is decoded again when it says so, and no sooner', async () => {
    let room = false;
    const {put, scan, clock, decoded} = setUp(file =>
      room
        ? manifestFile(file, [vmKey('a')])
        : {...manifestFile(file, [], {broken: true}), retryAfterMs: 60_000},
    );
    put('/m/a.yaml', 'a');
    for (let scans = 0; scans < 5; scans += 1) {
      expect(namesIn(await scan())).toEqual({'a.yaml': ['(broken)']});
      await clock.advance(10_000);
    }
    expect(decoded).toHaveLength(1);
    await clock.advance(10_000);
    room = true;
    expect(namesIn(await scan())).toEqual({'a.yaml': ['a']});
    await clock.advance(600_000);
    await scan();
    expect(decoded).toHaveLength(2);
  });

  test('an unchanged file is decoded once, however often it is scanned', async () => {
    const {put, scan, decoded, clock, files} = setUp();
    put('/m/a.yaml', 'a');
    for (let round = 0; round < 4; round++) {
      await scan();
      await clock.advance(30_000);
    }
    expect(decoded).toEqual(['a.yaml']);
    expect(files.control.calls('readRegular')).toBe(2);
  });

  test('a file that was touched or replaced by the same content is read and not decoded', async () => {
    const {put, scan, decoded} = setUp();
    put('/m/a.yaml', 'a');
    await scan();
    put('/m/a.yaml', 'a');
    await scan();
    expect(decoded).toEqual(['a.yaml']);
  });

  test('an edit that leaves size and times alone within one tick of the file clock is still found', async () => {
    const {files, clock, scan} = setUp();
    const frozen = fakeFiles({nowNs: () => 1_000_000_000n});
    frozen.control.put('/m/a.yaml', 'a');
    const cache: ScanCache = new Map();
    const again = async () =>
      scanDirectory({
        source: 'manifests',
        root: '/m',
        files: frozen,
        clock,
        cache,
        ownUid: 0,
        decode: decodeNames,
      });
    expect(namesIn(await again())).toEqual({'a.yaml': ['a']});
    frozen.control.put('/m/a.yaml', 'b');
    expect(namesIn(await again())).toEqual({'a.yaml': ['b']});
    expect((await scan()).state).toBe('empty');
    expect(files.control.writes()).toBe(0);
  });

  test('relative paths begin at the directory where the manifest is listed', async () => {
    const directories: string[] = [];
    const {put, scan, files} = setUp((file, bytes, options) => {
      directories.push(options.directory);
      return decodeNames(file, bytes, options);
    });
    put('/m/a.yaml', 'a');
    put('/m/..1/b.yaml', 'b');
    files.control.symlink('../..1/b.yaml', '/m/sub/b.yaml');
    await scan();
    expect(directories).toEqual(['/m', '/m/sub']);
  });
});

describe('a tree that changes while it is read', () => {
  test('a file renamed from a directory not yet listed into one already listed is not lost', async () => {
    const {put, scan, files} = setUp();
    put('/m/early/a.yaml', 'a');
    put('/m/late/b.yaml', 'b');
    let isMoved = false;
    files.control.beforeEach((operation, path) => {
      if (isMoved || operation !== 'list' || path !== '/m/late') return;
      isMoved = true;
      files.rename('/m/late/b.yaml', '/m/early/b.yaml');
    });
    const scanned = await scan();
    expect(isMoved).toBe(true);
    expect(scanned).toMatchObject({state: 'complete', stable: true});
    expect(namesIn(scanned)).toEqual({'early/a.yaml': ['a'], 'early/b.yaml': ['b']});
  });

  test('a file that is moved to and fro during every pass leaves the scan unstable, not short', async () => {
    const {put, scan, files} = setUp();
    put('/m/early/a.yaml', 'a');
    put('/m/late/b.yaml', 'b');
    files.control.beforeEach((operation, path) => {
      if (operation !== 'list') return;
      if (path === '/m/late' && files.stat('/m/late/b.yaml'))
        files.rename('/m/late/b.yaml', '/m/early/b.yaml');
      if (path === '/m' && files.stat('/m/early/b.yaml')) files.rename('/m/early/b.yaml', '/m/late/b.yaml');
    });
    expect(await scan()).toMatchObject({stable: false, why: '/m kept changing while it was being read'});
  });

  test('a file that vanishes between listing and reading makes the scan look again', async () => {
    const {put, scan, files} = setUp();
    put('/m/a.yaml', 'a');
    put('/m/b.yaml', 'b');
    files.control.beforeEach((operation, path) => {
      if (operation === 'readRegular' && path === '/m/b.yaml' && files.stat('/m/b.yaml'))
        files.rename('/m/b.yaml', '/m/a2.yaml');
    });
    const scanned = await scan();
    expect(namesIn(scanned)).toEqual({'a.yaml': ['a'], 'a2.yaml': ['b']});
    expect(scanned.stable).toBe(true);
  });

  test('a file that grows during every read is broken, not half a file', async () => {
    const {put, scan, files} = setUp();
    put('/m/a.yaml', 'a');
    files.control.beforeEach((operation, path) => {
      if (operation === 'stat' && path === '/m/a.yaml')
        put('/m/a.yaml', `a ${'x'.repeat(files.control.calls('stat'))}`);
    });
    const scanned = await scan();
    expect(scanned.stable).toBe(false);
    expect(whatIsWrong(scanned, 'a.yaml')).toBe('E-FILE changed while it was being read');
  });

  test('a directory swapped for another of the same name during the scan is read again', async () => {
    const {put, scan, files} = setUp();
    put('/m/a.yaml', 'a');
    put('/next/b.yaml', 'b');
    let isSwapped = false;
    files.control.beforeEach((operation, path) => {
      if (isSwapped || operation !== 'readRegular' || path !== '/m/a.yaml') return;
      isSwapped = true;
      files.rename('/m', '/old');
      files.rename('/next', '/m');
    });
    expect(namesIn(await scan())).toEqual({'b.yaml': ['b']});
  });
});

test('thousands of files never hold the event loop for longer than a turn', async () => {
  const {put, files, clock} = setUp();
  for (let index = 0; index < 2_000; index++) put(`/m/${String(index)}.yaml`, `vm-${String(index)}`);
  let nowMs = 0;
  let longestMs = 0;
  let turnStartedMs = 0;
  const endTurn = (): void => {
    longestMs = Math.max(longestMs, nowMs - turnStartedMs);
    turnStartedMs = nowMs;
  };
  // Every look at a file costs 1 ms here; only a yield of the scan begins a new turn.
  files.control.beforeEach(() => {
    nowMs += 1;
  });
  const scan = await scanDirectory({
    source: 'manifests',
    root: '/m',
    files,
    ownUid: 0,
    decode: decodeNames,
    cache: new Map(),
    clock: {
      ...clock,
      monotonicMs: () => nowMs,
      sleep: async () => {
        endTurn();
      },
    },
  });
  endTurn();
  expect(scan.files).toHaveLength(2_000);
  expect(longestMs).toBeLessThanOrEqual(50);
});
