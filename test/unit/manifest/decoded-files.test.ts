// What was decoded once is not decoded again after a restart, and nothing else is ever taken for it.
import {expect, test} from '@jest/globals';
import {decodingCode, rememberDecoded} from '../../../controller/manifest/decoded-files.ts';
import {systemFiles} from '../../../controller/host/files.ts';
import {fakeClock} from '../../fakes/clock.ts';
import {fakeFiles} from '../../fakes/files.ts';
import {manifestFile, vmKey} from './scans.ts';

const path = '/state/sources/manifests.decoded';

/** A host that outlives its daemon: start() is another process on the same files. */
const setUp = () => {
  const files = fakeFiles();
  const clock = fakeClock();
  const silent = (): void => undefined;
  const log = {debug: silent, info: silent, warn: silent, error: silent};
  const decoded: string[] = [];
  const start = (code = 'one') => {
    const memory = rememberDecoded({
      path,
      host: {files, clock, log},
      code,
      decode: (file, bytes) => {
        const text = bytes.toString('utf8');
        decoded.push(`${file} ${text}`);
        return {...manifestFile(file, [vmKey(text)]), ...(text === 'busy' && {retryAfterMs: 5})};
      },
    });
    const ask = async (file: string, text: string, directory = '/m') =>
      memory.decode(file, Buffer.from(text), {source: 'manifests', directory});
    return {...memory, ask};
  };
  files.control.directory('/state', {mode: 0o711});
  return {files, clock, decoded, start};
};

test('the same content of the same file is decoded once, over restarts too, and reads the same', async () => {
  const {decoded, start, files} = setUp();
  const first = start();
  const before = await first.ask('a.yaml', 'web');
  await first.ask('b.yaml', 'web');
  first.close();
  expect(files.stat(path)).toMatchObject({mode: 0o600});
  expect(await start().ask('a.yaml', 'web')).toEqual(before);
  expect(decoded).toEqual(['a.yaml web', 'b.yaml web']);
});

test('other content, another name, another directory and other code are decoded', async () => {
  const {decoded, start} = setUp();
  const first = start();
  await first.ask('a.yaml', 'web');
  first.close();
  const second = start();
  await second.ask('a.yaml', 'db');
  await second.ask('c.yaml', 'web');
  await second.ask('a.yaml', 'web', '/n');
  await start('two').ask('a.yaml', 'web');
  expect(decoded).toHaveLength(5);
});

test.each([
  ['cut short', (text: string) => text.slice(0, text.length / 2)],
  ['edited', (text: string) => text.replace('"web"', '"wex"')],
  ['emptied', () => ''],
  ['another file', () => 'x\n{"code":"one","entries":[]}\n'],
])('a memory that is %s is as if it were not there', async (_, damage) => {
  const {decoded, start, files} = setUp();
  const first = start();
  await first.ask('a.yaml', 'web');
  first.close();
  files.control.put(path, damage(files.read(path)?.toString('utf8') ?? ''));
  const {object} = (await start().ask('a.yaml', 'web')).objects[0] ?? {};
  expect(object?.metadata.name).toBe('web');
  expect(decoded).toHaveLength(2);
});

test('it is written when edits rest, not again while nothing changes, and holds nothing that is gone', async () => {
  const {clock, start, files, decoded} = setUp();
  const first = start();
  await first.ask('a.yaml', 'web');
  await first.ask('b.yaml', 'db');
  await clock.advance(9_000);
  await first.ask('b.yaml', 'mail');
  await clock.advance(9_000);
  expect(files.read(path)).toBeUndefined();
  await clock.advance(1_000);
  const writes = files.control.writes();
  first.close();
  const second = start();
  await second.ask('b.yaml', 'mail');
  await clock.advance(60_000);
  second.close();
  expect(files.control.writes()).toBe(writes);
  await second.ask('c.yaml', 'new');
  second.close();
  await start().ask('a.yaml', 'web');
  expect(decoded).toEqual(['a.yaml web', 'b.yaml db', 'b.yaml mail', 'c.yaml new', 'a.yaml web']);
});

test('what could only not be decoded just now is not remembered, nor is a disk that is full a reason to fail', async () => {
  const {decoded, start, files} = setUp();
  const first = start();
  await first.ask('a.yaml', 'busy');
  files.control.failOn(path, 'ENOSPC', 'writeAtomic');
  await first.ask('b.yaml', 'web');
  first.close();
  await start().ask('a.yaml', 'busy');
  expect(decoded).toEqual(['a.yaml busy', 'b.yaml web', 'a.yaml busy']);
});

test('the code of decoding is one value as long as its files stay', () => {
  const files = systemFiles(() => '00000000');
  const [first, second] = [decodingCode({files}), decodingCode({files})];
  expect(first).toBe(second);
  const other = decodingCode({
    files: {...files, read: file => (file.includes('manifest/rules') ? Buffer.from('') : files.read(file))},
  });
  expect(other).not.toBe(first);
});

test('what is gone from the source is gone from the disk soon after, also when it went between two daemons', async () => {
  const {start, files, clock} = setUp();
  const first = start();
  await first.ask('a.yaml', 'web');
  await first.ask('b.yaml', 'secret');
  first.seen([{file: 'a.yaml'}, {file: 'b.yaml'}]);
  await clock.advance(10_000);
  expect(String(files.read(path))).toContain('secret');
  first.seen([{file: 'a.yaml'}]);
  await clock.advance(10_000);
  expect(String(files.read(path))).not.toContain('secret');

  await first.ask('b.yaml', 'secret');
  first.close();
  const second = start();
  await second.ask('a.yaml', 'web');
  second.seen([{file: 'a.yaml'}]);
  await clock.advance(10_000);
  expect(String(files.read(path))).not.toContain('secret');
});
