// The decoder with its real worker thread. A worker cannot load TypeScript, so manifest/ is transpiled for it first.
import {afterAll, beforeAll, describe, expect, test} from '@jest/globals';
import {mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import {setTimeout as sleep} from 'node:timers/promises';
import ts from 'typescript';
import type {Clock} from '../../controller/host/host.ts';
import {belongsInWorker, createDecoder} from '../../controller/manifest/decoder.ts';
import type {Decoder} from '../../controller/manifest/decoder.ts';
import {decodeFile} from '../../controller/manifest/decode.ts';
import {machine} from '../fixtures/bad-manifests/cases.ts';

const clock: Clock = {
  now: () => new Date().toISOString(),
  monotonicMs: () => performance.now(),
  sleep: async ms => {
    await sleep(ms);
  },
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

const options = {source: 'manifests', directory: '/srv'};
const large = (name: string): Buffer => Buffer.from(machine(`# ${'x'.repeat(20_000)}`, `{name: ${name}}`));

let directory: string;
const decoders: Decoder[] = [];
const decoderOf = (worker: string, timeLimitMs?: number): Decoder => {
  const workerUrl = pathToFileURL(join(directory, 'manifest', worker));
  const decoder = createDecoder({clock, workerUrl, ...(timeLimitMs === undefined ? {} : {timeLimitMs})});
  decoders.push(decoder);
  return decoder;
};

beforeAll(() => {
  // Below node_modules, so that the worker finds the packages.
  mkdirSync('node_modules/.cache', {recursive: true});
  directory = mkdtempSync(resolve('node_modules/.cache/decode-worker-'));
  writeFileSync(join(directory, 'package.json'), '{"type": "module"}');
  for (const folder of ['manifest', 'host']) mkdirSync(join(directory, folder));
  const sources = readdirSync('controller/manifest').map(file => `manifest/${file}`);
  for (const file of [...sources, 'host/printable.ts']) {
    const {outputText} = ts.transpileModule(readFileSync(join('controller', file), 'utf8'), {
      compilerOptions: {
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.ESNext,
        rewriteRelativeImportExtensions: true,
      },
    });
    writeFileSync(join(directory, file.replace(/\.ts$/, '.js')), outputText);
  }
  const worker = (body: string): string =>
    `import {parentPort} from 'node:worker_threads';\nparentPort.on('message', ({file}) => {\n${body}\n});\nparentPort.postMessage('ready');\n`;
  const answer = `parentPort.postMessage({file, objects: [], diagnostics: [], invalid: [], broken: false});`;
  writeFileSync(join(directory, 'manifest/hang.js'), worker(`if (file === 'bad.yaml') for (;;);\n${answer}`));
  writeFileSync(
    join(directory, 'manifest/greedy.js'),
    worker(
      `const all = []; if (file === 'bad.yaml') for (;;) all.push(new Array(1e5).fill(file + all.length));\n${answer}`,
    ),
  );
  writeFileSync(
    join(directory, 'manifest/exit.js'),
    worker(`if (file === 'bad.yaml') process.exit(1);\n${answer}`),
  );
});

afterAll(async () => {
  await Promise.all(decoders.map(decoder => decoder.close()));
  rmSync(directory, {recursive: true, force: true});
});

describe('the decode worker', () => {
  test('gives exactly what decoding here gives', async () => {
    const decoder = decoderOf('decode-worker.js');
    const files = [large('a'), large('b'), Buffer.from(`${large('c').toString()}memroy: 1\n`)];
    const decoded = await Promise.all(
      files.map((bytes, at) => decoder.decode(`${String(at)}.yaml`, bytes, options)),
    );
    expect(files.every(belongsInWorker)).toBe(true);
    expect(decoded).toEqual(files.map((bytes, at) => decodeFile(`${String(at)}.yaml`, bytes, options)));
  });

  test('sees only files that could hold the event loop', () => {
    expect(belongsInWorker(Buffer.from(machine('')))).toBe(false);
    expect(belongsInWorker(Buffer.from(`${machine('')}---\n`.repeat(60)))).toBe(false);
    expect(belongsInWorker(Buffer.from(`${machine('')}---\n`.repeat(600)))).toBe(true);
    expect(belongsInWorker(Buffer.from(machine(`# ${'x'.repeat(9_000)}`)))).toBe(true);
    expect(belongsInWorker(Buffer.alloc(2 * 1024 * 1024))).toBe(false);
  });

  test.each([
    ['hang.js', /took more than 0\.5 s/],
    ['greedy.js', /memory/],
    ['exit.js', /ended early/],
  ])(
    'a file that is too much for it (%s) is refused, and the next one is decoded',
    async (worker, why) => {
      const decoder = decoderOf(worker, worker === 'hang.js' ? 500 : 30_000);
      const [bad, next] = await Promise.all([
        decoder.decode('bad.yaml', large('a'), options),
        decoder.decode('next.yaml', large('b'), options),
      ]);
      expect(bad).toMatchObject({broken: true, diagnostics: [{code: 'E-LIMIT', file: 'bad.yaml'}]});
      expect(bad.diagnostics[0]?.what).toMatch(why);
      expect(next).toMatchObject({file: 'next.yaml', broken: false});
    },
    60_000,
  );

  test('a file is not blamed when no worker can be started: it is to be decoded again at once', async () => {
    const decoder = decoderOf('missing.js');
    const refused = await decoder.decode('a.yaml', large('a'), options);
    expect(refused).toMatchObject({broken: true, retryAfterMs: 0});
    expect(refused.diagnostics[0]?.what).toMatch(/^no worker to decode it/);
  });

  test('what waits when it is closed is answered', async () => {
    const decoder = decoderOf('hang.js', 30_000);
    const waiting = decoder.decode('bad.yaml', large('a'), options);
    await sleep(200);
    await decoder.close();
    expect(await waiting).toMatchObject({broken: true, diagnostics: [{code: 'E-LIMIT'}]});
  });
});
