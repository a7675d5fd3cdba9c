// Set-up of a checkout, step by step, for start.js and test.js: every step looks first and is silent when there is
// nothing to do. Plain JavaScript for any Node that runs ES modules, built-ins only: it runs before node_modules exists.
import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import * as fs from 'node:fs';
import {basename, delimiter, dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

/** Top of the checkout. */
export const root = fs.realpathSync(join(dirname(fileURLToPath(import.meta.url)), '..', '..'));

export const isRoot = process.getuid?.() === 0;

const sharedState = '/var/lib/vmlet';
const exitConfiguration = 78;

/** A reason to stop that is told in its own words, without a stack. */
export class SetupError extends Error {
  /** @param {string} message @param {number} exitCode */
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** One line on stderr: stdout belongs to the daemon. @param {string} line */
export const tell = line => void process.stderr.write(`vmlet: ${line}\n`);

/** Throws on a Node that is too old; the first step, since later ones fail in stranger ways. */
export const checkNode = (version = process.versions.node) => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new SetupError(
    `Node 20.19 or newer is needed; this is ${version} (${process.execPath}). ` +
      "Debian 12's own nodejs package is 18: install a current Node from nodejs.org, or with nvm, fnm or the like.",
    exitConfiguration,
  );
};

/** `npm ci` unless node_modules is what package-lock.json says. */
export const installModules = () => {
  const why = modulesDiffer();
  if (why === undefined) return;
  tell(`installing npm packages (${why})`);
  const npm = process.env['npm_execpath'];
  const [command, before] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  // No package needs its install script, and none gets to run one.
  run(
    command,
    [...before, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    'npm ci',
  );
};

const modulesDiffer = () => {
  const installed = readJson('node_modules/.package-lock.json');
  if (installed === undefined) return 'there are none yet';
  const wanted = readJson('package-lock.json')?.packages ?? {};
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '') continue;
    const found = installed.packages?.[path];
    // Packages for other platforms are optional and never installed.
    if (found === undefined && entry.optional) continue;
    if (found?.version !== entry.version) return `${path} differs from package-lock.json`;
  }
  return undefined;
};

/** Compile controller/ to dist/ when a source, or what compiles it, changed since the last time. */
export const build = () => {
  const stampFile = join(root, 'dist', '.stamp');
  const stamp = sourceStamp();
  if (readText(stampFile) === stamp && fs.existsSync(join(root, 'dist', 'main.js'))) return;
  tell('compiling controller/ to dist/');
  fs.rmSync(stampFile, {force: true});
  run(
    process.execPath,
    ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'],
    'the TypeScript compiler',
  );
  if (!fs.existsSync(join(root, 'dist', 'main.js')))
    throw new SetupError('the compiler made no dist/main.js');
  fs.writeFileSync(stampFile, stamp);
};

const sourceStamp = () => {
  const hash = createHash('sha256');
  const visit = directory => {
    for (const entry of fs.readdirSync(directory, {withFileTypes: true})) {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) visit(path);
      else if (entry.name.endsWith('.ts')) add(path);
    }
  };
  const add = path => {
    const {size, mtimeMs} = fs.statSync(path);
    hash.update(`${path}\n${size} ${mtimeMs}\n`);
  };
  visit(join(root, 'controller'));
  for (const name of ['tsconfig.json', 'package-lock.json']) add(join(root, name));
  return hash.digest('hex');
};

/** Let `npx vmlet` work here: npm links commands of dependencies, not of the checkout itself. */
export const linkCommand = () => {
  const target = '../../dist/main.js';
  const link = join(root, 'node_modules', '.bin', 'vmlet');
  fs.chmodSync(join(root, 'dist', 'main.js'), 0o755);
  if (readLink(link) === target) return;
  fs.mkdirSync(dirname(link), {recursive: true});
  fs.rmSync(link, {force: true});
  fs.symlinkSync(target, link);
};

/**
 * Install what is missing, as root; otherwise say what is missing, why, and the one command that installs it.
 * @param {readonly import('./packages.js').HostPackage[]} packages
 */
export const installTools = packages => {
  const missing = packages.filter(({needs}) => !needs.every(hasTool));
  if (missing.length === 0) return;
  const names = missing.map(({name}) => name);
  const command = `apt-get install --no-install-recommends ${names.join(' ')}`;
  const reasons = missing.map(({name, why}) => `${name}: ${why}`);
  if (!isRoot || !hasTool('apt-get')) {
    const how = hasTool('apt-get')
      ? `Install them with: sudo ${command}`
      : 'Install them with your package manager.';
    throw new SetupError(`host tools are missing.\n${reasons.map(each => `  ${each}\n`).join('')}${how}`);
  }
  for (const each of reasons) tell(`installing Debian package ${each}`);
  // apt asks no questions, and its talk is shown only when it fails.
  const options = {DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8'};
  runQuietly('apt-get', ['-q', 'update'], options);
  runQuietly('apt-get', ['-q', '-y', 'install', '--no-install-recommends', ...names], options);
  const still = missing.filter(({needs}) => !needs.every(hasTool)).map(({name}) => name);
  if (still.length > 0)
    throw new SetupError(`installed, but its tools are not to be found: ${still.join(', ')}`);
};

const hasTool = tool => {
  if (tool.startsWith('/')) return fs.existsSync(tool);
  const directories = [
    ...(process.env['PATH'] ?? '').split(delimiter),
    '/usr/local/sbin',
    '/usr/sbin',
    '/sbin',
  ];
  return directories.some(directory => {
    try {
      fs.accessSync(join(directory, tool), fs.constants.X_OK);
      return directory !== '';
    } catch {
      return false;
    }
  });
};

/**
 * `.vmlet` in the checkout. As root it is a link: the guests' unprivileged processes must reach their disks, and
 * cannot enter /root. Its name carries the checkout's path, so that two checkouts never share it.
 */
export const makeStateDirectory = () => {
  const place = join(root, '.vmlet');
  const target = readLink(place);
  if (target === undefined && fs.existsSync(place)) return checkOwner(place);
  if (target !== undefined && fs.existsSync(place)) return checkOwner(place);
  if (!isRoot && target === undefined) {
    fs.mkdirSync(place, {mode: 0o711});
    return;
  }
  if (!isRoot)
    throw new SetupError(`${place} leads to ${target}, which is not there or not ours`, exitConfiguration);
  const hash = createHash('sha256').update(root).digest('hex').slice(0, 8);
  const directory = target ?? join(sharedState, 'checkouts', `${basename(root)}-${hash}`);
  for (const each of [sharedState, join(sharedState, 'checkouts'), directory]) {
    fs.mkdirSync(each, {recursive: true});
    // mkdir obeys the umask.
    fs.chmodSync(each, 0o711);
  }
  if (target === undefined) fs.symlinkSync(directory, place);
};

const checkOwner = place => {
  const {uid} = fs.statSync(place);
  const own = process.getuid?.();
  if (own === undefined || uid === own) return;
  throw new SetupError(
    `${place} belongs to uid ${uid}, this is uid ${own}: run as that user, or move it away to start afresh.`,
    exitConfiguration,
  );
};

/** Run in the checkout with our stderr as its output; throws when it fails. */
const run = (command, args, what) => {
  const {status, signal, error} = spawnSync(command, args, {cwd: root, stdio: ['ignore', 2, 2]});
  if (error) throw new SetupError(`${what} could not be run: ${error.message}`);
  if (status !== 0) throw new SetupError(`${what} failed (${signal ?? status})`, signal === null ? 1 : 130);
};

const runQuietly = (command, args, environment) => {
  const {status, signal, error, stdout, stderr} = spawnSync(command, args, {
    env: {...process.env, ...environment},
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) throw new SetupError(`${command} could not be run: ${error.message}`);
  if (status === 0) return;
  process.stderr.write(stdout + stderr);
  throw new SetupError(`${command} ${args.join(' ')} failed (${signal ?? status})`);
};

const readText = path => {
  try {
    return fs.readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

const readJson = name => {
  const text = readText(join(root, name));
  return text === undefined ? undefined : JSON.parse(text);
};

const readLink = path => {
  try {
    return fs.readlinkSync(path);
  } catch {
    return undefined;
  }
};
