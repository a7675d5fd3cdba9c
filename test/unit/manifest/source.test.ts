import {describe, expect, test} from '@jest/globals';
import type {ObjectKey} from '../../../controller/desired/node.ts';
import {makePaths} from '../../../controller/host/paths.ts';
import type {SourceFacts} from '../../../controller/manifest/judgement.ts';
import type {Verdict} from '../../../controller/manifest/object.ts';
import {openDirectorySource} from '../../../controller/manifest/source.ts';
import {fakeClock} from '../../fakes/clock.ts';
import {fakeFiles} from '../../fakes/files.ts';
import {fakeWatches} from '../../fakes/watch-tree.ts';
import {manifestFile, vmKey} from './scans.ts';

const memoryPath = '/state/sources/manifests.json';
const facts: SourceFacts = {
  observedOnce: true,
  known: new Map(),
  protectedKeys: new Set(),
  deleteRequested: new Set(),
  dependsOn: new Map(),
  removalLimits: [],
};

/** A host that outlives its daemon: start() is another process on the same files. */
const setUp = () => {
  const files = fakeFiles();
  const clock = fakeClock();
  const messages: string[] = [];
  const note = (message: string): void => {
    messages.push(message);
  };
  const host = {
    files,
    clock,
    log: {debug: note, info: note, warn: note, error: note},
    paths: makePaths({stateDir: '/state', runtimeDir: '/run'}),
  };
  const start = () => {
    const watches = fakeWatches();
    let changes = 0;
    const source = openDirectorySource({
      name: 'manifests',
      root: '/m',
      host,
      ownUid: 0,
      watchTree: watches.start,
      decode: (file, bytes) => {
        const names = bytes.toString('utf8').split(' ');
        const invalid = names.filter(each => each.startsWith('!')).map(each => vmKey(each.slice(1)));
        return manifestFile(file, names.filter(each => !each.startsWith('!')).map(vmKey), {invalid});
      },
      onChange: () => {
        changes += 1;
      },
    });
    return {source, watches, changes: () => changes};
  };
  const putVms = (count: number): void => {
    for (let index = 0; index < count; index++)
      files.control.put(`/m/${String(index)}.yaml`, `vm-${String(index)}`);
  };
  files.control.directory('/m');
  files.control.directory('/state', {mode: 0o711});
  return {files, clock, messages, start, putVms};
};

const stateOf = (verdicts: ReadonlyMap<ObjectKey, Verdict>, name: string): string => {
  const verdict = verdicts.get(vmKey(name));
  if (verdict === undefined) return 'no verdict';
  return 'reason' in verdict ? `${verdict.state} ${verdict.reason}` : verdict.state;
};

describe('scanning', () => {
  test('an object goes from file to verdict, and from a removed file to removal 2 s later', async () => {
    const {files, clock, start, putVms} = setUp();
    putVms(3);
    const {source, changes} = start();
    expect(stateOf(await source.scan(facts), 'vm-0')).toBe('present');
    files.remove('/m/0.yaml');
    expect(stateOf(await source.scan(facts), 'vm-0')).toBe('missing AwaitingSecondScan');
    expect(changes()).toBe(0);
    await clock.advance(2_000);
    expect(changes()).toBe(1);
    expect(stateOf(await source.scan(facts), 'vm-0')).toBe('removed');
    expect(stateOf(await source.scan(facts), 'vm-1')).toBe('present');
  });

  test('what was invalid when its source went away is still said to be invalid, and is held', async () => {
    const {files, start} = setUp();
    files.control.put('/m/0.yaml', 'vm-0');
    files.control.put('/m/1.yaml', 'vm-1');
    const {source} = start();
    await source.scan(facts);
    files.control.put('/m/1.yaml', '!vm-1');
    expect(stateOf(await source.scan(facts), 'vm-1')).toBe('invalid');
    files.rename('/m', '/away');
    await source.scan(facts);
    const away = await source.scan(facts);
    expect(away.get(vmKey('vm-1'))).toMatchObject({state: 'held', diagnostics: [{file: '1.yaml'}]});
    expect(away.get(vmKey('vm-0'))).not.toHaveProperty('diagnostics');
    files.rename('/away', '/m');
    files.control.put('/m/1.yaml', 'vm-1');
    await source.scan(facts);
    files.rename('/m', '/away');
    expect((await source.scan(facts)).get(vmKey('vm-1'))).not.toHaveProperty('diagnostics');
  });

  test('what did not change has the very same verdict after an edit beside it', async () => {
    const {files, start, putVms} = setUp();
    putVms(3);
    const {source} = start();
    const before = await source.scan(facts);
    files.control.put('/m/1.yaml', 'vm-1 vm-new');
    const after = await source.scan(facts);
    const [same, changed] = ['vm-0', 'vm-1'].map(name => after.get(vmKey(name)) === before.get(vmKey(name)));
    expect([same, changed]).toEqual([true, false]);
  });

  test('an event in the directory asks for a scan', () => {
    const {start} = setUp();
    const {watches, changes} = start();
    watches.event('/m');
    expect(changes()).toBe(1);
  });

  test('scans asked for at the same time run one after the other', async () => {
    const {start, putVms} = setUp();
    putVms(3);
    const {source} = start();
    const [first, second] = await Promise.all([source.scan(facts), source.scan(facts)]);
    expect([stateOf(first, 'vm-0'), stateOf(second, 'vm-0')]).toEqual(['present', 'present']);
  });

  test("somebody else's manifest is said in the log, once", async () => {
    const {files, messages, start, putVms} = setUp();
    putVms(2);
    files.chown('/m/1.yaml', 1000, 1000);
    const {source} = start();
    await source.scan(facts);
    await source.scan(facts);
    expect(messages).toEqual(['Source has doubtful owners']);
    files.chown('/m/0.yaml', 1001, 1001);
    await source.scan(facts);
    expect(messages).toHaveLength(2);
  });

  test('in steady state nothing is written, logged or waited for', async () => {
    const {files, clock, messages, start, putVms} = setUp();
    putVms(3);
    const {source} = start();
    await source.scan(facts);
    const writes = files.control.writes();
    for (let round = 0; round < 5; round++) {
      await clock.advance(30_000);
      await source.scan(facts);
    }
    expect(files.control.writes()).toBe(writes);
    expect(messages).toEqual([]);
    expect(clock.nextTimerMs()).toBeUndefined();
  });

  test('a source that goes away and comes back is one line each', async () => {
    const {files, messages, start, putVms} = setUp();
    putVms(2);
    const {source} = start();
    await source.scan(facts);
    files.rename('/m', '/away');
    await source.scan(facts);
    expect(stateOf(await source.scan(facts), 'vm-0')).toBe('held SourceUnavailable');
    files.rename('/away', '/m');
    expect(stateOf(await source.scan(facts), 'vm-0')).toBe('present');
    expect(messages).toEqual(['Source is not usable in full', 'Source is read in full']);
    expect(source.lastScan()?.state).toBe('complete');
  });

  test('after close nothing is watched or waited for', async () => {
    const {files, clock, start, putVms} = setUp();
    putVms(3);
    const {source, watches} = start();
    await source.scan(facts);
    files.remove('/m/0.yaml');
    await source.scan(facts);
    await source.close();
    expect(watches.watched()).toEqual([]);
    expect(clock.nextTimerMs()).toBeUndefined();
  });
});

describe('memory', () => {
  test('an object that went while the daemon was down is known after the start and counted from there', async () => {
    const {files, clock, start, putVms} = setUp();
    putVms(3);
    const before = start();
    await before.source.scan(facts);
    await before.source.close();
    files.remove('/m/0.yaml');
    const {source} = start();
    expect(stateOf(await source.scan(facts), 'vm-0')).toBe('missing AwaitingSecondScan');
    await clock.advance(2_000);
    expect(stateOf(await source.scan(facts), 'vm-0')).toBe('removed');
  });

  test.each([
    ['cut short', (text: string) => text.slice(0, text.length / 2)],
    ['edited', (text: string) => text.replace('vm-1', 'vm-9')],
    ['emptied', () => ''],
    ['another file', () => '{"checksum": 1, "content": null}'],
  ])('memory that is %s is set aside, and nothing is removed on its word', async (_, damage) => {
    const {files, clock, messages, start, putVms} = setUp();
    putVms(3);
    const before = start();
    await before.source.scan(facts);
    await before.source.close();
    const damaged = damage(files.read(memoryPath)?.toString('utf8') ?? '');
    files.control.put(memoryPath, damaged);
    files.remove('/m/0.yaml');
    const {source} = start();
    expect(messages).toEqual(['The memory of a source was damaged and is set aside']);
    expect(files.read(`${memoryPath}.damaged`)?.toString('utf8')).toBe(damaged);
    expect(stateOf(await source.scan(facts), 'vm-0')).toBe('no verdict');
    await clock.advance(5_000);
    const known = new Map([[vmKey('vm-0'), {file: '0.yaml', document: 1, tombstone: false}]]);
    expect(stateOf(await source.scan({...facts, known}), 'vm-0')).toBe('missing AwaitingSecondScan');
  });

  test('memory that became a directory is set aside over an older one, and the source is remembered again', async () => {
    const {files, messages, start, putVms} = setUp();
    putVms(3);
    const before = start();
    await before.source.scan(facts);
    await before.source.close();
    files.remove(memoryPath);
    files.control.put(`${memoryPath}/inside`, 'x');
    files.control.put(`${memoryPath}.damaged/older`, 'x');
    const {source} = start();
    expect(messages).toEqual(['The memory of a source was damaged and is set aside']);
    expect(files.list(`${memoryPath}.damaged`)).toEqual(['inside']);
    await source.scan(facts);
    expect(files.read(memoryPath)?.toString('utf8')).toContain('vm-0');
  });

  test('memory that cannot be read for a while is not written over, and what it holds counts again later', async () => {
    const {files, clock, start, putVms} = setUp();
    putVms(3);
    const before = start();
    await before.source.scan(facts);
    await before.source.close();
    const kept = files.read(memoryPath)?.toString('utf8');
    const mend = files.control.failOn(memoryPath, 'EMFILE', 'read');
    files.remove('/m/0.yaml');
    const {source} = start();
    await source.scan(facts);
    await clock.advance(2_000);
    expect(stateOf(await source.scan(facts), 'vm-0')).toBe('no verdict');
    mend();
    expect(files.read(memoryPath)?.toString('utf8')).toBe(kept);
    expect(stateOf(await source.scan(facts), 'vm-0')).toBe('missing AwaitingSecondScan');
  });

  test('memory is private, and kept by rename', async () => {
    const {files, start, putVms} = setUp();
    putVms(1);
    await start().source.scan(facts);
    expect(files.stat(memoryPath)).toMatchObject({mode: 0o600});
    expect(files.stat('/state/sources')).toMatchObject({mode: 0o700});
    expect(files.control.calls('writeAtomic')).toBe(1);
  });

  test('a removal that cannot be recorded does not happen', async () => {
    const {files, clock, start, putVms} = setUp();
    putVms(3);
    const {source} = start();
    await source.scan(facts);
    files.remove('/m/0.yaml');
    await source.scan(facts);
    await clock.advance(2_000);
    const restore = files.control.failOn(memoryPath, 'ENOSPC', 'writeAtomic');
    expect((await source.scan(facts)).get(vmKey('vm-0'))).toMatchObject({
      state: 'held',
      message: expect.stringContaining('ENOSPC'),
    });
    restore();
    expect(stateOf(await source.scan(facts), 'vm-0')).toBe('removed');
  });

  test('a write that was done and reported as failed is made good by the next scan, once', async () => {
    const {files, start, putVms} = setUp();
    putVms(3);
    const {source} = start();
    await source.scan(facts);
    const isMissed = (): boolean => {
      const {content} = JSON.parse(files.read(memoryPath)?.toString() ?? '') as {
        content: {objects: {key: ObjectKey; missing: unknown}[]};
      };
      return content.objects.find(({key}) => key === vmKey('vm-0'))?.missing !== null;
    };
    const {writeAtomic} = files;
    files.writeAtomic = (path, content, options) => {
      writeAtomic(path, content, options);
      files.writeAtomic = writeAtomic;
      throw new Error('EIO: fsync');
    };
    files.remove('/m/0.yaml');
    await source.scan(facts);
    expect(isMissed()).toBe(true);
    files.control.put('/m/0.yaml', 'vm-0');
    await source.scan(facts);
    expect(isMissed()).toBe(false);
    const writes = files.control.writes();
    await source.scan(facts);
    expect(files.control.writes()).toBe(writes);
  });

  test('what came back while nothing could be written was not missing all along', async () => {
    const {files, clock, start, putVms} = setUp();
    putVms(3);
    const {source} = start();
    await source.scan(facts);
    files.remove('/m/0.yaml');
    await source.scan(facts);
    await clock.advance(1_000);
    const restore = files.control.failOn(memoryPath, 'ENOSPC', 'writeAtomic');
    files.control.put('/m/0.yaml', 'vm-0');
    expect(stateOf(await source.scan(facts), 'vm-0')).toBe('present');
    await clock.advance(5_000);
    files.remove('/m/0.yaml');
    restore();
    expect(stateOf(await source.scan(facts), 'vm-0')).toBe('missing AwaitingSecondScan');
    await clock.advance(2_000);
    expect(stateOf(await source.scan(facts), 'vm-0')).toBe('removed');
  });

  test('a removal that cannot be recorded does not happen at the next scan either', async () => {
    const {files, clock, start, putVms} = setUp();
    putVms(3);
    const {source} = start();
    await source.scan(facts);
    files.remove('/m/0.yaml');
    await source.scan(facts);
    await clock.advance(2_000);
    files.control.failOn(memoryPath, 'ENOSPC', 'writeAtomic');
    for (const scan of ['first', 'second', 'third'])
      expect([scan, stateOf(await source.scan(facts), 'vm-0')]).toEqual([scan, 'held PruneBudgetExceeded']);
    const byName = {...facts, deleteRequested: new Set([vmKey('vm-1')])};
    files.remove('/m/1.yaml');
    for (const scan of ['first', 'second', 'third'])
      expect([scan, stateOf(await source.scan(byName), 'vm-1')]).toEqual([scan, 'removed']);
  });
});

describe('approve --prune', () => {
  const loseFive = async () => {
    const host = setUp();
    host.putVms(10);
    const started = host.start();
    await started.source.scan(facts);
    for (let index = 0; index < 5; index++) host.files.remove(`/m/${String(index)}.yaml`);
    await started.source.scan(facts);
    await host.clock.advance(2_000);
    const verdicts = await started.source.scan(facts);
    return {...host, ...started, verdicts};
  };

  test('it releases what the budget holds, survives a restart, and asks for a scan', async () => {
    const {source, start, verdicts, changes, clock} = await loseFive();
    expect(stateOf(verdicts, 'vm-0')).toBe('removed');
    expect(stateOf(verdicts, 'vm-4')).toBe('held PruneBudgetExceeded');
    const before = changes();
    expect(source.approvePrune('all').released).toEqual(['vm-1', 'vm-2', 'vm-3', 'vm-4'].map(vmKey));
    expect(changes()).toBe(before + 1);
    await source.close();
    const again = start();
    await again.source.scan(facts);
    await clock.advance(2_000);
    const after = await again.source.scan(facts);
    expect(['vm-1', 'vm-2', 'vm-3', 'vm-4'].map(name => stateOf(after, name))).toEqual(
      Array(4).fill('removed'),
    );
  });

  test('it releases only what is held, and says why not', async () => {
    const {source} = await loseFive();
    const approval = source.approvePrune([vmKey('vm-4'), vmKey('vm-9'), vmKey('ghost')]);
    expect(approval.released).toEqual([vmKey('vm-4')]);
    expect(approval.refused).toEqual([
      {key: vmKey('vm-9'), why: 'its manifest is still there'},
      {key: vmKey('ghost'), why: 'it is not known to this source'},
    ]);
  });

  test('an approval ends when the object comes back', async () => {
    const {source, files, clock} = await loseFive();
    source.approvePrune([vmKey('vm-4')]);
    files.control.put('/m/4.yaml', 'vm-4');
    await source.scan(facts);
    files.remove('/m/4.yaml');
    await source.scan(facts);
    await clock.advance(2_000);
    expect(stateOf(await source.scan(facts), 'vm-4')).toBe('held PruneBudgetExceeded');
  });

  test('an approval that cannot be recorded releases nothing', async () => {
    const {source, files} = await loseFive();
    files.control.failOn(memoryPath, 'ENOSPC', 'writeAtomic');
    expect(() => source.approvePrune('all')).toThrow('nothing was released');
    expect(stateOf(await source.scan(facts), 'vm-4')).toBe('held PruneBudgetExceeded');
  });
});
