// What a guest that took over its hypervisor may write to the monitor socket: the held session stays sane, asks only what
// it always asks, tells only words it knows, and every command is answered or refused with a code.
import fc from 'fast-check';
import {connectQmp, parseMessage} from '../../controller/drivers/qemu/qmp.ts';
import {
  readBalloon,
  readBlockErrors,
  readChildren,
  readMemoryDevice,
  readNodeSizes,
  readRunState,
  readUuid,
} from '../../controller/drivers/qemu/monitor.ts';
import {VmletError} from '../../controller/errors.ts';
import type {Host, LineHandlers} from '../../controller/host/host.ts';
import {HeldSession} from '../../controller/observe/held-session.ts';
import {fakeClock} from '../fakes/clock.ts';
import {bentFrom} from './bytes.ts';
import {demand} from './target.ts';
import type {FuzzTarget} from './target.ts';

const uuid = '11111111-2222-4333-8444-555555555555';
const session = [
  '{"QMP": {"version": {"qemu": {"micro": 0, "minor": 2, "major": 7}}, "capabilities": []}}',
  '{"return": {}, "id": "vmlet-1"}',
  `{"return": {"UUID": "${uuid}"}, "id": "vmlet-2"}`,
  '{"return": {"status": "io-error", "singlestep": false, "running": false}, "id": "vmlet-3"}',
  '{"return": [{"io-status": "failed", "device": "", "inserted": {"node-name": "disk0"}}], "id": "vmlet-4"}',
  '{"return": {"actual": 268435456}, "id": "vmlet-5"}',
  '{"return": [{"type": "virtio-mem", "data": {"id": "memory", "size": 0, "requested-size": 4194304}}], "id": "vmlet-6"}',
  '{"timestamp": {"seconds": 1, "microseconds": 2}, "event": "BLOCK_IO_ERROR", "data": {"node-name": "disk0"}}',
  '{"timestamp": {"seconds": 1, "microseconds": 2}, "event": "STOP"}',
  '{"event": "BALLOON_CHANGE", "data": {"actual": 1}}',
  '{"error": {"class": "GenericError", "desc": "no"}, "id": "vmlet-7"}',
  '{"timestamp": {"seconds": 1, "microseconds": 2}, "event": "RESET", "data": {"guest": true}}',
].join('\n');

const words = [
  ...[
    '{',
    '}',
    '[',
    ']',
    '"',
    ':',
    ',',
    '\n',
    '\r\n',
    'null',
    '0',
    '-1',
    '1e999',
    '"\\ud800"',
    '\u0000',
    '\u00ff',
  ],
  ...['{"event": "STOP"}\n', '{"event": "SHUTDOWN", "data": {"guest": true, "reason": "guest-shutdown"}}\n'],
  ...['{"return": {}, "id": "vmlet-2"}\n', '{"return": null, "id": "vmlet-3"}\n', '"__proto__": {"x": 1}, '],
  ...['{"error": {}, "id": "vmlet-1"}\n', '{"QMP": {}}\n', '"id": ["vmlet-2"]', '"status": {}', '"UUID": 5'],
];

const commands = [
  'qmp_capabilities',
  'query-uuid',
  'query-status',
  'query-block',
  'query-balloon',
  'query-memory-devices',
];

/** Write the lines to whoever connects: one, one more after each command, and the rest 100 ms later. */
const scripted = (lines: readonly string[], sent: string[], clock: Host['clock']): Host['sockets'] => ({
  connectLines: (_path, handlers: LineHandlers) => {
    const left = [...lines];
    let closed = false;
    const give = (count: number): void => {
      for (const line of left.splice(0, count)) if (!closed) handlers.onLine(line);
    };
    queueMicrotask(() => {
      give(1);
    });
    clock.after(100, () => {
      give(left.length);
      if (closed || !lines.includes('')) return;
      closed = true;
      handlers.onClose('closed by the other side');
    });
    return Promise.resolve({
      send: line => {
        sent.push((JSON.parse(line) as {execute: string}).execute);
        queueMicrotask(() => {
          give(1);
        });
      },
      close: () => {
        closed = true;
      },
    });
  },
});

const known = [
  'prelaunch',
  'running',
  'paused',
  'shutdown',
  'guest-panicked',
  'io-error',
  'internal-error',
  'inmigrate',
];

const demandWords = (monitor: HeldSession['monitor']): void => {
  if (monitor.state === 'silent') {
    demand(monitor.why.length < 1_500, 'a reason without end');
    return;
  }
  demand([...known, 'other'].includes(monitor.runState), `run state ${monitor.runState}`);
  demand(monitor.uuid === '' || /^[0-9a-f-]{36}$/.test(monitor.uuid), `uuid ${monitor.uuid}`);
  demand(monitor.blockErrors.length <= 32, 'too many disks with errors');
  demand(monitor.memory === undefined || Number.isFinite(monitor.memory.totalBytes), 'a memory without end');
  demand(
    monitor.blockErrors.every(each => typeof each === 'string' && each.length <= 100),
    'a disk that is no name',
  );
};

/** Any reply to any question, as values: wrong shapes become nothing, never a throw. */
const readAnyReply = (reply: unknown): void => {
  demand([...known, 'other'].includes(readRunState(reply)), 'a run state');
  demand(/^(?:[0-9a-f-]{36})?$/.test(readUuid(reply)), 'a uuid');
  demand(
    readBlockErrors(reply).every(each => each.length <= 100),
    'a long device',
  );
  demand(
    [...readNodeSizes(reply).values()].every(each => typeof each === 'number'),
    'a size',
  );
  const balloon = readBalloon(reply);
  demand(balloon === null || (Number.isSafeInteger(balloon) && balloon >= 0), 'a balloon');
  const device = readMemoryDevice(reply, 'memory');
  demand(device === null || Object.values(device).every(each => each >= 0), 'a memory device');
  demand(
    [...readChildren(reply)].every(each => typeof each === 'string'),
    'a child',
  );
};

export const monitorTarget: FuzzTarget = {
  name: 'monitor',
  cases: fc.oneof(
    {weight: 3, arbitrary: bentFrom('monitor', [session], words)},
    {
      weight: 1,
      arbitrary: fc
        .array(
          fc.oneof(
            fc.constantFrom(...session.split('\n')),
            fc.jsonValue().map(each => JSON.stringify(each)),
          ),
        )
        .map(lines => Buffer.from(lines.join('\n'))),
    },
  ),
  check: async bytes => {
    const lines = bytes.toString('utf8').split('\n');
    for (const line of lines) {
      const message = parseMessage(line);
      if (typeof message === 'string') demand(message.length < 1_000, 'a reason without end');
      else readAnyReply(message['return']);
    }
    const clock = fakeClock();
    const sent: string[] = [];
    const sockets = scripted(lines, sent, clock);
    const identity = {pid: 4711, startTicks: 1, uid: uuid};
    const processes = {
      inspect: () => ({...identity, exe: '', argv: [], parentPid: 1}),
    } as unknown as Host['processes'];
    const held = new HeldSession({sockets, clock, processes}, identity, '/run/qmp', {
      onChange: () => undefined,
      onGone: () => undefined,
    });
    await clock.settle();
    const connected = held.monitor.state === 'connected';
    demandWords(held.monitor);
    await clock.advance(6_000);
    demandWords(held.monitor);
    held.close();
    await demandAnswered({sockets, clock});
    demand(
      sent.every(each => [...commands, 'device_del'].includes(each)),
      `it asked ${sent.join(', ')}`,
    );
    return connected ? 'connected' : 'silent';
  },
};

/** A session on the same lines: a command ends in a value or in an error with a code, within its time. */
const demandAnswered = async ({
  sockets,
  clock,
}: {
  sockets: Host['sockets'];
  clock: ReturnType<typeof fakeClock>;
}) => {
  let settled = false;
  const asked = connectQmp({sockets, clock}, '/run/qmp', {onEvent: () => undefined, onClose: () => undefined})
    .then(each => each.execute('device_del', {id: 'x'}))
    .catch((thrown: unknown) => {
      demand(
        thrown instanceof VmletError && ['E-QMP', 'E-TIMEOUT'].includes(thrown.code),
        `not coded: ${String(thrown)}`,
      );
    })
    .finally(() => (settled = true));
  await clock.advance(16_000);
  demand(settled, 'a command that never ends');
  await asked;
};
