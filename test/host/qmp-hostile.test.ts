// Monitors that lie, flood and say nothing, on real sockets: the daemon lives, its memory is bounded, other VMs are heard,
// and nothing is done to the process on the word of its monitor.
import {afterAll, beforeAll, expect, test} from '@jest/globals';
import {spawn} from 'node:child_process';
import type {ChildProcess} from 'node:child_process';
import {randomUUID} from 'node:crypto';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {systemClock} from '../../controller/host/clock.ts';
import {ownIdentity} from '../../controller/host/process-facts.ts';
import {systemProcesses} from '../../controller/host/process.ts';
import {systemSockets} from '../../controller/host/sockets.ts';
import {HeldSession} from '../../controller/observe/held-session.ts';
import type {Monitor} from '../../controller/observe/snapshot.ts';

const uid = '11111111-2222-4333-8444-555555555555';
const script = fileURLToPath(new URL('../fixtures/hostile-monitor.js', import.meta.url));
const clock = systemClock();
const signals: string[] = [];
const host = {
  clock,
  sockets: systemSockets(),
  processes: {
    ...systemProcesses(),
    signal: () => {
      signals.push('signal');
      return false;
    },
  },
};

let directory: string;
let honest: HeldSession;
const servers: ChildProcess[] = [];
const sessions: HeldSession[] = [];

const serve = async (mode: string): Promise<string> => {
  const path = join(directory, `${randomUUID().slice(0, 8)}.sock`);
  const server = spawn(process.execPath, [script, path, mode], {stdio: ['ignore', 'pipe', 'inherit']});
  servers.push(server);
  await new Promise(resolve => server.stdout.once('data', resolve));
  return path;
};

/** Held to a process that lives as long as this test: ours. */
const holdTo = (path: string): HeldSession => {
  const session = new HeldSession(host, {...ownIdentity(), uid}, path, {
    onChange: () => undefined,
    onGone: () => undefined,
  });
  sessions.push(session);
  return session;
};

const until = async (session: HeldSession, holds: (monitor: Monitor) => boolean): Promise<Monitor> => {
  while (!holds(session.monitor)) await session.next();
  return session.monitor;
};

const mebibytes = (bytes: number): number => bytes / 1024 / 1024;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'vmlet-qmp-'));
  honest = holdTo(await serve('honest'));
  await until(honest, monitor => monitor.state === 'connected');
}, 30_000);

afterAll(() => {
  for (const session of sessions) session.close();
  for (const server of servers) server.kill('SIGKILL');
  rmSync(directory, {recursive: true});
});

/** The honest one is heard, whatever the others do; nobody was hurt. */
const allIsWell = async (): Promise<void> => {
  expect(await honest.session?.execute('query-status')).toEqual({status: 'running'});
  expect(honest.monitor).toMatchObject({state: 'connected', runState: 'running', uuid: uid});
  expect(signals).toEqual([]);
};

test.each([
  ['silent', /^no answer to greeting within/],
  ['half-line', /^no answer to greeting within/],
  ['not-json', /not JSON/],
  ['deep-json', /nested deeper than/],
  ['long-line', /line longer than 1048576 bytes/],
  ['endless-line', /line longer than 1048576 bytes/],
  ['event-first', /greeting is not one of QMP/],
  ['hangs-up', /closed/],
  ['refuses', /^qmp_capabilities: x{500}$/],
])(
  'a monitor that is %s is silent, and it is said why',
  async (mode, why) => {
    const session = holdTo(await serve(mode));
    const monitor = await until(session, ({state}) => session.tried && state === 'silent');
    if (monitor.state !== 'silent') throw new Error('connected');
    expect(monitor.why).toMatch(why);
    await allIsWell();
    session.close();
  },
  30_000,
);

test('a monitor that answers for another VM is known as such', async () => {
  const session = holdTo(await serve('wrong-uuid'));
  await until(session, ({state}) => state === 'connected');
  expect(session.monitor).toMatchObject({uuid: '99999999-2222-4333-8444-555555555555'});
  await allIsWell();
  session.close();
}, 30_000);

test('a run state that is none is no run state', async () => {
  const session = holdTo(await serve('odd-status'));
  await until(session, ({state}) => state === 'connected');
  expect(session.monitor).toMatchObject({runState: 'other'});
  await allIsWell();
  session.close();
}, 30_000);

test.each([
  ['flood-of-events', /more than 10000 messages in a second/],
  ['flood-of-answers', /more than 10000 messages in a second/],
  ['flood-of-blanks', /not JSON/],
])(
  'a %s is hung up on, called ever more rarely, and costs neither memory nor the others their turn',
  async (mode, why) => {
    const before = process.memoryUsage().rss;
    const session = holdTo(await serve(mode));
    let attempts = 0;
    const {connectLines} = host.sockets;
    host.sockets.connectLines = (...words) => {
      attempts += 1;
      return connectLines(...words);
    };
    try {
      for (let asked = 0; asked < 50; asked += 1) {
        await clock.sleep(50);
        await allIsWell();
      }
    } finally {
      host.sockets.connectLines = connectLines;
    }
    const monitor = await until(session, ({state}) => state === 'silent');
    if (monitor.state !== 'silent') throw new Error('connected');
    expect(monitor.why).toMatch(why);
    // A quarter of the time that has passed: 50 looks of 50 ms leave room for few.
    expect(attempts).toBeLessThan(60);
    expect(mebibytes(process.memoryUsage().rss - before)).toBeLessThan(128);
    session.close();
  },
  60_000,
);
