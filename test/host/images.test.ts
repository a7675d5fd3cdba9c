// Images and recipes with real files, qemu-img and scripts.
import {execFileSync, spawnSync} from 'node:child_process';
import {appendFileSync, readFileSync, statSync, symlinkSync, truncateSync, writeFileSync} from 'node:fs';
import {afterAll, beforeAll, describe, expect, test} from '@jest/globals';
import {buildImage, importImage} from '../../controller/execute/image.ts';
import type {ImageTools} from '../../controller/execute/image.ts';
import {openRecipes} from '../../controller/execute/recipe.ts';
import {readImage} from '../../controller/observe/image.ts';
import type {ObjectRecord} from '../../controller/observe/record.ts';
import {openTestHost} from './namespace.ts';
import type {TestHost} from './namespace.ts';

const options = {signal: new AbortController().signal};

let machine: TestHost;
let tools: ImageTools;
let dir: string;

beforeAll(() => {
  machine = openTestHost({network: false});
  dir = machine.host.paths.stateDir;
  machine.host.files.makeDirectory(`${dir}/recipes-shipped/tiny`, {mode: 0o755});
  writeFileSync(`${dir}/recipes-shipped/tiny/part`, 'one');
  writeFileSync(
    `${dir}/recipes-shipped/tiny.sh`,
    'set -e\necho run >>"$1/runs"\ncp "$(dirname "$0")/tiny/part" "$1/vmlinuz"\necho initrd >"$1/initrd.gz"\nqemu-img create -q -f qcow2 "$1/root.qcow2" 4M\n',
  );
  writeFileSync(
    `${dir}/recipes-shipped/broken.sh`,
    'echo fetching; echo "cannot reach the mirror" >&2; exit 3\n',
  );
  tools = {host: machine.host, recipes: openRecipes(machine.host, `${dir}/recipes-shipped`)};
});

afterAll(() => {
  machine.close();
});

const record = (name: string) =>
  ({kind: 'Image', namespace: 'default', name, uid: `uid-${name}`, imageDigest: null}) as ObjectRecord;
const fromFile = (
  path: string,
  more: {format?: 'raw' | 'qcow2'; sha256?: string | null; name?: string} = {},
) => ({
  key: 'Image/default/one' as const,
  why: 'test',
  type: 'image.import' as const,
  name: more.name ?? 'one',
  path,
  format: more.format ?? ('raw' as const),
  sha256: more.sha256 ?? null,
  record: record(more.name ?? 'one'),
});
const fromRecipe = (output: string, recipe = 'tiny', format: 'raw' | 'qcow2' = 'raw') => ({
  key: `Image/default/${output}` as const,
  why: 'test',
  type: 'image.build' as const,
  name: output,
  recipe,
  output,
  format,
  record: record(output),
});
const digestOf = (path: string): string =>
  `sha256:${execFileSync('sha256sum', [path], {encoding: 'utf8'}).slice(0, 64)}`;
const remembered = (name: string): string | null => {
  const text = readFileSync(machine.host.paths.record({kind: 'Image', namespace: 'default', name}), 'utf8');
  return /sha256:[0-9a-f]{64}/.exec(text)?.[0] ?? null;
};
const stored = (digest: string) => readImage(machine.host.files, machine.host.paths, digest);

describe('importing a file', () => {
  test('it is stored read-only by its digest, the record names it, and a second run changes nothing', async () => {
    writeFileSync(`${dir}/a.raw`, Buffer.alloc(3_000_000, 5));
    symlinkSync('a.raw', `${dir}/current`);
    const action = fromFile(`${dir}/current`);
    expect(await importImage(action, tools, options)).toEqual({kind: 'done', changed: true});
    const digest = digestOf(`${dir}/a.raw`);
    expect(stored(digest)).toMatchObject({
      state: 'present',
      value: {intact: true, virtualSizeBytes: 3_000_000},
    });
    expect(statSync(machine.host.paths.image(digest)).mode & 0o7777).toBe(0o444);
    expect(remembered('one')).toBe(digest);
    expect(await importImage(action, tools, options)).toEqual({kind: 'done', changed: false});
    expect(machine.host.files.list(machine.host.paths.workDir)).toEqual([]);
  });

  test('the source may change or go afterwards', async () => {
    const digest = digestOf(`${dir}/a.raw`);
    appendFileSync(`${dir}/a.raw`, 'more');
    expect(stored(digest)).toMatchObject({value: {intact: true}});
  });

  test('an image that is stored under a known digest is not read again', async () => {
    const digest = remembered('one') ?? '';
    const action = fromFile(`${dir}/gone.raw`, {sha256: digest});
    expect(await importImage(action, tools, options)).toEqual({kind: 'done', changed: false});
  });

  test('a stored image that was written to is seen without hashing, and mended by the next import', async () => {
    writeFileSync(`${dir}/b.raw`, Buffer.alloc(2_000_000, 6));
    await importImage(fromFile(`${dir}/b.raw`, {name: 'two'}), tools, options);
    const digest = digestOf(`${dir}/b.raw`);
    const path = machine.host.paths.image(digest);
    machine.host.files.chmod(path, 0o644);
    machine.host.files.poke(path, 'x');
    expect(stored(digest)).toMatchObject({value: {intact: false, why: expect.stringContaining('touched')}});
    expect(await importImage(fromFile(`${dir}/b.raw`, {name: 'two'}), tools, options)).toMatchObject({
      changed: true,
    });
    expect(stored(digest)).toMatchObject({value: {intact: true}});
    expect(digestOf(path)).toBe(digest);
  });

  test('a stored image that only looks touched is taken as it is, without its source', async () => {
    const digest = digestOf(`${dir}/b.raw`);
    const path = machine.host.paths.image(digest);
    const gone = fromFile(`${dir}/gone.raw`, {name: 'two'});
    const again = {...gone, record: {...gone.record, imageDigest: digest}};
    const touches = [
      () => machine.host.files.chmod(path, 0o666),
      // As a restore from a backup does it: another inode, another owner.
      () => {
        writeFileSync(`${dir}/restored`, readFileSync(path));
        machine.host.files.chown(`${dir}/restored`, 12_345, 12_345);
        machine.host.files.rename(`${dir}/restored`, path);
      },
      () => machine.host.files.remove(machine.host.paths.imageFacts(digest)),
    ];
    for (const touch of touches) {
      touch();
      expect(stored(digest)).not.toMatchObject({value: {intact: true}});
      expect(await importImage(again, tools, options)).toEqual({kind: 'done', changed: true});
      expect(stored(digest)).toMatchObject({value: {intact: true, virtualSizeBytes: 2_000_000}});
      expect(statSync(path)).toMatchObject({uid: 0, mode: 0o100444});
      expect(await importImage(again, tools, options)).toEqual({kind: 'done', changed: false});
    }
    machine.host.files.chmod(path, 0o644);
    machine.host.files.poke(path, 'x');
    await expect(importImage(again, tools, options)).rejects.toMatchObject({code: 'E-IMAGE'});
    expect(stored(digest)).toMatchObject({value: {intact: false}});
  });

  test('one whose file was removed is absent', async () => {
    const digest = digestOf(`${dir}/b.raw`);
    machine.host.files.remove(machine.host.paths.image(digest));
    expect(stored(digest)).toEqual({state: 'absent'});
  });

  test('a digest that does not fit is refused, and nothing is left behind', async () => {
    const action = fromFile(`${dir}/b.raw`, {sha256: 'a'.repeat(64)});
    await expect(importImage(action, tools, options)).rejects.toMatchObject({
      code: 'E-IMAGE',
      terminal: true,
    });
    expect(machine.host.files.list(machine.host.paths.workDir)).toEqual([]);
  });

  test('a missing source may still come, a directory or FIFO never will', async () => {
    execFileSync('mkfifo', [`${dir}/fifo`]);
    await expect(importImage(fromFile(`${dir}/none`), tools, options)).rejects.toMatchObject({
      terminal: false,
    });
    for (const path of [`${dir}/fifo`, dir, '/dev/zero'])
      await expect(importImage(fromFile(path), tools, options)).rejects.toMatchObject({
        code: 'E-IMAGE',
        terminal: true,
      });
  });

  test('a qcow2 with a base, a truncated one, one without header and one declared raw are refused by name', async () => {
    const make = (name: string, ...args: string[]) =>
      spawnSync('qemu-img', ['create', '-q', '-f', 'qcow2', ...args, `${dir}/${name}`, '8M']);
    make('based.qcow2', '-F', 'raw', '-b', `${dir}/b.raw`);
    make('data.qcow2', '-o', `data_file=${dir}/data.raw`);
    make('plain.qcow2');
    writeFileSync(`${dir}/short.qcow2`, readFileSync(`${dir}/plain.qcow2`).subarray(0, 60));
    const refusal = async (path: string, format: 'raw' | 'qcow2'): Promise<string> =>
      importImage(fromFile(path, {format}), tools, options).then(
        () => 'stored',
        (thrown: unknown) => (thrown as Error).message,
      );
    expect(await refusal(`${dir}/based.qcow2`, 'qcow2')).toContain('qemu-img convert');
    expect(await refusal(`${dir}/data.qcow2`, 'qcow2')).toContain('external data file refused');
    expect(await refusal(`${dir}/short.qcow2`, 'qcow2')).toContain('60 of 72 bytes');
    expect(await refusal(`${dir}/b.raw`, 'qcow2')).toContain('no qcow2 header');
    expect(await refusal(`${dir}/plain.qcow2`, 'raw')).toContain('declared raw');
    expect(await refusal(`${dir}/plain.qcow2`, 'qcow2')).toBe('stored');
  });
});

describe('building from a recipe', () => {
  const runs = (): number => {
    const [built] = (machine.host.files.list(machine.host.paths.recipesDir) ?? []).filter(name =>
      name.startsWith('tiny-'),
    );
    return (
      readFileSync(`${machine.host.paths.recipesDir}/${built ?? ''}/runs`, 'utf8').split('\n').length - 1
    );
  };

  test('three images of one recipe run it once', async () => {
    const outcomes = await Promise.all([
      buildImage(fromRecipe('kernel'), tools, options),
      buildImage(fromRecipe('initrd'), tools, options),
      buildImage(fromRecipe('disk', 'tiny', 'qcow2'), tools, options),
    ]);
    expect(outcomes).toEqual(Array(3).fill({kind: 'done', changed: true}));
    expect(runs()).toBe(1);
    expect(stored(remembered('disk') ?? '')).toMatchObject({
      value: {format: 'qcow2', virtualSizeBytes: 4 * 1024 * 1024},
    });
  });

  test('a new daemon finds what was built', async () => {
    const later = {...tools, recipes: openRecipes(machine.host, `${dir}/recipes-shipped`)};
    expect(await buildImage(fromRecipe('kernel'), later, options)).toEqual({kind: 'done', changed: false});
    expect(runs()).toBe(1);
  });

  test('an output that was damaged since is built anew, and not stored under its old digest', async () => {
    const {path} = await tools.recipes.output('tiny', 'kernel', options);
    machine.host.files.remove(machine.host.paths.image(remembered('kernel') ?? ''));
    writeFileSync(path, 'two');
    await expect(buildImage(fromRecipe('kernel'), tools, options)).rejects.toMatchObject({terminal: false});
    expect(await buildImage(fromRecipe('kernel'), tools, options)).toEqual({kind: 'done', changed: true});
    expect(runs()).toBe(2);
    truncateSync(path, 0);
    expect((await tools.recipes.output('tiny', 'kernel', options)).sha256).toBe(
      (remembered('kernel') ?? '').slice(7),
    );
    expect(runs()).toBe(3);
  });

  test('a part of the script that changed is another recipe', async () => {
    const before = remembered('kernel');
    writeFileSync(`${dir}/recipes-shipped/tiny/part`, 'three');
    expect(await buildImage(fromRecipe('kernel'), tools, options)).toEqual({kind: 'done', changed: true});
    expect(remembered('kernel')).not.toBe(before);
  });

  test('a recipe that fails says its last words and may be tried again', async () => {
    await expect(buildImage(fromRecipe('kernel', 'broken'), tools, options)).rejects.toMatchObject({
      code: 'E-IMAGE',
      message: expect.stringContaining('cannot reach the mirror'),
      terminal: false,
    });
  });

  test.each(['nothing', '../tiny', 'tiny.sh', '/etc/passwd'])(
    'the recipe %j does not exist',
    async recipe => {
      await expect(buildImage(fromRecipe('kernel', recipe), tools, options)).rejects.toMatchObject({
        terminal: true,
      });
    },
  );

  test('an output that no recipe makes is refused with the ones there are', async () => {
    await expect(buildImage(fromRecipe('firmware'), tools, options)).rejects.toMatchObject({
      message: expect.stringContaining('kernel, initrd, disk'),
    });
  });
});
