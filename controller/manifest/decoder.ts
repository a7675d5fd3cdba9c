// Decoding off the main thread: files that would hold the event loop go to one worker, with a time and memory limit.
// A file that kills or outlives the worker earns a diagnostic; the next file gets a new worker.
import {Worker} from 'node:worker_threads';
import {errorText} from '../errors.ts';
import type {Clock} from '../host/host.ts';
import type {DecodeOptions} from './decode-document.ts';
import {decodeFile} from './decode.ts';
import type {DecodedFile} from './object.ts';
import {largestDocumentBytes, maxFileBytes} from './prescan.ts';

/** A document up to this size takes under 10 ms; what is larger is decoded off the main thread. */
export const inlineDocumentBytes = 8 * 1024;
/** Many small documents are as slow as a large one. */
const inlineFileBytes = 16 * 1024;
const timeLimitMs = 2_000;
const memoryLimitMiB = 256;
/** A worker takes 60 ms to start and 20 MB while it waits. */
const idleMs = 5_000;

export type WorkerRequest = {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly options: DecodeOptions;
};

export type Decoder = {
  /** Like decodeFile, here or in the worker. Never throws and never rejects. */
  decode(file: string, bytes: Buffer, options: DecodeOptions): Promise<DecodedFile>;
  /** End the worker; what waits for it is answered with a diagnostic. */
  close(): Promise<void>;
};

export type DecoderOptions = {
  readonly clock: Clock;
  /** Default: decode-worker beside this file, as built. */
  readonly workerUrl?: URL;
  readonly timeLimitMs?: number;
};

/** The decoder of a program: at most one worker, one file at a time in it. */
export const createDecoder = (options: DecoderOptions): Decoder => {
  const lane = new WorkerLane(options);
  return {
    decode: async (file, bytes, decodeOptions) =>
      belongsInWorker(bytes)
        ? lane.decode({file, bytes, options: decodeOptions})
        : decodeFile(file, bytes, decodeOptions),
    close: () => lane.close(),
  };
};

/** True for a file whose decoding could hold the event loop. What is over the limit is refused at once, here. */
export const belongsInWorker = (bytes: Buffer): boolean =>
  bytes.length <= maxFileBytes &&
  (bytes.length > inlineFileBytes || largestDocumentBytes(bytes) > inlineDocumentBytes);

type Answer = DecodedFile | {readonly failure: string; readonly retryAfterMs?: number};

/**
 * A file that was too much for the worker may only have met a busy or suspended host, so it gets another chance; not at
 * each scan, since each costs all of the time that a file may take.
 */
const leisureMs = 10 * 60_000;

class WorkerLane {
  readonly #clock: Clock;
  readonly #url: URL;
  readonly #timeLimitMs: number;
  #worker: Promise<Worker> | undefined;
  #newest: Worker | undefined;
  #cancelIdle: (() => void) | undefined;
  // Whoever waits for the worker now; at most one.
  #answer: ((answer: Answer) => void) | undefined;
  // The end of the line: each file waits for the one before it.
  #last: Promise<unknown> = Promise.resolve();

  constructor({clock, workerUrl, timeLimitMs: limitMs = timeLimitMs}: DecoderOptions) {
    this.#clock = clock;
    this.#url = workerUrl ?? new URL('./decode-worker.js', import.meta.url);
    this.#timeLimitMs = limitMs;
  }

  decode(request: WorkerRequest): Promise<DecodedFile> {
    const result = this.#last.then(() => this.#decodeNext(request));
    this.#last = result;
    return result;
  }

  async close(): Promise<void> {
    this.#cancelIdle?.();
    const worker = this.#newest;
    this.#newest = undefined;
    this.#worker = undefined;
    this.#answer?.({failure: 'decoding ended early'});
    await worker?.terminate();
  }

  async #decodeNext(request: WorkerRequest): Promise<DecodedFile> {
    this.#cancelIdle?.();
    const answer = await this.#ask(request);
    this.#answer = undefined;
    if ('failure' in answer) {
      await this.close();
      return refused(request.file, answer.failure, answer.retryAfterMs ?? leisureMs);
    }
    this.#cancelIdle = this.#clock.after(idleMs, () => void this.close());
    return answer;
  }

  // The time begins when the worker is ready for work: loading it says nothing about the file.
  async #ask(request: WorkerRequest): Promise<Answer> {
    let worker: Worker;
    try {
      worker = await (this.#worker ??= this.#start());
    } catch (thrown) {
      return {failure: `no worker to decode it (${errorText(thrown)})`, retryAfterMs: 0};
    }
    try {
      const answer = new Promise<Answer>(resolve => (this.#answer = resolve));
      const cancelTimeout = this.#clock.after(this.#timeLimitMs, () =>
        this.#answer?.({failure: `decoding took more than ${String(this.#timeLimitMs / 1000)} s`}),
      );
      // A worker that waits for work must not keep the program alive; one that works must.
      worker.ref();
      worker.postMessage(request);
      return await answer.finally(() => {
        cancelTimeout();
        worker.unref();
      });
    } catch (thrown) {
      return {failure: `no worker to decode it (${errorText(thrown)})`};
    }
  }

  #start(): Promise<Worker> {
    const worker = new Worker(this.#url, {
      resourceLimits: {maxOldGenerationSizeMb: memoryLimitMiB},
      env: {},
      execArgv: [],
    });
    this.#newest = worker;
    return new Promise((resolve, reject) => {
      worker.once('message', () => {
        worker.on('message', (decoded: DecodedFile) => this.#answer?.(decoded));
        resolve(worker);
      });
      // The end of an older worker says nothing about what a newer one is doing.
      const fail = (why: string): void => {
        reject(new Error(why));
        if (worker !== this.#newest) return;
        this.#worker = undefined;
        this.#answer?.({failure: why});
      };
      worker.on('messageerror', error => fail(`decoding gave no answer (${errorText(error)})`));
      worker.on('error', error => fail(`decoding failed (${errorText(error)})`));
      worker.on('exit', () => fail('decoding ended early'));
    });
  }
}

const refused = (file: string, what: string, retryAfterMs: number): DecodedFile => ({
  file,
  retryAfterMs,
  objects: [],
  invalid: [],
  broken: true,
  diagnostics: [
    {
      severity: 'error',
      file,
      line: 1,
      column: 1,
      path: '',
      what,
      expected: `at most ${String(timeLimitMs / 1000)} s and ${String(memoryLimitMiB)} MiB`,
      fix: 'split the file, or mend what makes it costly',
      code: 'E-LIMIT',
      object: null,
    },
  ],
});
