// One QMP connection: greeting, capabilities, commands matched to replies by id, events. Knows nothing of VMs.
// What arrives comes from a process that a guest may have taken over: lines are capped by the socket port, nesting
// is checked before JSON.parse, and anything malformed or late ends the session with a reason, never the process.
import {errorText, VmletError} from '../../errors.ts';
import type {Host, LineConnection} from '../../host/host.ts';

export type QmpEvent = {readonly name: string; readonly data: Readonly<Record<string, unknown>>};

export type QmpHandlers = {
  onEvent(event: QmpEvent): void;
  /** Once, after the handshake: the connection is gone, and why. Says nothing about the process. */
  onClose(why: string): void;
};

export type QmpArguments = Readonly<Record<string, unknown>>;

export type QmpSession = {
  /** Resolves to the reply's `return`. E-QMP: refused or connection lost; E-TIMEOUT: no answer in time (closes). */
  execute(command: string, args?: QmpArguments, options?: {timeoutMs?: number}): Promise<unknown>;
  /** `why` is what onClose is told. */
  close(why?: string): void;
};

const commandTimeoutMs = 5_000;
/** Far more than QEMU says on a bad day; one that was taken over may say so much that we do nothing else. */
const messagesPerSecond = 10_000;
const depthLimit = 32;
/** Longest text of the other side that is passed on. */
const textLimit = 500;

/**
 * Connect and shake hands. QEMU serves one client per monitor socket: a second one connects and then hears nothing,
 * so the greeting has its own time (E-TIMEOUT). E-HOST when nothing listens, E-QMP when what answers is not QMP.
 */
export const connectQmp = async (
  host: Pick<Host, 'sockets' | 'clock'>,
  path: string,
  handlers: QmpHandlers,
  options: {greetingMs?: number} = {},
): Promise<QmpSession> => {
  const greetingMs = options.greetingMs ?? 5_000;
  const connection = new QmpConnection(host.clock, handlers);
  const lines = await host.sockets.connectLines(
    path,
    {
      onLine: line => {
        connection.receive(line);
      },
      onClose: why => {
        connection.end(why);
      },
    },
    {timeoutMs: greetingMs},
  );
  try {
    await connection.greet(lines, greetingMs);
    await connection.execute('qmp_capabilities', undefined, {timeoutMs: greetingMs});
  } catch (thrown) {
    // One client is served at a time: a connection that is left open would be in our own way for ever.
    connection.end(errorText(thrown));
    throw thrown;
  }
  connection.established = true;
  return connection;
};

type Waiting = {
  readonly command: string;
  resolve(value: unknown): void;
  reject(error: VmletError): void;
  cancel(): void;
};

class QmpConnection implements QmpSession {
  established = false;
  readonly #clock: Host['clock'];
  readonly #handlers: QmpHandlers;
  readonly #waiting = new Map<string, Waiting>();
  #lines: LineConnection | undefined;
  #greeted = false;
  #ended: string | undefined;
  #next = 1;
  #secondBeganMs = 0;
  #messages = 0;

  constructor(clock: Host['clock'], handlers: QmpHandlers) {
    this.#clock = clock;
    this.#handlers = handlers;
  }

  /** The greeting may have come before the connection was handed to us. */
  async greet(lines: LineConnection, timeoutMs: number): Promise<void> {
    this.#lines = lines;
    if (this.#greeted) return;
    await this.#answer('greeting', timeoutMs, 'greeting');
  }

  async execute(command: string, args?: QmpArguments, options: {timeoutMs?: number} = {}): Promise<unknown> {
    const id = `vmlet-${String(this.#next++)}`;
    const answer = this.#answer(id, options.timeoutMs ?? commandTimeoutMs, command);
    this.#lines?.send(JSON.stringify({execute: command, ...(args && {arguments: args}), id}));
    return answer;
  }

  close(why = 'closed by us'): void {
    this.end(why);
  }

  receive(line: string): void {
    if (this.#ended !== undefined) return;
    if (this.#isFlood()) {
      this.end(`more than ${String(messagesPerSecond)} messages in a second`);
      return;
    }
    const message = parseMessage(line);
    if (typeof message === 'string') this.end(message);
    else this.#dispatch(message);
  }

  end(why: string): void {
    if (this.#ended !== undefined) return;
    this.#ended = why;
    this.#lines?.close();
    for (const waiting of this.#waiting.values()) {
      waiting.cancel();
      waiting.reject(new VmletError('E-QMP', `${waiting.command}: monitor closed: ${why}`));
    }
    this.#waiting.clear();
    if (this.established) this.#handlers.onClose(why);
  }

  #isFlood(): boolean {
    const nowMs = this.#clock.monotonicMs();
    if (nowMs - this.#secondBeganMs >= 1_000) {
      this.#secondBeganMs = nowMs;
      this.#messages = 0;
    }
    this.#messages += 1;
    return this.#messages > messagesPerSecond;
  }

  #answer(id: string, timeoutMs: number, command: string): Promise<unknown> {
    if (this.#ended !== undefined)
      return Promise.reject(new VmletError('E-QMP', `${command}: monitor closed: ${this.#ended}`));
    return new Promise((resolve, reject) => {
      const cancel = this.#clock.after(timeoutMs, () => {
        this.#waiting.delete(id);
        const why = `no answer to ${command} within ${String(timeoutMs)} ms`;
        reject(new VmletError('E-TIMEOUT', why));
        // A late answer could be taken for a later one's, and a monitor that is mute must be seen as mute.
        this.end(why);
      });
      this.#waiting.set(id, {command, resolve, reject, cancel});
    });
  }

  #dispatch(message: Readonly<Record<string, unknown>>): void {
    if (!this.#greeted) {
      if (!isRecord(message['QMP'])) this.end('the greeting is not one of QMP');
      else {
        this.#greeted = true;
        this.#settle('greeting')?.resolve(undefined);
      }
    } else if (typeof message['event'] === 'string') {
      const {event, data} = message;
      this.#handlers.onEvent({name: event.slice(0, textLimit), data: isRecord(data) ? data : {}});
    } else if ('error' in message) this.#fail(message);
    else if ('return' in message) this.#settle(message['id'])?.resolve(message['return']);
    else this.end('a message that is neither reply nor event');
  }

  #fail(message: Readonly<Record<string, unknown>>): void {
    const error = isRecord(message['error']) ? message['error'] : {};
    const text = typeof error['desc'] === 'string' ? error['desc'].slice(0, textLimit) : 'unknown error';
    const waiting = this.#settle(message['id']);
    if (waiting === undefined) this.end(`an error that answers nothing: ${text}`);
    else
      waiting.reject(
        new VmletError('E-QMP', `${waiting.command}: ${text}`, {cause: {qmpClass: error['class']}}),
      );
  }

  #settle(id: unknown): Waiting | undefined {
    if (typeof id !== 'string') return undefined;
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    waiting?.cancel();
    return waiting;
  }
}

/** The object on one line, or what is wrong with it. Exported for tests of hostile input. */
export const parseMessage = (line: string): Readonly<Record<string, unknown>> | string => {
  if (nestsDeeperThan(line, depthLimit)) return `message nested deeper than ${String(depthLimit)}`;
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : 'a message that is not an object';
  } catch (thrown) {
    return `a message that is not JSON: ${errorText(thrown).slice(0, textLimit)}`;
  }
};

/** One pass over the text, so that a deep message cannot cost more than a long one. */
const nestsDeeperThan = (line: string, limit: number): boolean => {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < line.length; at++) {
    const code = line.charCodeAt(at);
    if (inString) {
      if (code === 0x5c) at++;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x5b || code === 0x7b) {
      depth++;
      if (depth > limit) return true;
    } else if (code === 0x5d || code === 0x7d) depth--;
  }
  return false;
};

/** The thing named in the command does not exist, which is what a removal wants. */
export const isDeviceNotFound = (thrown: unknown): boolean =>
  thrown instanceof VmletError && isRecord(thrown.cause) && thrown.cause['qmpClass'] === 'DeviceNotFound';

/** QEMU answered, and said no; anything else that is thrown leaves open what it would have said. */
export const isRefusal = (thrown: unknown): boolean =>
  thrown instanceof VmletError && isRecord(thrown.cause) && 'qmpClass' in thrown.cause;

/** A JSON object. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
