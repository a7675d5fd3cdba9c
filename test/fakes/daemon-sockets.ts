// The Sockets port of one daemon process: connections to the fake hypervisors' monitors, with what may go wrong on the
// way. No policy, nothing random.
import {VmletError} from '../../controller/errors.ts';
import type {Clock, LineConnection, Sockets} from '../../controller/host/host.ts';
import {hang} from './gate.ts';
import type {Gate} from './gate.ts';
import type {Effect, HostParts, Mishap} from './host.ts';

type Parts = Pick<HostParts, 'qemus' | 'keeper' | 'counts'>;
type Command = {readonly execute: string; readonly id?: string};

/** `clock` is the daemon's own; `connections` are those that are open, for its death. */
export const mortalSockets = (
  {qemus, keeper, counts}: Parts,
  gate: Gate,
  clock: Clock,
  connections: Set<LineConnection>,
): Sockets => ({
  connectLines: async (path, handlers, options) => {
    if (!gate.isAlive) return hang();
    const effect: Effect = {door: 'connect', operation: 'connect', subject: path, detail: null};
    const mishap = keeper.mishap(effect);
    if (mishap?.when === 'before') {
      await clock.sleep(1);
      throw new VmletError('E-HOST', `cannot connect to ${path}: ECONNREFUSED`);
    }
    /** What is wrong with the answers to come, by the id of the command. */
    const faults = new Map<string, Mishap>();
    let connection: LineConnection | undefined;
    const hangUp = (): void => {
      connection?.close();
    };
    const receive = (line: string): void => {
      if (!gate.isAlive) return;
      const id = faults.size === 0 ? undefined : (JSON.parse(line) as Command).id;
      const fault = id === undefined ? undefined : faults.get(id);
      if (fault?.when === 'after') hangUp();
      else if (fault?.when === 'reply') for (const bent of bend(line, fault.how)) handlers.onLine(bent);
      else handlers.onLine(line);
    };
    try {
      connection = await qemus.sockets.connectLines(
        path,
        {
          onLine: receive,
          onClose: why => {
            if (gate.isAlive) handlers.onClose(why);
          },
        },
        options,
      );
    } catch (thrown) {
      if (!gate.isAlive) return hang();
      throw thrown;
    }
    const open = connection;
    if (!gate.isAlive) {
      open.close();
      return hang();
    }
    connections.add(open);
    return {
      send: line => {
        const {execute, id = ''} = JSON.parse(line) as Command;
        const uid = /\/vm\/([^/]+)\//.exec(path)?.[1] ?? '';
        const sent: Effect = {door: 'qmp', operation: execute, subject: uid, detail: line};
        const fault = gate.isAlive ? keeper.mishap(sent) : null;
        if (fault?.when === 'before') {
          clock.after(1, hangUp);
          return;
        }
        if (fault?.when === 'reply' && fault.how === 'error') {
          clock.after(1, () => {
            handlers.onLine(JSON.stringify({error: {class: 'GenericError', desc: 'injected'}, id}));
          });
          return;
        }
        if (fault !== null) faults.set(id, fault);
        gate.pass(
          sent,
          null,
          () => {
            counts.qmpCommands += 1;
            open.send(line);
          },
          undefined,
        );
      },
      close: () => {
        connections.delete(open);
        open.close();
      },
    };
  },
});

const strayEvent = {event: 'RTC_CHANGE', data: {offset: 0}, timestamp: {seconds: 1, microseconds: 0}};

/** The lines that arrive instead of a reply. */
const bend = (line: string, how: Extract<Mishap, {when: 'reply'}>['how']): string[] => {
  if (how === 'half') return [line.slice(0, Math.floor(line.length / 2))];
  if (how === 'event first') return [JSON.stringify(strayEvent), line];
  return how === 'other uuid'
    ? [line.replace(/[0-9a-f]{8}-0000-4000-8000/, 'ffffffff-0000-4000-8000')]
    : [line];
};
