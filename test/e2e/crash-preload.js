// Loaded into a daemon from outside (`node --import`): counts what it does to the host, and kills it with SIGKILL right
// before or right after one of these effects. What to do stands in the file that VMLET_CRASH_FILE names, which is looked
// for at each effect, so that counting begins when somebody writes it; what was met is appended beside it, as `.met`.
// No part of vmlet. Nothing here decides what is right.
import childProcess from 'node:child_process';
import fs from 'node:fs';
import {syncBuiltinESMExports} from 'node:module';
import net from 'node:net';
import {isMainThread} from 'node:worker_threads';

const file = process.env['VMLET_CRASH_FILE'];
const {closeSync, existsSync, openSync, readFileSync, writeSync, constants} = fs;
const kill = process.kill.bind(process);

/** `{label, nth, when}`; label null only lists. */
let wish;
const seen = new Map();

/** Random parts out, so that an effect of one run is found again in another. */
const plain = text =>
  String(text)
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'UID')
    .replaceAll(/vmlet-e2e-\w+/g, 'HOST')
    .replaceAll(/api-[0-9a-f]{8}/g, 'api')
    .replaceAll(/\.tmp-\w+/g, '.tmp-N')
    .replaceAll(/\b(vm[tm]|br)-[a-z2-7]{10}\b/g, '$1-NAME')
    .replaceAll(/[0-9a-f]{64}/g, 'SHA')
    .replaceAll(/[0-9a-f]{2}(:[0-9a-f]{2}){5}/g, 'MAC')
    .replaceAll(/\n/g, '; ');

/** By the calls below fs: those of fs call each other, and are counted. */
const note = line => {
  const descriptor = openSync(`${file}.met`, 'a');
  writeSync(descriptor, line);
  closeSync(descriptor);
};

const die = () => {
  kill(process.pid, 'SIGKILL');
};

/** Count one effect; the answer is called once it is over. */
const meet = label => {
  if (wish === undefined) {
    if (!existsSync(file)) return () => undefined;
    wish = JSON.parse(readFileSync(file, 'utf8'));
  }
  const name = plain(label);
  const nth = (seen.get(name) ?? 0) + 1;
  seen.set(name, nth);
  note(`${JSON.stringify({label: name, nth})}\n`);
  if (name !== wish.label || nth !== wish.nth) return () => undefined;
  if (wish.when === 'before') die();
  return die;
};

const wrap = (object, name, labelOf) => {
  const real = object[name];
  object[name] = (...args) => {
    const label = labelOf(...args);
    if (label === null) return real(...args);
    const over = meet(label);
    try {
      const result = real(...args);
      if (result instanceof Promise) return result.finally(over);
      over();
      return result;
    } catch (thrown) {
      over();
      throw thrown;
    }
  };
};

const isThere = path => fs.lstatSync(path, {throwIfNoEntry: false}) !== undefined;

const patchFiles = () => {
  for (const name of ['renameSync', 'linkSync']) wrap(fs, name, (from, to) => `${name} ${from} ${to}`);
  for (const name of ['unlinkSync', 'rmSync', 'rmdirSync'])
    wrap(fs, name, path => (isThere(path) ? `${name} ${path}` : null));
  for (const name of ['chmodSync', 'chownSync', 'truncateSync']) wrap(fs, name, path => `${name} ${path}`);
  wrap(fs, 'mkdirSync', path => (existsSync(path) ? null : `mkdirSync ${path}`));
  wrap(fs, 'writeFileSync', path => (typeof path === 'string' ? `writeFileSync ${path}` : null));
  // A file that is made, or about to be appended to; the log of the daemon itself is no effect.
  wrap(fs, 'openSync', (path, flags) => {
    const writes = typeof flags === 'string' ? /[wa]/.test(flags) : ((flags ?? 0) & constants.O_CREAT) !== 0;
    return writes ? `openSync ${path}` : null;
  });
  wrap(fs.promises, 'copyFile', (from, to) => `copyFile ${to}`);
};

const isQuestion = args =>
  args.some(arg => ['-j', '--version', 'monitor', '--nonblock'].includes(arg)) || args.length === 0;

const patchProcesses = () => {
  const {spawn} = childProcess;
  childProcess.spawn = (command, args = [], options = {}) => {
    if (isQuestion(args)) return spawn(command, args, options);
    const over = meet(`spawn ${command} ${args.join(' ').slice(0, 300)}`);
    const child = spawn(command, args, options);
    // A hypervisor is started, a tool is over.
    child.prependOnceListener(options.detached === true ? 'spawn' : 'exit', over);
    return child;
  };
  process.kill = (pid, signal) => {
    if (signal === 0 || pid === process.pid) return kill(pid, signal);
    const over = meet(`kill ${signal}`);
    const result = kill(pid, signal);
    over();
    return result;
  };
};

/** A monitor command is over when the hypervisor has answered it. */
const patchMonitors = () => {
  const {write} = net.Socket.prototype;
  net.Socket.prototype.write = function (data, ...rest) {
    const text = typeof data === 'string' ? data : '';
    const command = /"execute":\s*"([\w-]+)"/.exec(text)?.[1];
    if (command === undefined || /^(query-|qom-list|qmp_capabilities)/.test(command))
      return write.call(this, data, ...rest);
    const over = meet(`qmp ${command}`);
    const answered = chunk => {
      if (!/"(return|error)"/.test(String(chunk))) return;
      this.off('data', answered);
      over();
    };
    this.prependListener('data', answered);
    return write.call(this, data, ...rest);
  };
};

if (file !== undefined && isMainThread) {
  patchFiles();
  patchProcesses();
  patchMonitors();
  syncBuiltinESMExports();
}
