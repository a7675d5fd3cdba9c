// `vmlet console` against a real socket that plays the guest.
import {expect, test} from '@jest/globals';
import {mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {PassThrough} from 'node:stream';
import {runCli} from '../../controller/cli/cli.ts';
import type {CliContext} from '../../controller/cli/context.ts';
import {systemClock} from '../../controller/host/clock.ts';
import {systemFiles} from '../../controller/host/files.ts';
import type {Host} from '../../controller/host/host.ts';
import {makePaths} from '../../controller/host/paths.ts';
import {openStatusWriter} from '../../controller/status/writer.ts';
import {uid} from '../unit/status/fixture.ts';
import {vm} from '../unit/cli/world.ts';

test('bytes go both ways until ^], which the guest does not see, and the terminal is as before', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'vmlet-con-'));
  const paths = makePaths({stateDir: directory, runtimeDir: directory});
  const log = {debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined};
  const host = {
    files: systemFiles(() => 'unique'),
    clock: systemClock(),
    log,
    paths,
  } as unknown as Host;
  openStatusWriter(host).write(vm('web'));
  const path = paths.vm(uid).consoleSocket;
  mkdirSync(dirname(path), {recursive: true});
  let guestSaw = '';
  const guest = createServer(socket => {
    // We may have left before its last echo.
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      guestSaw += chunk.toString();
      socket.write(`echo ${chunk.toString()}`);
    });
    socket.write('login: ');
  });
  await new Promise<void>(resolve => guest.listen(path, resolve));
  const raw: boolean[] = [];
  const stdin = Object.assign(new PassThrough(), {isTTY: true, setRawMode: (on: boolean) => raw.push(on)});
  let out = '';
  const step = (text: string): void => {
    out += text;
    if (out === 'login: ') stdin.write('root\r');
    else if (out.endsWith('echo root\r')) stdin.write('x\u001dnot sent');
  };
  const quiet = {write: () => undefined, isTty: true, columns: 80, rows: 24};
  const context = {
    argv: ['console', 'web', '--state-dir', directory, '--runtime-dir', directory],
    env: {},
    cwd: directory,
    uid: 0,
    version: '0',
    stdin,
    stdout: {...quiet, write: step},
    stderr: quiet,
    signal: new AbortController().signal,
    host,
  } as unknown as CliContext;
  try {
    expect(await runCli(context)).toBe(0);
    expect(raw).toEqual([true, false]);
  } finally {
    await new Promise(resolve => guest.close(resolve));
    expect(guestSaw).toBe('root\rx');
    rmSync(directory, {recursive: true});
  }
});
