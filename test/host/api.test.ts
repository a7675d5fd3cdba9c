import {afterEach, beforeEach, describe, expect, test} from '@jest/globals';
import {mkdtempSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {connect} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import fc from 'fast-check';
import {openApiClient} from '../../controller/api/client.ts';
import type {ControlPort, ControlReply, Health} from '../../controller/api/protocol.ts';
import {openApiServer} from '../../controller/api/server.ts';
import type {ApiServer} from '../../controller/api/server.ts';
import {systemFiles} from '../../controller/host/files.ts';
import type {Host} from '../../controller/host/host.ts';
import {makePaths} from '../../controller/host/paths.ts';
import {systemProcesses} from '../../controller/host/process.ts';
import {bent} from '../fuzz/bytes.ts';

const health: Health = {
  daemon: {pid: 1, startTicks: 2, bootId: 'b', version: '0.1.0'},
  stateDir: '/state',
  ready: true,
  objects: 3,
  statusOutage: null,
};

describe('the API socket', () => {
  let directory: string;
  let host: Host;
  let server: ApiServer;
  let asked: unknown[];
  let answer: ControlReply;

  const control = (): ControlPort => {
    const note =
      (name: string) =>
      (...parameters: unknown[]): Promise<ControlReply> => {
        asked.push([name, ...parameters]);
        return Promise.resolve(answer);
      };
    return {
      approve: note('approve'),
      power: note('power'),
      delete: note('delete'),
      undelete: note('undelete'),
      purge: note('purge'),
      boot: note('boot'),
      rollback: note('rollback'),
      down: note('down'),
      rescan: note('rescan'),
      sweep: request => {
        asked.push(['sweep', request]);
        return Promise.resolve({ok: true, orphans: []});
      },
      snapshot: () => Promise.resolve({kind: 'HostSnapshot'}),
      plan: () => Promise.resolve({objects: [], invalid: ['a.yaml:1:1: bad [E-PARSE]']}),
      history: ref => {
        asked.push(['history', ref]);
        return {ok: true, object: 'VirtualMachine/default/web', revisions: []};
      },
      revision: (ref, name) => {
        asked.push(['revision', ref, name]);
        return {ok: false, code: 'E-NOT-FOUND', message: 'web has no revision 9; there is 1'};
      },
      diff: (...parameters) => {
        asked.push(['diff', ...parameters]);
        return {ok: false, code: 'E-NOT-FOUND', message: 'web has no revision 9; there is 1'};
      },
      health: () => health,
    };
  };

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'vmlet-api-'));
    const log = {
      debug: () => undefined,
      info: () => undefined,
      warn: () => undefined,
      error: () => undefined,
    };
    let names = 0;
    host = {
      files: systemFiles(() => `unique${String(names++)}`),
      log,
      paths: makePaths({stateDir: directory, runtimeDir: directory}),
    } as unknown as Host;
    asked = [];
    answer = {ok: true, message: 'done'};
    server = await openApiServer(host, control());
  });

  afterEach(async () => {
    await server.close();
    rmSync(directory, {recursive: true});
  });

  const raw = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect(host.paths.apiSocket);
      let received = '';
      socket.setEncoding('utf8');
      socket.on('data', (chunk: string) => (received += chunk));
      // The server may answer and close before it has read all of a body that is too long.
      socket.once('error', thrown => {
        if (received === '') reject(thrown);
      });
      socket.once('close', () => {
        resolve(received);
      });
      socket.write(text);
    });

  const web = {kind: 'VirtualMachine', namespace: 'default', name: 'web'};

  test('is made with mode 0600 whatever the umask, and the umask is as before', async () => {
    expect(statSync(host.paths.apiSocket).mode & 0o7777).toBe(0o600);
    const before = process.umask(0o022);
    await server.close();
    server = await openApiServer(host, control());
    expect(statSync(host.paths.apiSocket).mode & 0o7777).toBe(0o600);
    expect(process.umask(before)).toBe(0o022);
  });

  test('replaces the socket of a dead daemon, but never a file that is no socket', async () => {
    const second = await openApiServer(host, control());
    await expect(openApiClient(host.paths.apiSocket).health()).resolves.toEqual(health);
    await second.close();
    writeFileSync(host.paths.apiSocket, 'precious');
    await expect(openApiServer(host, control())).rejects.toMatchObject({code: 'E-HOST'});
  });

  test('carries each verb with its object to the control port, and the answer back', async () => {
    const client = openApiClient(host.paths.apiSocket);
    for (const verb of ['approve', 'stop', 'delete', 'undelete', 'purge'] as const)
      await client.verb(verb, {object: web, now: true, prune: false});
    await client.verb('down', {object: null, now: true, prune: false});
    await client.verb('approve', {object: null, now: false, prune: true});
    await client.rescan();
    expect(asked).toEqual([
      ['approve', web, {prune: false}],
      ['power', web, 'stop', {now: true}],
      ['delete', web, {now: true}],
      ['undelete', web],
      ['purge', web],
      ['down', {now: true}],
      ['approve', null, {prune: true}],
      ['rescan'],
    ]);
    answer = {ok: false, code: 'E-POLICY', message: 'not allowed'};
    await expect(client.verb('start', {object: web, now: false, prune: false})).resolves.toEqual(answer);
    await expect(client.plan()).resolves.toMatchObject({invalid: ['a.yaml:1:1: bad [E-PARSE]']});
  });

  test('refuses what it does not understand without asking the control port', async () => {
    const post = (path: string, body: string): Promise<string> =>
      raw(`POST ${path} HTTP/1.0\r\nContent-Length: ${String(Buffer.byteLength(body))}\r\n\r\n${body}`);
    const object = JSON.stringify(web);
    const cases: readonly (readonly [string, string, string])[] = [
      ['/v1/verbs/destroy', '{}', '404 '],
      ['/v1/health', '{}', '405 '],
      ['/v1/verbs/stop', '{}', '400 '],
      ['/v1/verbs/stop', '[]', '400 '],
      ['/v1/verbs/stop', '{not json', '400 '],
      ['/v1/verbs/stop', `{"object": ${object}, "forse": true}`, '400 '],
      ['/v1/verbs/stop', `{"object": ${object}, "now": "yes"}`, '400 '],
      ['/v1/verbs/purge', '{"object": {"kind": "VirtualMachine", "namespace": "..", "name": "web"}}', '400 '],
      [
        '/v1/verbs/purge',
        '{"object": {"kind": "VirtualMachine", "namespace": "default", "name": "../../x"}}',
        '400 ',
      ],
      ['/v1/verbs/stop', 'x'.repeat(65_537), '413 '],
      ['/v1/verbs/stop', 'x'.repeat(1_000_000), '413 '],
    ];
    for (const [path, body, status] of cases) {
      const [head = '', json = ''] = (await post(path, body)).split('\r\n\r\n');
      expect(head).toContain(`HTTP/1.1 ${status}`);
      expect(JSON.parse(json)).toMatchObject({ok: false});
    }
    expect(asked).toEqual([]);
  });

  test('answers standard tools: one line of HTTP/1.0 as netcat sends it, and curl', async () => {
    expect(await raw('GET /v1/health HTTP/1.0\r\n\r\n')).toContain('"version":"0.1.0"');
    const processes = systemProcesses();
    const {stdout, exitCode} = await processes.run('curl', [
      '-sS',
      '--unix-socket',
      host.paths.apiSocket,
      'http://vmlet/v1/health',
    ]);
    expect([exitCode, JSON.parse(stdout)]).toEqual([0, health]);
  });

  test('a client without a daemon says E-DAEMON, where, and why', async () => {
    const path = host.paths.apiSocket;
    await server.close();
    await expect(openApiClient(path).health()).rejects.toMatchObject({
      code: 'E-DAEMON',
      message: `daemon not answering at ${path} (no socket); start it with: vmlet run`,
    });
    server = await openApiServer(host, control());
  });

  test('no bytes at all stop it from answering the next one, and nothing unsound reaches the daemon', async () => {
    const body = '{"object":{"kind":"VirtualMachine","namespace":"default","name":"web"}}';
    const good = [
      `POST /v1/verbs/stop HTTP/1.1\r\nhost: x\r\ncontent-length: ${String(body.length)}\r\nconnection: close\r\n\r\n${body}`,
      'GET /v1/health HTTP/1.0\r\n\r\n',
      'GET /v1/plan HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n0\r\n\r\n',
    ];
    const words = [
      '\r\n',
      'content-length: 999999\r\n',
      'transfer-encoding: chunked\r\n',
      '/../',
      '%00',
      '\0',
      '{',
      'HTTP/9.9',
    ];
    const cases = fc.sample(bent(fc.constantFrom(...good.map(text => Buffer.from(text))), words), {
      numRuns: 300,
    });
    for (const bytes of cases) await hurl(bytes);
    expect(asked.length).toBeGreaterThan(0);
    for (const [name, ref] of asked as [string, {name: string; namespace: string} | null][])
      if (name !== 'down' && name !== 'rescan' && ref !== null)
        expect(`${ref.namespace}/${ref.name}`).toMatch(/^[a-z][a-z0-9-]{0,39}\/[a-z][a-z0-9-]{0,39}$/);
    expect(await openApiClient(host.paths.apiSocket).health()).toEqual(health);
  }, 120_000);

  /** Send bytes, close our half, and wait until the server closes its own: it must, whatever it was sent. */
  const hurl = (bytes: Buffer): Promise<void> =>
    new Promise(resolve => {
      const socket = connect(host.paths.apiSocket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        resolve();
      });
      socket.resume();
      socket.end(bytes);
    });
});
