import {execFileSync} from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {afterEach, beforeEach, describe, expect, test} from '@jest/globals';
import type {ObjectKey} from '../../controller/desired/node.ts';
import {systemClock} from '../../controller/host/clock.ts';
import {systemFiles} from '../../controller/host/files.ts';
import {makePaths} from '../../controller/host/paths.ts';
import {decodeFile} from '../../controller/manifest/decode.ts';
import type {Verdict} from '../../controller/manifest/object.ts';
import {openDirectorySource} from '../../controller/manifest/source.ts';
import type {DirectorySource} from '../../controller/manifest/source.ts';

let base = '';
let root = '';
let closers: (() => Promise<void>)[] = [];

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'vmlet-source-'));
  root = join(base, 'manifests');
  mkdirSync(root);
});

afterEach(async () => {
  for (const close of closers) await close();
  closers = [];
  rmSync(base, {recursive: true, force: true});
});

/** An Image is the shortest manifest there is; `mark` is what an edit changes. */
const imageText = (name: string, mark = 'one'): string =>
  [
    'apiVersion: vmlet.dev/v1alpha1',
    'kind: Image',
    `metadata: {name: ${name}, labels: {mark: ${mark}}}`,
    'spec: {source: {file: {path: /nowhere.raw}}, format: raw}',
    '',
  ].join('\n');

const open = (at = root) => {
  const messages: string[] = [];
  const note = (message: string): void => {
    messages.push(message);
  };
  let hints = 0;
  let wake = (): void => undefined;
  const source = openDirectorySource({
    name: 'manifests',
    root: at,
    ownUid: process.getuid?.() ?? 0,
    host: {
      files: systemFiles(() => String(process.hrtime.bigint()).slice(-8)),
      clock: systemClock(),
      log: {debug: note, info: note, warn: note, error: note},
      paths: makePaths({stateDir: join(base, 'state'), runtimeDir: join(base, 'run')}),
    },
    decode: decodeFile,
    onChange: () => {
      hints += 1;
      wake();
    },
  });
  closers.push(async () => source.close());
  const hint = async (): Promise<void> =>
    new Promise(resolve => {
      wake = resolve;
    });
  /** Nothing is on its way any more, so that the next hint belongs to what the test does next. */
  const quiet = async (): Promise<void> => {
    for (let before = -1; before !== hints; await sleep(400)) before = hints;
  };
  /** Change something, then scan at every hint until it is seen. A hint that never comes ends in the test's timeout. */
  const change = async (run: () => void, isSeen: (verdicts: ReadonlyMap<ObjectKey, Verdict>) => boolean) => {
    await quiet();
    let hinted = hint();
    run();
    for (;;) {
      await hinted;
      hinted = hint();
      if (isSeen(await scan(source))) return;
    }
  };
  return {source, change, quiet, messages};
};

const scan = async (source: DirectorySource): Promise<ReadonlyMap<ObjectKey, Verdict>> =>
  source.scan({
    observedOnce: true,
    known: new Map(),
    protectedKeys: new Set(),
    deleteRequested: new Set(),
    dependsOn: new Map(),
    removalLimits: [],
  });

const hasMark =
  (name: string, mark = 'one') =>
  (verdicts: ReadonlyMap<ObjectKey, Verdict>): boolean => {
    const verdict = verdicts.get(`Image/default/${name}`);
    return verdict?.state === 'present' && verdict.decoded.object.metadata.labels['mark'] === mark;
  };

describe('hints from the real file system', () => {
  test('a file that is dropped, edited in place, and replaced by rename is hinted each time', async () => {
    const {change} = open();
    await change(() => writeFileSync(join(root, 'a.yaml'), imageText('a')), hasMark('a'));
    await change(() => writeFileSync(join(root, 'a.yaml'), imageText('a', 'two')), hasMark('a', 'two'));
    await change(
      () => {
        writeFileSync(join(root, '.a.yaml.tmp'), imageText('a', 'three'));
        renameSync(join(root, '.a.yaml.tmp'), join(root, 'a.yaml'));
      },
      hasMark('a', 'three'),
    );
  });

  test('a file in a new directory, and its later edit, are hinted', async () => {
    const {change} = open();
    await change(() => {
      mkdirSync(join(root, 'team/web'), {recursive: true});
      writeFileSync(join(root, 'team/web/a.yaml'), imageText('a'));
    }, hasMark('a'));
    await change(
      () => writeFileSync(join(root, 'team/web/a.yaml'), imageText('a', 'two')),
      hasMark('a', 'two'),
    );
  });

  test('the source directory may be replaced by rename, and edits in the new one are hinted', async () => {
    writeFileSync(join(root, 'a.yaml'), imageText('a'));
    const {change} = open();
    await change(
      () => {
        mkdirSync(join(base, 'next'));
        writeFileSync(join(base, 'next/a.yaml'), imageText('a', 'two'));
        renameSync(root, join(base, 'old'));
        renameSync(join(base, 'next'), root);
      },
      hasMark('a', 'two'),
    );
    await change(() => writeFileSync(join(root, 'a.yaml'), imageText('a', 'three')), hasMark('a', 'three'));
  });

  test('the source directory may go and come back', async () => {
    writeFileSync(join(root, 'a.yaml'), imageText('a'));
    const {change} = open();
    await change(
      () => renameSync(root, join(base, 'away')),
      verdicts => verdicts.size === 0 || [...verdicts.values()].every(({state}) => state === 'held'),
    );
    await change(() => renameSync(join(base, 'away'), root), hasMark('a'));
    await change(() => writeFileSync(join(root, 'a.yaml'), imageText('a', 'two')), hasMark('a', 'two'));
  });

  test('a source that is a symlink may be swapped, and edits behind the new link are hinted', async () => {
    for (const release of ['1', '2']) {
      mkdirSync(join(base, 'releases', release), {recursive: true});
      writeFileSync(join(base, 'releases', release, 'a.yaml'), imageText('a', `release-${release}`));
    }
    symlinkSync('releases/1', join(base, 'current'));
    const {source, change} = open(join(base, 'current'));
    expect(hasMark('a', 'release-1')(await scan(source))).toBe(true);
    await change(
      () => {
        symlinkSync('releases/2', join(base, 'current-next'));
        renameSync(join(base, 'current-next'), join(base, 'current'));
      },
      hasMark('a', 'release-2'),
    );
    await change(
      () => writeFileSync(join(base, 'releases/2/a.yaml'), imageText('a', 'edited')),
      hasMark('a', 'edited'),
    );
  });

  test('a ..data swap is hinted and read as one generation', async () => {
    for (const generation of ['..1', '..2']) {
      mkdirSync(join(root, generation));
      writeFileSync(join(root, generation, 'a.yaml'), imageText('a', `g${generation.slice(2)}`));
    }
    symlinkSync('..1', join(root, '..data'));
    symlinkSync('..data/a.yaml', join(root, 'a.yaml'));
    const {source, change} = open();
    expect(hasMark('a', 'g1')(await scan(source))).toBe(true);
    await change(
      () => {
        symlinkSync('..2', join(root, '..data_tmp'));
        renameSync(join(root, '..data_tmp'), join(root, '..data'));
        rmSync(join(root, '..1'), {recursive: true});
      },
      hasMark('a', 'g2'),
    );
  });
});

describe('what the real file system can hold', () => {
  test('FIFOs and devices named like manifests do not hold the scan', async () => {
    writeFileSync(join(root, 'a.yaml'), imageText('a'));
    for (let index = 0; index < 5; index++)
      execFileSync('mkfifo', [join(root, `fifo-${String(index)}.yaml`)]);
    symlinkSync('/dev/zero', join(root, 'zero.yaml'));
    const {source} = open();
    expect(hasMark('a')(await scan(source))).toBe(true);
    const broken = source.lastScan()?.files.filter(file => file.broken) ?? [];
    expect(broken.map(({diagnostics}) => diagnostics[0]?.what)).toEqual([
      ...Array<string>(5).fill('is not a regular file (fifo)'),
      'is a symlink that leaves the source and is not followed',
    ]);
  });

  test('3,000 manifests cost one kernel watch for each directory', async () => {
    for (let index = 0; index < 3_000; index++) {
      const directory = join(root, `d${String(index % 10)}`);
      mkdirSync(directory, {recursive: true});
      writeFileSync(join(directory, `${String(index)}.yaml`), imageText(`image-${String(index)}`));
    }
    const before = kernelWatches();
    const {source, quiet} = open();
    expect((await scan(source)).size).toBe(3_000);
    await quiet();
    expect(kernelWatches() - before).toBe(11);
  }, 30_000);

  test('closing leaves no kernel watch behind, also right after opening', async () => {
    mkdirSync(join(root, 'a/b/c'), {recursive: true});
    const before = kernelWatches();
    const {source, quiet} = open();
    await quiet();
    expect(kernelWatches()).toBeGreaterThan(before);
    await source.close();
    await open().source.close();
    expect(kernelWatches()).toBe(before);
  });
});

/** Watches of this process, as the kernel counts them. */
const kernelWatches = (): number =>
  readdirSync('/proc/self/fdinfo')
    .map(descriptor => {
      try {
        return readFileSync(`/proc/self/fdinfo/${descriptor}`, 'utf8');
      } catch {
        // The descriptor that lists the directory is closed by now.
        return '';
      }
    })
    .join('\n')
    .split('\n')
    .filter(line => line.startsWith('inotify wd:')).length;
