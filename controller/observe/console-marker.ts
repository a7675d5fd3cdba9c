// Looks for a text in the console log of one boot, in bounded steps, and remembers how far it has read.
// The log holds this boot only: execute/vm-start.ts moves the old one away before a start.
import type {Files, ProcessIdentity} from '../host/host.ts';
import {olderLog} from '../host/paths.ts';

/** Bytes read at a time. */
const stepBytes = 1024 * 1024;

export type MarkerPlace = {
  readonly consoleLog: string;
  /** Written once the marker was seen, so that it may rotate out of the log before a daemon restart. */
  readonly evidence: string;
  readonly process: ProcessIdentity;
};

export class ConsoleMarker {
  readonly #files: Files;
  readonly #place: MarkerPlace;
  readonly #marker: Buffer;
  #seen = false;
  #offset = 0;
  #carry: Buffer = Buffer.alloc(0);
  #started = false;

  constructor(files: Files, place: MarkerPlace, marker: string) {
    this.#files = files;
    this.#place = place;
    this.#marker = Buffer.from(marker);
  }

  get seen(): boolean {
    return this.#seen;
  }

  /** Read at most 1 MiB on; true when there may be more to read at once. */
  look(): boolean {
    if (this.#seen) return false;
    if (!this.#started) this.#start();
    const sizeBytes = this.#files.stat(this.#place.consoleLog, {follow: false})?.sizeBytes ?? 0;
    if (this.#seen || sizeBytes === this.#offset) return false;
    if (sizeBytes < this.#offset) this.#offset = 0;
    const bytes = this.#files.readAt(this.#place.consoleLog, this.#offset, stepBytes) ?? Buffer.alloc(0);
    this.#offset += bytes.length;
    this.#search(bytes);
    return !this.#seen && bytes.length === stepBytes;
  }

  /** The log was cut to nothing by us, after we had read it. */
  restart(): void {
    this.#offset = 0;
  }

  /** What an earlier daemon knew, and the part of this boot that has rotated out of the log. */
  #start(): void {
    this.#started = true;
    if (this.#files.read(this.#place.evidence)?.toString() === this.#proof()) this.#seen = true;
    else this.#search(this.#files.readHead(olderLog(this.#place.consoleLog), stepBytes) ?? Buffer.alloc(0));
  }

  #search(bytes: Buffer): void {
    const joined = Buffer.concat([this.#carry, bytes]);
    this.#carry = joined.subarray(Math.max(0, joined.length - this.#marker.length + 1));
    if (!joined.includes(this.#marker)) return;
    this.#seen = true;
    this.#files.writeAtomic(this.#place.evidence, this.#proof(), {mode: 0o600, durable: false});
  }

  #proof(): string {
    const {pid, startTicks} = this.#place.process;
    return `${String(pid)} ${String(startTicks)} ${this.#marker.toString('base64')}\n`;
  }
}
