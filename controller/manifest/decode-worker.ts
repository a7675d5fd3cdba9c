// The worker thread behind decoder.ts: first `ready`, then one answer for each request.
// No state, no effects of its own.
import {parentPort} from 'node:worker_threads';
import {decodeFile} from './decode.ts';
import type {WorkerRequest} from './decoder.ts';

parentPort?.on('message', ({file, bytes, options}: WorkerRequest) => {
  parentPort?.postMessage(
    decodeFile(file, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), options),
  );
});

parentPort?.postMessage('ready');
