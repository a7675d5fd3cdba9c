// Evidence from inside one running guest: a marker on its console, or an answer of its agent. Polls only while the
// evidence is missing. What the guest says is compared and never used as a path, an argument or a name.
import {errorText} from '../errors.ts';
import type {Readiness} from '../desired/node.ts';
import {parseMessage} from '../drivers/qemu/qmp.ts';
import type {Host, ProcessIdentity} from '../host/host.ts';
import {ConsoleMarker} from './console-marker.ts';
import {boundLog} from './log-bound.ts';
import type {GuestEvidence} from './snapshot.ts';

type EvidenceHost = Pick<Host, 'files' | 'sockets' | 'clock' | 'log'>;

export type EvidencePlace = {
  readonly consoleLog: string;
  readonly vmmLog: string;
  readonly agentSocket: string;
  readonly evidence: string;
};

const agentTimeoutMs = 2_000;
/** The log of the hypervisor is measured with every so many looks at the guest's console. */
const vmmLogEvery = 6;

/** One boot of one VM. `onSeen` is called once, when the evidence that was asked for has come. */
export class GuestEvidenceWatch {
  readonly #host: EvidenceHost;
  readonly #place: EvidencePlace;
  readonly #process: ProcessIdentity;
  readonly #onSeen: () => void;
  #readiness: Readiness = {kind: 'running'};
  #marker: ConsoleMarker | undefined;
  #agentConnected = false;
  #askedAtMs = 0;
  #cancel: () => void = () => undefined;
  #closed = false;
  #measured = 0;

  constructor(host: EvidenceHost, process: ProcessIdentity, place: EvidencePlace, onSeen: () => void) {
    this.#host = host;
    this.#process = process;
    this.#place = place;
    this.#onSeen = onSeen;
  }

  get evidence(): GuestEvidence {
    const {kind} = this.#readiness;
    return {
      consoleMarkerSeen: kind === 'console' ? (this.#marker?.seen ?? false) : null,
      agentConnected: kind === 'guestAgent' ? this.#agentConnected : null,
    };
  }

  /** What to look for from now on; asking again for the same is free. */
  expect(readiness: Readiness): void {
    if (sameEvidence(this.#readiness, readiness)) return;
    this.#readiness = readiness;
    this.#cancel();
    this.#askedAtMs = this.#host.clock.monotonicMs();
    this.#marker = undefined;
    if (readiness.kind === 'console') {
      this.#marker = new ConsoleMarker(
        this.#host.files,
        {...this.#place, process: this.#process},
        readiness.contains,
      );
      this.#lookAtConsole();
    } else if (readiness.kind === 'guestAgent') void this.#callAgent();
  }

  /** Keep the logs of this VM below their size. */
  boundLogs(): void {
    this.#guarded(() => {
      const wasSeen = this.#marker?.seen ?? true;
      const cut = boundLog(this.#host.files, this.#place.consoleLog, () => {
        while (this.#marker?.look() === true);
      });
      if (cut) this.#marker?.restart();
      if (!wasSeen && this.#marker?.seen === true) this.#onSeen();
      // The hypervisor's own words are few: each look costs, with many machines most of what they cost at rest.
      if (this.#measured % vmmLogEvery === 0) boundLog(this.#host.files, this.#place.vmmLog);
      this.#measured += 1;
    });
  }

  close(): void {
    this.#closed = true;
    this.#cancel();
  }

  #lookAtConsole(): void {
    const marker = this.#marker;
    if (this.#closed || marker === undefined || marker.seen) return;
    let more = false;
    this.#guarded(() => {
      more = marker.look();
    });
    if (marker.seen) this.#onSeen();
    else
      this.#cancel = this.#host.clock.after(more ? 0 : this.#delayMs(), () => {
        this.#lookAtConsole();
      });
  }

  async #callAgent(): Promise<void> {
    const answers = await agentAnswers(this.#host, this.#place.agentSocket);
    if (this.#closed || this.#readiness.kind !== 'guestAgent' || this.#agentConnected) return;
    if (answers) {
      this.#agentConnected = true;
      this.#onSeen();
      return;
    }
    this.#cancel();
    this.#cancel = this.#host.clock.after(this.#delayMs(), () => {
      void this.#callAgent();
    });
  }

  /** A tenth of the time already waited: a fast guest is seen at once, a slow one costs little. */
  #delayMs(): number {
    const waitedMs = this.#host.clock.monotonicMs() - this.#askedAtMs;
    return Math.min(2_000, Math.max(100, waitedMs / 10));
  }

  /** A full disk or a vanished directory must not end the daemon from a timer. */
  #guarded(run: () => void): void {
    try {
      run();
    } catch (thrown) {
      this.#host.log.debug('guest log not read', {path: this.#place.consoleLog, why: errorText(thrown)});
    }
  }
}

const sameEvidence = (left: Readiness, right: Readiness): boolean =>
  left.kind === right.kind &&
  (left.kind !== 'console' || (right.kind === 'console' && left.contains === right.contains));

/** One `guest-sync` (qga/qapi-schema.json) on a connection of its own, so that the socket is free for others. */
const agentAnswers = async (host: EvidenceHost, path: string): Promise<boolean> => {
  const token = Math.floor(host.clock.monotonicMs()) + 1;
  let settle: (answered: boolean) => void = () => undefined;
  const answered = new Promise<boolean>(resolve => {
    settle = resolve;
  });
  try {
    const connection = await host.sockets.connectLines(
      path,
      {
        onLine: line => {
          // A reply to somebody's earlier call may come first: only our own token counts.
          const message = parseMessage(line.replace(/^\u00ff/, ''));
          if (typeof message !== 'string' && message['return'] === token) settle(true);
        },
        onClose: () => {
          settle(false);
        },
      },
      {timeoutMs: agentTimeoutMs},
    );
    const cancel = host.clock.after(agentTimeoutMs, () => {
      settle(false);
    });
    connection.send(JSON.stringify({execute: 'guest-sync', arguments: {id: token}}));
    const result = await answered;
    cancel();
    connection.close();
    return result;
  } catch {
    return false;
  }
};
