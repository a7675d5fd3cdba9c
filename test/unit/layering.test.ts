// Who may import whom, and one door for each effect: docs/architecture.md as a test. Reads the source as text; the
// rules are in layering-rules.ts. The second half feeds it planted violations, so that it cannot pass by seeing nothing.
import {describe, expect, test} from '@jest/globals';
import {readdirSync, readFileSync} from 'node:fs';
import {join, relative} from 'node:path';
import {parseSource, violations} from './layering-rules.ts';
import type {SourceFile} from './layering-rules.ts';

const root = join(import.meta.dirname, '../../controller');

const sources = (): SourceFile[] =>
  readdirSync(root, {recursive: true, withFileTypes: true})
    .filter(entry => entry.isFile() && entry.name.endsWith('.ts'))
    .map(entry => join(entry.parentPath, entry.name))
    .map(path => parseSource(relative(root, path), readFileSync(path, 'utf8')));

const planted = (path: string, text: string): readonly string[] =>
  violations([parseSource(path, `// What lives here.\n${text}`)]);

test('the program keeps to its layers and doors', () => {
  expect(violations(sources())).toEqual([]);
});

test('the whole program was read', () => {
  const paths = sources().map(source => source.path);
  expect(paths.length).toBeGreaterThan(150);
  for (const path of ['main.ts', 'loop.ts', 'plan/vm.ts', 'drivers/qemu/qmp.ts'])
    expect(paths).toContain(path);
  const arrows = sources().flatMap(source => source.imports);
  expect(arrows.length).toBeGreaterThan(500);
});

describe('a wrong arrow is found', () => {
  test.each([
    ['errors.ts', "import {makePaths} from './host/paths.ts';"],
    ['host/files.ts', "import {act} from '../plan/vm-input.ts';"],
    ['manifest/scan.ts', "import {resolveVm} from '../desired/resolve-vm.ts';"],
    ['drivers/qemu/qmp.ts', "import {readDisk} from '../../observe/disk.ts';"],
    ['desired/resolve-vm.ts', "import {decodeFile} from '../manifest/decode.ts';"],
    ['desired/resolve-vm.ts', "import {readDisk} from '../observe/disk.ts';"],
    ['plan/vm.ts', "import {readDisk} from '../observe/disk.ts';"],
    ['plan/vm.ts', "import {makePaths} from '../host/paths.ts';"],
    ['plan/vm.ts', "import {qemu} from '../drivers/qemu/driver.ts';"],
    ['plan/vm.ts', "import type {World} from '../world.ts';"],
    ['plan/vm.ts', "import {createHash} from 'node:crypto';"],
    ['plan/vm.ts', "import fc from 'fast-check';"],
    ['observe/vm.ts', "import {stopVm} from '../execute/vm-stop.ts';"],
    ['execute/tap.ts', "import {resolveVm} from '../desired/resolve-vm.ts';"],
    ['execute/tap.ts', "import {planVm} from '../plan/vm.ts';"],
    ['status/conditions.ts', "import {execute} from '../execute/execute.ts';"],
    ['api/server.ts', "import {planVm} from '../plan/vm.ts';"],
    ['cli/get.ts', "import {execute} from '../execute/execute.ts';"],
    ['cli/get.ts', "import {openLoop} from '../loop.ts';"],
    ['manifest/scan.ts', "export {openLoop} from '../loop.ts';"],
    ['manifest/scan.ts', "const late = await import('../loop.ts');"],
    ['cli/get.ts', "const {execute} = await import(\n  '../execute/execute.ts'\n);"],
    ['look/vm.ts', "import {execute} from '../execute/execute.ts';"],
    ['preview/effects.ts', "import {execute} from '../execute/execute.ts';"],
    ['preview/effects.ts', "import {openDown} from '../requests/down.ts';"],
    ['elsewhere/new-layer.ts', "import {errorText} from '../errors.ts';"],
  ])('%s: %s', (path, text) => {
    expect(planted(path, text)).toEqual([expect.stringContaining(path)]);
  });
});

describe('an arrow that is drawn is not', () => {
  test.each([
    ['plan/vm.ts', "import type {Paths} from '../host/paths.ts';"],
    ['plan/vm.ts', "import {\n  linkAlias,\n} from '../desired/names.ts';"],
    ['desired/resolve-vm.ts', "import {mergeClass} from '../manifest/classes.ts';"],
    ['execute/tap.ts', "import {done} from '../plan/action.ts';"],
    ['execute/tap.ts', "import {readDisk} from '../observe/disk.ts';"],
    ['loop.ts', "import {planVm} from './plan/vm.ts';"],
    ['host/process.ts', "import {execa} from 'execa';"],
    ['plan/vm.ts', "// import {execa} from 'execa';"],
    ['plan/vm.ts', "const text = 'new Date() is not a call here';"],
  ])('%s: %s', (path, text) => {
    expect(planted(path, text)).toEqual([]);
  });
});

describe('a second door is found', () => {
  test.each([
    ['execute/tap.ts', "import {execa} from 'execa';"],
    ['observe/links.ts', "import {spawn} from 'node:child_process';"],
    ['loop.ts', "import winston from 'winston';"],
    ['cli/get.ts', "const {default: winston} = await import('winston');"],
    ['status/read.ts', "const {parseDocument} = await import('yaml');"],
    ['cli/get.ts', "const {readFileSync} = await import('node:fs');"],
    ['observe/links.ts', "import chokidar from 'chokidar';"],
    ['cli/get.ts', "import {Ajv} from 'ajv';"],
    ['cli/get.ts', "import {stringify} from 'yaml';"],
    ['observe/disk.ts', "import {readFileSync} from 'node:fs';"],
    ['observe/disk.ts', "import {readFile} from 'node:fs/promises';"],
    ['status/writer.ts', 'const at = Date.now();'],
    ['status/writer.ts', 'const at = new Date();'],
    ['execute/queue.ts', 'setTimeout(run, 5);'],
    ['execute/queue.ts', "import {setTimeout as sleep} from 'node:timers/promises';"],
    ['execute/queue.ts', 'const at = performance.now();'],
    ['execute/queue.ts', 'const signal = AbortSignal.timeout(5);'],
    ['host/paths.ts', "const home = process.env['HOME'];"],
    ['loop.ts', 'process.exit(1);'],
    ['loop.ts', "process.on('SIGTERM', stop);"],
    ['loop.ts', 'process.exitCode = 1;'],
    ['execute/queue.ts', 'const jitter = Math.random();'],
    ['execute/queue.ts', "import {randomUUID} from 'node:crypto';"],
    ['execute/tap.ts', "import {connect} from 'node:net';"],
    ['daemon.ts', "import {setFlagsFromString} from 'node:v8';"],
  ])('%s: %s', (path, text) => {
    expect(planted(path, text)).toEqual([expect.stringContaining(path)]);
  });
});

describe('a file that is not in the house style is found', () => {
  test('without an opening comment', () => {
    expect(violations([parseSource('loop.ts', 'export const a = 1;\n')])).toHaveLength(1);
  });

  test('with more than 320 lines', () => {
    expect(planted('loop.ts', 'export const a = 1;\n'.repeat(321))).toHaveLength(1);
    expect(planted('manifest/types.gen.ts', 'export const a = 1;\n'.repeat(321))).toEqual([]);
  });

  test.each([
    'host/utils.ts',
    'plan/vm-helper.ts',
    'host/common.ts',
    'vm-manager.ts',
    'misc.ts',
    'plan/vmPlan.ts',
  ])('called %s', path => {
    expect(planted(path, '')).toHaveLength(1);
  });

  test('that exports a default', () => {
    expect(planted('loop.ts', 'export default 1;')).toHaveLength(1);
  });
});

describe('a cycle is found', () => {
  const file = (path: string, text: string): SourceFile => parseSource(path, `// Here.\n${text}`);

  test('of values, by its names', () => {
    const found = violations([
      file('plan/a.ts', "import {b} from './b.ts';"),
      file('plan/b.ts', "import {c} from './c.ts';"),
      file('plan/c.ts', "import {a} from './a.ts';"),
    ]);
    expect(found).toEqual(['import cycle: plan/a.ts -> plan/b.ts -> plan/c.ts -> plan/a.ts']);
  });

  test('but not of types, which are gone when it runs', () => {
    const found = violations([
      file('plan/a.ts', "import {b} from './b.ts';"),
      file('plan/b.ts', "import type {A} from './a.ts';"),
    ]);
    expect(found).toEqual([]);
  });
});
