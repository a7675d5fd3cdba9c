import {describe, expect, test} from '@jest/globals';
import type {Log} from '../../../controller/host/host.ts';
import {watchDirectory} from '../../../controller/manifest/watch.ts';
import {fakeClock} from '../../fakes/clock.ts';
import {fakeFiles} from '../../fakes/files.ts';
import {fakeWatches} from '../../fakes/watch-tree.ts';

const setUp = (
  root = '/srv/m',
  prepare = (files: ReturnType<typeof fakeFiles>) => files.control.directory('/srv/m'),
) => {
  const files = fakeFiles();
  prepare(files);
  const clock = fakeClock();
  const watches = fakeWatches();
  const warnings: unknown[] = [];
  const silent = (): void => undefined;
  const log: Log = {debug: silent, info: silent, error: silent, warn: (_, fields) => warnings.push(fields)};
  let hints = 0;
  const watch = watchDirectory(
    root,
    () => {
      hints += 1;
    },
    {files, clock, log, watchTree: watches.start},
  );
  return {files, clock, watches, warnings, watch, hints: () => hints};
};

describe('folding', () => {
  test('the first hint goes out at once and a burst folds to one more', async () => {
    const {watches, clock, hints} = setUp();
    for (let event = 0; event < 200; event++) watches.event('/srv/m');
    expect(hints()).toBe(1);
    await clock.advance(100);
    expect(hints()).toBe(2);
    await clock.advance(60_000);
    expect(hints()).toBe(2);
  });

  test('a source that never rests hints at once and then ten times a second, not more', async () => {
    const {watches, clock, hints} = setUp();
    for (let elapsedMs = 0; elapsedMs < 1_000; elapsedMs += 5) {
      watches.event('/srv/m');
      await clock.advance(5);
    }
    expect(hints()).toBe(11);
  });

  test('a watch that stands hints once, for what happened before it stood', () => {
    const {watches, hints} = setUp();
    expect(hints()).toBe(0);
    watches.ready('/srv/m');
    expect(hints()).toBe(1);
  });
});

describe('replacement', () => {
  test('a plain directory is watched alone', () => {
    expect(setUp().watches.watched()).toEqual(['tree /srv/m']);
  });

  test('a directory replaced by rename is watched anew, and hinted', async () => {
    const {files, watches, clock, hints} = setUp();
    files.rename('/srv/m', '/srv/old');
    files.control.directory('/srv/m');
    watches.event('/srv/m');
    expect(hints()).toBe(1);
    expect(watches.watched()).toEqual(['tree /srv/m']);
    files.rename('/srv/m', '/srv/older');
    await clock.advance(100);
    watches.event('/srv/m');
    expect(watches.watched()).toEqual(['names /srv']);
  });

  test('a missing directory is found when it appears, however deep', async () => {
    const {files, watches, clock, hints} = setUp('/srv/a/b', files => files.control.directory('/srv'));
    expect(watches.watched()).toEqual(['names /srv']);
    files.control.directory('/srv/a');
    watches.event('/srv');
    expect(watches.watched()).toEqual(['names /srv/a']);
    await clock.advance(1_000);
    files.control.directory('/srv/a/b');
    watches.event('/srv/a');
    expect(watches.watched()).toEqual(['tree /srv/a/b']);
    expect(hints()).toBe(2);
  });

  test('a swapped symlink is followed to the new directory', async () => {
    const {files, watches, clock, hints} = setUp('/srv/current', files => {
      files.control.directory('/srv/releases/1');
      files.control.directory('/srv/releases/2');
      files.control.symlink('releases/1', '/srv/current');
    });
    expect(watches.watched()).toEqual(['names /srv', 'tree /srv/releases/1']);
    watches.event('/srv');
    expect(hints()).toBe(0);
    await clock.advance(100);
    files.control.symlink('releases/2', '/srv/next');
    files.rename('/srv/next', '/srv/current');
    watches.event('/srv');
    expect(hints()).toBe(1);
    expect(watches.watched()).toEqual(['names /srv', 'tree /srv/releases/2']);
  });

  test('every link on the way to the source is watched where it stands', () => {
    const {watches} = setUp('/etc/vmlet/m', files => {
      files.control.directory('/srv/a/m');
      files.control.symlink('a', '/srv/now');
      files.control.symlink('../srv/now', '/etc/vmlet');
    });
    expect(watches.watched()).toEqual(['names /etc', 'names /srv', 'tree /srv/a/m']);
  });

  test('a replacement that no event told of is found by the next scan', () => {
    const {files, watch, watches} = setUp();
    files.rename('/srv/m', '/srv/old');
    watch.verify();
    expect(watches.watched()).toEqual(['names /srv']);
  });

  test('two links that lead to each other are no directory and no endless walk', () => {
    const {watches, warnings} = setUp('/srv/x', files => {
      files.control.directory('/srv');
      files.control.symlink('y', '/srv/x');
      files.control.symlink('x', '/srv/y');
    });
    expect(watches.watched()).toEqual([]);
    expect(warnings).toEqual([{root: '/srv/x', code: 'ELOOP'}]);
  });
});

describe('trouble', () => {
  test('running out of watches is logged once and throws nothing', () => {
    const {watches, warnings} = setUp();
    for (let time = 0; time < 50; time++) watches.fail('/srv/m', 'EMFILE');
    watches.fail('/srv/m', 'ENOSPC');
    expect(warnings).toEqual([
      {root: '/srv/m', code: 'EMFILE'},
      {root: '/srv/m', code: 'ENOSPC'},
    ]);
  });

  test('after close nothing is watched, hinted or waiting', async () => {
    const {watches, watch, clock, hints, files} = setUp();
    watches.event('/srv/m');
    watches.event('/srv/m');
    await watch.close();
    files.rename('/srv/m', '/srv/old');
    watch.verify();
    expect(watches.watched()).toEqual([]);
    expect(clock.nextTimerMs()).toBeUndefined();
    expect(hints()).toBe(1);
  });
});
