// The yardstick `raw`: start the QEMU command lines of the JSON on stdin, {commands, concurrency}, until each answers on QMP
// and its guest runs; print the milliseconds; end what was started. A program of its own, so that it runs in the namespace.
import {spawn} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {connect} from 'node:net';
import {performance} from 'node:perf_hooks';

const {commands, concurrency} = JSON.parse(readFileSync(0, 'utf8'));

const monitorPath = argv => {
  const chardev = argv.find(word => word.startsWith('socket,id=qmp,'));
  return /,path=((?:[^,]|,,)*)/.exec(chardev)[1].replaceAll(',,', ',');
};

const dial = (path, child) =>
  new Promise((resolve, reject) => {
    if (child.exitCode !== null) throw new Error(`QEMU ended with ${child.exitCode}`);
    const socket = connect(path);
    socket.once('connect', () => resolve(socket));
    socket.once('error', error =>
      ['ENOENT', 'ECONNREFUSED'].includes(error.code) ? setTimeout(() => resolve(null), 2) : reject(error),
    );
  });

/** Greeting, capabilities, cont: resolves when the second answer is there. */
const letRun = socket =>
  new Promise((resolve, reject) => {
    let text = '';
    let answers = 0;
    socket.setEncoding('utf8').once('error', reject);
    socket.on('data', chunk => {
      text += chunk;
      for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n')) {
        const message = JSON.parse(text.slice(0, end));
        text = text.slice(end + 1);
        if ('QMP' in message) socket.write('{"execute":"qmp_capabilities"}\n');
        else if ('error' in message) reject(new Error(message.error.desc));
        else if ('return' in message && (answers += 1) === 1) socket.write('{"execute":"cont"}\n');
        else if ('return' in message) resolve();
      }
    });
  });

const children = [];
const waiting = [...commands];
const work = async () => {
  for (let argv = waiting.shift(); argv !== undefined; argv = waiting.shift()) {
    const child = spawn(argv[0], argv.slice(1), {stdio: ['ignore', 'ignore', 'inherit']});
    children.push(child);
    let socket = null;
    while (socket === null) socket = await dial(monitorPath(argv), child);
    await letRun(socket);
    socket.destroy();
  }
};

const began = performance.now();
try {
  await Promise.all(Array.from({length: concurrency}, work));
  console.log(performance.now() - began);
} finally {
  await Promise.all(
    children.map(child => new Promise(resolve => (child.once('exit', resolve), child.kill('SIGKILL')))),
  );
}
