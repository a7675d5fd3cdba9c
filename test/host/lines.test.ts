// The line sockets against whatever the other side writes, in whatever pieces: lines come out whole, and one without end
// ends the connection instead of the memory.
import {createServer} from 'node:net';
import type {Server, Socket} from 'node:net';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setImmediate as turn} from 'node:timers/promises';
import {afterEach, beforeEach, expect, test} from '@jest/globals';
import fc from 'fast-check';
import {systemSockets} from '../../controller/host/sockets.ts';

let directory = '';
let server: Server;
let serve: (socket: Socket) => void = () => undefined;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'vmlet-lines-'));
  server = createServer(socket => {
    socket.on('error', () => undefined);
    serve(socket);
  });
  await new Promise<void>(resolve => server.listen(join(directory, 'socket'), resolve));
});

afterEach(async () => {
  await new Promise(resolve => server.close(resolve));
  rmSync(directory, {recursive: true});
});

const writePieces = async (socket: Socket, bytes: Buffer, step: number): Promise<void> => {
  for (let at = 0; at < bytes.length; at += step) {
    socket.write(bytes.subarray(at, at + step));
    await turn();
  }
  socket.end();
};

/** Every line that came, and why it ended. */
const readAll = async (): Promise<{lines: string[]; why: string}> => {
  const lines: string[] = [];
  let ended: (why: string) => void = () => undefined;
  const end = new Promise<string>(resolve => (ended = resolve));
  await systemSockets().connectLines(
    join(directory, 'socket'),
    {onLine: line => lines.push(line), onClose: ended},
    {timeoutMs: 5_000},
  );
  return {lines, why: await end};
};

test('lines come out whole, however they are cut into pieces, letters of several bytes included', async () => {
  const texts = fc.array(
    fc.string({unit: 'grapheme', maxLength: 30}).filter(text => !/[\r\n\ud800-\udfff]/.test(text)),
  );
  await fc.assert(
    fc.asyncProperty(texts, fc.integer({min: 1, max: 7}), async (lines, step) => {
      const bytes = Buffer.from(lines.map(line => `${line}\n`).join(''));
      serve = socket => {
        void writePieces(socket, bytes, step);
      };
      expect((await readAll()).lines).toEqual(lines);
    }),
    {numRuns: 30},
  );
}, 60_000);

test('a line over 1 MiB ends the connection with a reason, and its sender cannot make us keep more', async () => {
  let sentBytes = 0;
  serve = socket => {
    const piece = Buffer.alloc(64 * 1024, 'x');
    const more = (): void => {
      while (!socket.destroyed && socket.write(piece)) sentBytes += piece.length;
      sentBytes += piece.length;
    };
    socket.on('drain', more);
    more();
  };
  const {lines, why} = await readAll();
  expect(lines).toEqual([]);
  expect(why).toBe('line longer than 1048576 bytes');
  expect(sentBytes).toBeLessThan(8 * 1024 * 1024);
}, 60_000);
