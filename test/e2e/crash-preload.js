// Loaded into a daemon from outside (`node --import`): counts what it does to the host, and kills it with SIGKILL right
// before or right after one of these effects. What to do stands in the file that VMLET_CRASH_FILE names, which is looked
// for at each effect, so that counting begins when somebody writes it; what was met is appended beside it, as `.met`.
// No part of vmlet. Nothing here decides what is right.
import childProcess from 'node:child_process';
import fs from 'node:fs';
import {syncBuiltinESMExports} from 'node:module';
import net from 'node:net';
import {join} from 'node:path';
import {setImmediate} from 'node:timers';
import {isMainThread} from 'node:worker_threads';

const file = process.env['VMLET_CRASH_FILE'];
const {closeSync, existsSync, openSync, readFileSync, writeSync, constants} = fs;
const kill = process.kill.bind(process);

/** `{label, nth, when}`; label null only lists. `when`: before, after, or for a tool during: while it runs on its own. */
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

/** Effects that another one consists of are no effects of their own. */
let depth = 0;

/** Count one effect; the answers are called once it is under way (a tool only) and once it is over. */
const meet = (label, isTool = false) => {
  const nothing = {during: () => undefined, over: () => undefined};
  if (wish === undefined) {
    if (!existsSync(file)) return nothing;
    wish = JSON.parse(readFileSync(file, 'utf8'));
  }
  const name = plain(label);
  const nth = (seen.get(name) ?? 0) + 1;
  seen.set(name, nth);
  note(`${JSON.stringify(isTool ? {label: name, nth, isTool} : {label: name, nth})}\n`);
  if (name !== wish.label || nth !== wish.nth) return nothing;
  if (wish.when === 'before') die();
  return wish.when === 'during' ? {...nothing, during: die} : {...nothing, over: die};
};

const wrap = (object, name, labelOf) => {
  const real = object[name];
  object[name] = (...args) => {
    const label = depth > 0 ? null : labelOf(...args);
    if (label === null) return real(...args);
    const {over} = meet(label);
    depth += 1;
    let result;
    try {
      result = real(...args);
    } finally {
      depth -= 1;
      if (!(result instanceof Promise)) over();
    }
    return result instanceof Promise ? result.finally(over) : result;
  };
};

const isThere = path => fs.lstatSync(path, {throwIfNoEntry: false}) !== undefined;

/** A tree goes piece by piece, in an order that is the same in every version of Node, so that it is met half gone. */
const removeTree = path => {
  const facts = fs.lstatSync(path, {throwIfNoEntry: false});
  if (facts === undefined) return;
  if (!facts.isDirectory()) {
    fs.unlinkSync(path);
    return;
  }
  for (const name of fs.readdirSync(path).sort()) removeTree(join(path, name));
  fs.rmdirSync(path);
};

const patchFiles = () => {
  for (const name of ['renameSync', 'linkSync']) wrap(fs, name, (from, to) => `${name} ${from} ${to}`);
  for (const name of ['unlinkSync', 'rmdirSync'])
    wrap(fs, name, path => (isThere(path) ? `${name} ${path}` : null));
  fs.rmSync = removeTree;
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
    const isTool = options.detached !== true;
    const {during, over} = meet(`spawn ${command} ${args.join(' ').slice(0, 300)}`, isTool);
    const child = spawn(command, args, options);
    // A hypervisor is started, a tool is over. In between a tool has been given its input, and goes on alone.
    child.prependOnceListener(isTool ? 'exit' : 'spawn', over);
    child.prependOnceListener('spawn', () => setImmediate(during));
    return child;
  };
  process.kill = (pid, signal) => {
    if (signal === 0 || pid === process.pid) return kill(pid, signal);
    const {over} = meet(`kill ${signal}`);
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
    const {over} = meet(`qmp ${command}`);
    const answered = chunk => {
      if (!/"(return|error)"/.test(String(chunk))) return;
      this.off('data', answered);
      over();
    };
    this.prependListener('data', answered);
    return write.call(this, data, ...rest);
  };
};

/** The daemon's own socket. Node makes it within the call. */
const patchServers = () => {
  const {listen} = net.Server.prototype;
  net.Server.prototype.listen = function (path, ...rest) {
    if (typeof path !== 'string') return listen.call(this, path, ...rest);
    const {over} = meet(`listen ${path}`);
    const result = listen.call(this, path, ...rest);
    over();
    return result;
  };
};

if (file !== undefined && isMainThread) {
  patchFiles();
  patchProcesses();
  patchMonitors();
  patchServers();
  syncBuiltinESMExports();
}
