import {describe, expect, test} from '@jest/globals';
import {makePaths} from '../../../controller/host/paths.ts';
import type {Host} from '../../../controller/host/host.ts';
import {documentFromYaml, documentToYaml} from '../../../controller/status/document-text.ts';
import {vmStatus} from '../../../controller/status/documents.ts';
import {foldEvent, openEvents} from '../../../controller/status/events.ts';
import {believedPhase, believedReady, findLock, readStatuses} from '../../../controller/status/read.ts';
import {openStatusWriter} from '../../../controller/status/writer.ts';
import {fakeClock} from '../../fakes/clock.ts';
import {fakeFiles} from '../../fakes/files.ts';
import {daemon, healthy, key, procStat} from './fixture.ts';

const setUp = () => {
  const files = fakeFiles();
  const clock = fakeClock();
  const paths = makePaths({stateDir: '/state', runtimeDir: '/run/vmlet'});
  files.control.directory('/state', {mode: 0o711});
  const log = {debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined};
  const host = {files, clock, paths, log} as unknown as Host;
  return {files, clock, paths, host};
};

const document = vmStatus(healthy);
const path = '/state/status/default/virtualmachine/web.yaml';
const daemonStat = `/proc/${String(daemon.pid)}/stat`;
const ref = {kind: 'VirtualMachine', namespace: 'default', name: 'web'};

describe('the status writer', () => {
  test('writes once, and nothing at all when nothing changed', () => {
    const {files, host} = setUp();
    const writer = openStatusWriter(host);
    expect(writer.write(document)).toBe('written');
    const writes = files.control.writes();
    expect(writer.write(vmStatus({...healthy, previous: document, now: 'later'}))).toBe('same');
    expect(files.control.writes()).toBe(writes);
    expect(files.stat(path)?.mode).toBe(0o644);
    expect(files.stat('/state/status/default')?.mode).toBe(0o755);
  });

  test('knows after a restart what the file says, and rewrites nothing that is equal', () => {
    const {files, host} = setUp();
    openStatusWriter(host).write(document);
    const writer = openStatusWriter(host);
    const inode = files.stat(path)?.inode;
    expect(writer.previous(ref)).toEqual(document);
    expect(writer.write(document)).toBe('same');
    expect(files.stat(path)?.inode).toBe(inode);
    const restarted = vmStatus({...healthy, previous: document, daemon: {...daemon, pid: 101}, now: 'later'});
    expect(writer.write(restarted)).toBe('written');
    expect(restarted.status.conditions).toEqual(document.status.conditions);
  });

  test('repairs modes, and writes again what someone removed or broke', () => {
    const {files, host} = setUp();
    const writer = openStatusWriter(host);
    writer.write(document);
    files.chmod(path, 0o600);
    expect(writer.write(document)).toBe('written');
    expect(files.stat(path)?.mode).toBe(0o644);
    expect(writer.write(document)).toBe('same');
    files.control.put(path, 'cut');
    expect(writer.write(document)).toBe('written');
    expect(files.read(path)?.toString()).toBe(documentToYaml(document));
    files.remove(path);
    files.control.put('/elsewhere', documentToYaml(document));
    files.control.symlink('/elsewhere', path);
    expect(writer.write(document)).toBe('written');
    expect(files.stat(path, {follow: false})?.type).toBe('file');
    files.removeTree('/state/status');
    expect(writer.write(document)).toBe('written');
    files.chmod('/state/status/default', 0o700);
    files.control.put(path, 'status: [');
    const next = openStatusWriter(host);
    expect(next.previous(ref)).toBeNull();
    expect(next.write(document)).toBe('written');
    expect(files.stat('/state/status/default')?.mode).toBe(0o755);
  });

  test('removes the file of a purged object and lists the others', () => {
    const {files, host} = setUp();
    const writer = openStatusWriter(host);
    writer.write(document);
    files.control.put('/state/status/default/virtualmachine/web.yaml.tmp-1234', 'x');
    files.control.put('/state/status/default/other/x.yaml', 'x');
    expect(writer.list()).toEqual([ref]);
    writer.remove(ref);
    expect(writer.list()).toEqual([]);
  });

  test('gives YAML that comes back as it was, also with text that looks like something else', () => {
    const odd = {
      ...document,
      spec: {
        a: 'True',
        b: '1e3',
        c: 'no: yes',
        d: '- x',
        e: 'é\u0000\n  z',
        f: '0x10',
        g: '2026-01-01',
        h: '',
      },
    };
    expect(documentFromYaml(documentToYaml(odd))).toEqual(odd);
    expect(documentFromYaml('a: &a [1]\nb: *a')).toBeUndefined();
  });
});

describe('reading without the daemon', () => {
  const locks = (inode: number) =>
    `1: FLOCK  ADVISORY  WRITE 77 fe:01:${String(inode)} 0 EOF\n2: POSIX  ADVISORY  READ 78 fe:01:9 0 0\n`;
  const readAs = async (change: (world: ReturnType<typeof setUp>) => void) => {
    const world = setUp();
    openStatusWriter(world.host).write(document);
    world.files.control.put('/state/lock', '');
    world.files.control.put('/proc/sys/kernel/random/boot_id', 'boot-1\n');
    world.files.control.put('/proc/locks', locks(world.files.stat('/state/lock')?.inode ?? 0));
    world.files.control.put(daemonStat, procStat(daemon.startTicks));
    change(world);
    const [entry] = await readStatuses(world.host, world.paths);
    if (entry === undefined) throw new Error('not read');
    return {phase: believedPhase(entry), ready: believedReady(entry).status, freshness: entry.freshness};
  };

  test('believes a file while its writer lives and the lock is held', async () => {
    const believed = {phase: 'Running', ready: 'True', freshness: {state: 'live'}};
    expect(await readAs(() => undefined)).toEqual(believed);
  });

  test('reads what somebody wrote over in YAML of their own', async () => {
    const {phase} = await readAs(({files}) => {
      files.control.put(path, `# by hand\n${JSON.stringify(document)}\n`);
    });
    expect(phase).toBe('Running');
  });

  test('an outline is the document without its spec and events, whatever they say', async () => {
    const {files, host, paths} = setUp();
    const long = {
      ...document,
      spec: {status: 'no', events: ['status:', '  events:', 'a: b']},
      status: {
        ...document.status,
        events: ['events:', '  x: y', 'status: a'].map(message => ({
          type: 'Normal' as const,
          reason: 'VmStarted',
          message,
          count: 1,
          firstSeen: '2026-01-01T00:10:00Z',
          lastSeen: '2026-01-01T00:10:00Z',
        })),
      },
    };
    openStatusWriter(host).write(long);
    const expected = {...long, spec: {}, status: {...long.status, events: []}};
    const read = async () => (await readStatuses(host, paths, {outline: true})).map(entry => entry.document);
    expect(await read()).toEqual([expected]);
    // Of another hand it is taken as it is.
    files.control.put(path, `# by hand\n${files.read(path)?.toString('utf8') ?? ''}`);
    expect(await read()).toEqual([long]);
    openStatusWriter(host).write(expected);
    expect(await read()).toEqual([expected]);
  });

  test('reads the files of the kinds and names that are asked for, and no others', async () => {
    const {files, host, paths} = setUp();
    const writer = openStatusWriter(host);
    for (const name of ['web', 'db', 'mail'])
      writer.write({...document, metadata: {...document.metadata, name}});
    files.control.failOn(path, 'EACCES', 'read');
    const names = async (filter: Parameters<typeof readStatuses>[2]) =>
      (await readStatuses(host, paths, filter)).map(({ref}) => ref.name);
    expect(await names({names: ['db', 'web']})).toEqual(['db']);
    expect(await names({kinds: ['VirtualMachine']})).toEqual(['db', 'mail']);
    expect(await names({kinds: ['Image']})).toEqual([]);
    expect(await names({namespace: 'edge'})).toEqual([]);
  });

  test.each<[string, (world: ReturnType<typeof setUp>) => void, string]>([
    [
      'nobody holds the lock, though the pid exists',
      ({files}) => {
        files.control.put('/proc/locks', '');
      },
      'the daemon does not run',
    ],
    [
      'the pid is of another process now',
      ({files}) => {
        files.control.put(daemonStat, procStat(daemon.startTicks + 1));
      },
      'the daemon was restarted and has not looked at it yet',
    ],
    [
      'nobody has the pid',
      ({files}) => {
        files.remove(daemonStat);
      },
      'the daemon was restarted and has not looked at it yet',
    ],
    [
      'the process of that pid ends while it is looked at',
      ({files}) => {
        files.control.failOn(daemonStat, 'ESRCH');
      },
      'the daemon was restarted and has not looked at it yet',
    ],
    [
      'of the writer only a zombie is left',
      ({files}) => {
        files.control.put(daemonStat, procStat(daemon.startTicks, 'Z'));
      },
      'the daemon was restarted and has not looked at it yet',
    ],
    [
      'the host was rebooted',
      ({files}) => {
        files.control.put('/proc/sys/kernel/random/boot_id', 'boot-2\n');
      },
      'the host was rebooted since',
    ],
    [
      'the lock file is gone',
      ({files}) => {
        files.remove('/state/lock');
      },
      'the daemon does not run',
    ],
    [
      'the lock table may not be read',
      ({files}) => {
        files.control.failOn('/proc/locks', 'EACCES');
      },
      'whether the daemon runs cannot be told',
    ],
  ])('says Unknown when %s', async (_, change, why) => {
    const {phase, ready, freshness} = await readAs(change);
    expect([phase, ready]).toEqual(['Unknown', 'Unknown']);
    expect(freshness).toMatchObject({state: 'stale', why: expect.stringContaining(why)});
  });

  test('in a container asks the open files of the process that the lock file names, and believes nothing less', async () => {
    const inContainer = async (fdinfo: string) => {
      const {phase} = await readAs(({files}) => {
        const inode = String(files.stat('/state/lock')?.inode ?? 0);
        files.control.put('/proc/locks', '');
        files.control.symlink('pid:[4026532222]', '/proc/self/ns/pid');
        files.control.put('/state/lock', 'pid 100, state directory /state\n');
        files.control.put('/proc/100/fdinfo/3', 'pos:\t0\n');
        files.control.put('/proc/100/fdinfo/7', fdinfo.replace('INODE', inode));
      });
      return phase;
    };
    expect(await inContainer('pos:\t0\nlock:\t1: FLOCK  ADVISORY  WRITE 0 fe:01:INODE 0 EOF\n')).toBe(
      'Running',
    );
    expect(await inContainer('pos:\t0\n')).toBe('Unknown');
  });

  test('finds a write lock by inode, never a read lock or a waiting one', () => {
    expect(findLock(locks(42), 42)).toEqual({state: 'held', pid: 77});
    expect(findLock(locks(42), 9)).toEqual({state: 'free'});
    expect(findLock('1: -> FLOCK  ADVISORY  WRITE 77 fe:01:42 0 EOF\n', 42)).toEqual({state: 'free'});
    expect(findLock('1: OFDLCK ADVISORY  WRITE -1 00:1a:42 0 EOF\n', 42)).toEqual({state: 'held', pid: null});
  });
});

describe('events', () => {
  const started = {type: 'Normal' as const, reason: 'Started', message: 'on revision 2'};

  test('the same happening is one entry with a count, a first and a last time', () => {
    const {host, clock} = setUp();
    const events = openEvents(host, () => []);
    events.record(key, started);
    clock.jumpWallMs(60_000);
    events.record(key, {...started, message: 'on revision 3'});
    events.record(key, started);
    expect(events.recent(key).map(({message, count}) => [message, count])).toEqual([
      ['on revision 3', 1],
      ['on revision 2', 2],
    ]);
    expect(events.recent(key)[1]).toMatchObject({
      firstSeen: '2026-01-01T00:00:00Z',
      lastSeen: '2026-01-01T00:01:00Z',
    });
  });

  test('counts go on after a restart from what the status file holds', () => {
    const {host} = setUp();
    const {folded} = foldEvent([], started, 'T0');
    const events = openEvents(host, () => folded);
    events.record(key, started);
    expect(events.recent(key)).toMatchObject([{count: 2, firstSeen: 'T0'}]);
  });

  test('keeps ten entries an object and rotates the file by size, once', () => {
    const {host, files} = setUp();
    files.control.put('/state/events.jsonl', 'x'.repeat(4 * 1024 * 1024 - 10));
    const events = openEvents(host, () => []);
    for (let index = 0; index < 12; index++) events.record(key, {...started, message: String(index)});
    expect(events.recent(key).map(({message}) => message)).toEqual([
      '2',
      '3',
      '4',
      '5',
      '6',
      '7',
      '8',
      '9',
      '10',
      '11',
    ]);
    expect(files.stat('/state/events.jsonl.1')?.sizeBytes).toBe(4 * 1024 * 1024 - 10);
    const lines = (files.read('/state/events.jsonl')?.toString() ?? '').trim().split('\n');
    expect(lines).toHaveLength(12);
    expect(files.stat('/state/events.jsonl')?.mode).toBe(0o640);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({object: key, reason: 'Started', count: 1});
  });

  test('a full disk loses the line and nothing else', () => {
    const {host, files} = setUp();
    const events = openEvents(host, () => []);
    const mend = files.control.failOn('/state/events.jsonl', 'ENOSPC', 'append');
    events.record(key, started);
    mend();
    events.record(key, started);
    expect(events.recent(key)).toMatchObject([{count: 2}]);
    expect((files.read('/state/events.jsonl')?.toString() ?? '').trim().split('\n')).toHaveLength(1);
  });
});
