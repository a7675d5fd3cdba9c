// One thread of pool.js: runs the seeds that it is given, one at a time, and answers with what came of each.
import {parentPort, workerData} from 'node:worker_threads';

const {runSeed} = await import(workerData.moduleUrl);

parentPort.on('message', async ({seed, options}) => {
  parentPort.postMessage(await runSeed(seed, options));
});
