import {beforeEach, describe, expect, test} from '@jest/globals';
import {connectQmp, isDeviceNotFound, parseMessage} from '../../../../controller/drivers/qemu/qmp.ts';
import type {QmpEvent, QmpSession} from '../../../../controller/drivers/qemu/qmp.ts';
import type {LineHandlers, Sockets} from '../../../../controller/host/host.ts';
import {fakeClock} from '../../../fakes/clock.ts';
import type {FakeClock} from '../../../fakes/clock.ts';

const greeting = '{"QMP": {"version": {}, "capabilities": []}}';

let clock: FakeClock;
let other: LineHandlers;
let sent: {execute: string; arguments?: unknown; id: string}[];
let hungUp: boolean;
let events: QmpEvent[];
let ends: string[];

beforeEach(() => {
  clock = fakeClock();
  sent = [];
  hungUp = false;
  events = [];
  ends = [];
});

const sockets: Sockets = {
  connectLines: async (_, handlers) => {
    other = handlers;
    return {
      send: line => sent.push(JSON.parse(line) as (typeof sent)[number]),
      close: () => {
        hungUp = true;
      },
    };
  },
};

const connect = () =>
  connectQmp({sockets, clock}, '/run/qmp.sock', {
    onEvent: event => events.push(event),
    onClose: why => ends.push(why),
  });

const connected = async (): Promise<QmpSession> => {
  const session = connect();
  await clock.settle();
  other.onLine(greeting);
  await clock.settle();
  other.onLine(`{"return": {}, "id": "${sent[0]?.id ?? ''}"}`);
  return session;
};

describe('a QMP session', () => {
  test('begins with qmp_capabilities after the greeting', async () => {
    await connected();
    expect(sent.map(({execute, arguments: given}) => [execute, given])).toEqual([
      ['qmp_capabilities', undefined],
    ]);
  });

  test('hangs up when it is refused, since QEMU serves one client at a time', async () => {
    const refused = connect().catch((thrown: unknown) => String(thrown));
    await clock.settle();
    other.onLine(greeting);
    await clock.settle();
    other.onLine(`{"error": {"class": "GenericError", "desc": "not now"}, "id": "${sent[0]?.id ?? ''}"}`);
    expect(await refused).toContain('not now');
    expect(hungUp).toBe(true);
    expect(ends).toEqual([]);
  });

  test('ends when the other side says more than anyone can want to hear, and not when it says it in its time', async () => {
    await connected();
    const say = (count: number): void => {
      for (let left = count; left > 0; left -= 1) other.onLine('{"event": "RTC_CHANGE", "data": {}}');
    };
    for (let second = 0; second < 5; second += 1) {
      say(9_000);
      await clock.advance(1_000);
    }
    expect(ends).toEqual([]);
    say(10_001);
    expect(ends).toEqual(['more than 10000 messages in a second']);
    expect(hungUp).toBe(true);
  });

  test('gives each answer to the command with its id, in any order', async () => {
    const session = await connected();
    const first = session.execute('query-status');
    const second = session.execute('block_resize', {size: 1});
    await clock.settle();
    expect(sent[2]).toMatchObject({execute: 'block_resize', arguments: {size: 1}});
    other.onLine(`{"return": 2, "id": "${sent[2]?.id ?? ''}"}`);
    other.onLine(`{"return": 1, "id": "${sent[1]?.id ?? ''}"}`);
    expect(await Promise.all([first, second])).toEqual([1, 2]);
  });

  test('hands on events that come between a command and its answer', async () => {
    const session = await connected();
    const answer = session.execute('cont');
    await clock.settle();
    other.onLine('{"timestamp": {"seconds": 1, "microseconds": 2}, "event": "RESUME"}');
    other.onLine(`{"return": {}, "id": "${sent[1]?.id ?? ''}"}`);
    await answer;
    expect(events).toEqual([{name: 'RESUME', data: {}}]);
  });

  test('turns a refusal into E-QMP with the words of QEMU, and stays open', async () => {
    const session = await connected();
    const answer = session.execute('netdev_del', {id: 'n0'});
    await clock.settle();
    other.onLine(`{"error": {"class": "DeviceNotFound", "desc": "no n0"}, "id": "${sent[1]?.id ?? ''}"}`);
    const thrown = await answer.catch((reason: unknown) => reason);
    expect(thrown).toMatchObject({code: 'E-QMP', message: 'netdev_del: no n0'});
    expect(isDeviceNotFound(thrown)).toBe(true);
    expect(ends).toEqual([]);
  });

  test('ends when an answer is late, and says which', async () => {
    const session = await connected();
    const answer = session
      .execute('query-block', undefined, {timeoutMs: 700})
      .catch((reason: unknown) => reason);
    await clock.advance(699);
    expect(ends).toEqual([]);
    await clock.advance(1);
    expect(await answer).toMatchObject({code: 'E-TIMEOUT'});
    expect(ends).toEqual(['no answer to query-block within 700 ms']);
    expect(hungUp).toBe(true);
  });

  test('fails every waiting command when the connection is lost, and every later one', async () => {
    const session = await connected();
    const answer = session.execute('quit').catch((reason: unknown) => reason);
    other.onClose('read ECONNRESET');
    expect(await answer).toMatchObject({code: 'E-QMP', message: 'quit: monitor closed: read ECONNRESET'});
    await expect(session.execute('query-status')).rejects.toMatchObject({code: 'E-QMP'});
    expect(ends).toEqual(['read ECONNRESET']);
  });

  test('is not given to somebody who gets no greeting within 5 s', async () => {
    const session = connect().catch((reason: unknown) => reason);
    await clock.advance(5_000);
    expect(await session).toMatchObject({code: 'E-TIMEOUT', message: 'no answer to greeting within 5000 ms'});
    expect([hungUp, ends]).toEqual([true, []]);
  });

  test.each([
    ['text', 'hello', /not JSON/],
    ['a list', '[1]', /not an object/],
    ['a number', '7', /not an object/],
    ['half a message', '{"return": ', /not JSON/],
    ['neither reply nor event', '{"id": "x"}', /neither reply nor event/],
    ['an error for nobody', '{"error": {"desc": "bad"}}', /answers nothing: bad/],
    ['deep nesting', `{"return": ${'['.repeat(40)}${']'.repeat(40)}}`, /deeper than 32/],
  ])('is closed with a reason by %s', async (_, line, why) => {
    await connected();
    other.onLine(line);
    expect(ends).toEqual([expect.stringMatching(why)]);
    other.onLine(greeting);
    expect(ends).toHaveLength(1);
  });

  test('takes an answer to nobody for a late one', async () => {
    await connected();
    other.onLine('{"return": {}, "id": "vmlet-99"}');
    other.onLine('{"return": {}, "id": 7}');
    expect(ends).toEqual([]);
  });
});

describe('a message', () => {
  test('may hold brackets and escaped quotes in strings without being deep', () => {
    const text = `${'['.repeat(100)}\\"{`;
    expect(parseMessage(JSON.stringify({return: text}))).toEqual({return: text});
  });

  test('that ends inside an escape is only malformed', () => {
    expect(parseMessage('{"a\\')).toMatch(/not JSON/);
  });
});
