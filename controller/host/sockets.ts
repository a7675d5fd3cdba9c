// Line-oriented unix sockets (QMP, guest agent). Knows no protocol.
import {lstatSync} from 'node:fs';
import {connect} from 'node:net';
import {VmletError} from '../errors.ts';
import {after} from './clock.ts';
import type {LineConnection, LineHandlers, Sockets} from './host.ts';

const lineLimitBytes = 1024 * 1024;

/** The real sockets. */
export const systemSockets = (): Sockets => ({connectLines});

const connectLines = (
  path: string,
  handlers: LineHandlers,
  options: {timeoutMs: number},
): Promise<LineConnection> =>
  new Promise((resolve, reject) => {
    // A hypervisor that starts is called several times before it listens: that takes a tenth of a socket's time.
    if (lstatSync(path, {throwIfNoEntry: false}) === undefined) {
      reject(new VmletError('E-HOST', `cannot connect to ${path}: there is no such socket`));
      return;
    }
    const socket = connect(path);
    let pending = '';
    let connected = false;
    let closed = false;
    let why = 'closed by the other side';
    // socket.setTimeout is about idleness; this is about connecting at all.
    const cancelLimit = after(options.timeoutMs, () => {
      why = `no connection within ${String(options.timeoutMs)} ms`;
      socket.destroy();
    });
    socket.setEncoding('utf8');
    socket.on('connect', () => {
      cancelLimit();
      connected = true;
      resolve({
        send: line => {
          if (!closed) socket.write(`${line}\n`);
        },
        close: () => {
          why = 'closed by us';
          socket.destroy();
        },
      });
    });
    socket.on('data', (chunk: string) => {
      pending += chunk;
      let end = pending.indexOf('\n');
      while (end !== -1 && !closed) {
        const line = pending.slice(0, end).replace(/\r$/, '');
        pending = pending.slice(end + 1);
        handlers.onLine(line);
        end = pending.indexOf('\n');
      }
      if (pending.length > lineLimitBytes) {
        why = `line longer than ${String(lineLimitBytes)} bytes`;
        socket.destroy();
      }
    });
    socket.on('error', thrown => {
      why = thrown.message;
    });
    socket.on('close', () => {
      cancelLimit();
      if (closed) return;
      closed = true;
      if (connected) handlers.onClose(why);
      else reject(new VmletError('E-HOST', `cannot connect to ${path}: ${why}`));
    });
  });
