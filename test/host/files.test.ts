// The real files against what is no file: nothing that stands under a name may hold the program.
import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from '@jest/globals';
import {systemFiles} from '../../controller/host/files.ts';

const files = systemFiles(() => 'unique00');
let directory = '';

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'vmlet-files-'));
  execFileSync('mkfifo', [join(directory, 'fifo')]);
  writeFileSync(join(directory, 'file'), 'content');
  symlinkSync('file', join(directory, 'link'));
});

afterAll(() => {
  rmSync(directory, {recursive: true});
});

test('a FIFO is refused at once by every way to read a part or a regular file', () => {
  const fifo = join(directory, 'fifo');
  for (const read of [
    () => files.readHead(fifo, 10),
    () => files.readAt(fifo, 0, 10),
    () => files.readRegular(fifo, 10),
  ])
    expect(read).toThrow(/not a regular file|EINVAL|ESPIPE|regular/);
});

test('a link in the place of a regular file is not followed', () => {
  expect(() => files.readRegular(join(directory, 'link'), 10)).toThrow('ELOOP');
  expect(files.readRegular(join(directory, 'file'), 3).toString()).toBe('cont');
});

test('a directory that cannot be synced keeps what was left in it from being taken for settled', () => {
  const place = join(directory, 'records');
  files.makeDirectory(place, {mode: 0o700});
  const path = join(place, 'one');
  files.writeAtomic(path, 'content', {mode: 0o600, durable: true, settleLater: true});
  expect(files.read(path)?.toString()).toBe('content');
  files.rename(place, join(directory, 'elsewhere'));
  expect(() => {
    files.settle();
  }).toThrow('ENOENT');
  files.rename(join(directory, 'elsewhere'), place);
  files.settle();
  files.removeTree(place);
  files.settle();
});
