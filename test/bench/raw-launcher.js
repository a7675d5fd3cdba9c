// The yardstick `raw`: spawn the command lines of a JSON file, {launches: [{argv, qmp}], concurrency, batch}, until each
// hypervisor answers query-status after `cont`; print {ms, cpuMs}, where cpuMs is that of all hypervisors; end them. A program
// of its own: what it costs is not mixed with what the bench does. `batch`: lines for one `ip -batch`, inside the time.
import {execFileSync, spawn} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {connect} from 'node:net';
import {cpuMs} from './proc.js';

const {launches, concurrency, batch} = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const pauseMs = 2;

const dial = (path, child) =>
  new Promise((resolve, reject) => {
    if (child.exitCode !== null) throw new Error(`a hypervisor ended with ${child.exitCode}`);
    const socket = connect(path);
    socket.once('connect', () => resolve(socket));
    socket.once('error', error =>
      ['ENOENT', 'ECONNREFUSED'].includes(error.code)
        ? setTimeout(() => resolve(null), pauseMs)
        : reject(error),
    );
  });

const commands = ['qmp_capabilities', 'cont', 'query-status'];

/** Resolves when the last command is answered. */
const letRun = socket =>
  new Promise((resolve, reject) => {
    const open = [...commands];
    const next = () => {
      const command = open.shift();
      if (command === undefined) resolve();
      else socket.write(`{"execute":"${command}"}\n`);
    };
    let text = '';
    socket.setEncoding('utf8').once('error', reject);
    socket.on('data', chunk => {
      text += chunk;
      for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n')) {
        const message = JSON.parse(text.slice(0, end));
        text = text.slice(end + 1);
        if ('error' in message) reject(new Error(message.error.desc));
        else if ('QMP' in message || 'return' in message) next();
      }
    });
  });

const children = [];
const waiting = [...launches];
const work = async () => {
  for (let launch = waiting.shift(); launch !== undefined; launch = waiting.shift()) {
    const child = spawn(launch.argv[0], launch.argv.slice(1), {
      stdio: ['ignore', 'ignore', 'inherit'],
      detached: true,
    });
    children.push(child);
    let socket = null;
    while (socket === null) socket = await dial(launch.qmp, child);
    await letRun(socket);
    socket.destroy();
  }
};

const began = performance.now();
try {
  if (batch !== '') execFileSync('ip', ['-batch', '-'], {input: batch});
  await Promise.all(Array.from({length: concurrency}, work));
  const ms = performance.now() - began;
  console.log(JSON.stringify({ms, cpuMs: children.reduce((sum, child) => sum + cpuMs(child.pid), 0)}));
} finally {
  await Promise.all(
    children.map(child => new Promise(resolve => (child.once('exit', resolve), child.kill('SIGKILL')))),
  );
}
