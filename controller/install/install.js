#!/usr/bin/env node
// `sudo npm run install-service`: vmlet as a service of this host. Installs what it stands in (a checkout, or a version
// that is installed already) below /opt/vmlet and switches to it; `--uninstall` takes it away. Every step looks first.
// Must not: touch a guest, or anything of /etc/vmlet/manifests and /var/lib/vmlet.
import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import * as fs from 'node:fs';
import {dirname, join} from 'node:path';
import {startPackages} from './packages.js';
import * as setup from './setup.js';

const home = '/opt/vmlet';
const versions = `${home}/versions`;
const current = `${home}/current`;
const previous = `${home}/previous`;
const command = '/usr/local/bin/vmlet';
const units = ['vmlet.service', 'vmlet-guests.service', 'vmlet.slice'];
const enabled = ['vmlet.service', 'vmlet-guests.service'];
const unitDirectory = '/etc/systemd/system';
const manifests = '/etc/vmlet/manifests';

/** All that runs, and the installer itself, so that an installed version can be switched back to. */
const parts = [
  'dist',
  'controller/install',
  'docs',
  'package.json',
  'package-lock.json',
  'LICENSE',
  'CHANGELOG.md',
];

const usage = 'usage: install.js [--uninstall [--leave-guests]]';

const main = args => {
  const isUninstall = args[0] === '--uninstall';
  const rest = isUninstall ? args.slice(1) : args;
  const leaveGuests = isUninstall && rest[0] === '--leave-guests';
  if (rest.length > (leaveGuests ? 1 : 0)) throw new setup.SetupError(usage, 64);
  if (!setup.isRoot) throw new setup.SetupError('a service is installed as root: use sudo');
  if (isUninstall) uninstall(leaveGuests);
  else install();
};

const install = () => {
  setup.checkNode();
  checkNodePlace();
  const isInstalled = setup.root.startsWith(`${versions}/`);
  if (!isInstalled) {
    setup.installTools(startPackages);
    setup.installModules();
    setup.build();
  }
  const version = isInstalled ? setup.root : copyVersion();
  const changed = [switchTo(version), ...units.map(installUnit)].some(Boolean);
  fs.mkdirSync(manifests, {recursive: true, mode: 0o755});
  removeOldVersions();
  if (changed && isBooted()) systemctl('daemon-reload');
  if (!enabled.every(isEnabled)) systemctl('--quiet', 'enable', ...enabled);
  if (!isBooted()) return setup.tell('systemd does not run here: vmlet starts at the next boot');
  if (!changed && isActive('vmlet.service')) return setup.tell('it is installed and runs already');
  // Guests are services of their own: a restart of the daemon is nothing to them.
  systemctl('restart', 'vmlet.service');
  setup.tell('started; `vmlet get`, `journalctl -u vmlet`; manifests go to /etc/vmlet/manifests');
};

/** The service may look into no home directory, and a version manager's Node goes away with its owner. */
const checkNodePlace = () => {
  const node = fs.realpathSync(process.execPath);
  if (!/^\/(root|home|tmp|run)\//.test(node)) return;
  throw new setup.SetupError(
    `this Node is ${node}, where a service cannot rely on it: install Node for the whole system, in /usr or /opt`,
    78,
  );
};

/** A directory named by version and content, whole or not there. */
const copyVersion = () => {
  const {version} = JSON.parse(fs.readFileSync(join(setup.root, 'package.json'), 'utf8'));
  const target = join(versions, `${version}-${contentHash()}`);
  if (fs.existsSync(target)) return target;
  const half = `${target}.new`;
  fs.rmSync(half, {recursive: true, force: true});
  for (const part of [...parts, ...productionModules()]) {
    fs.mkdirSync(dirname(join(half, part)), {recursive: true});
    fs.cpSync(join(setup.root, part), join(half, part), {recursive: true, verbatimSymlinks: true});
  }
  fs.mkdirSync(join(half, 'bin'));
  fs.writeFileSync(join(half, 'bin/vmlet'), launcher(target), {mode: 0o755});
  // Whatever the checkout's owner and umask: root's, for all to read.
  run('chown', ['--recursive', '--no-dereference', 'root:root', half]);
  run('chmod', ['--recursive', 'u=rwX,go=rX', half]);
  run('sync', ['--file-system', half]);
  fs.renameSync(half, target);
  setup.tell(`copied to ${target}`);
  return target;
};

/** By its own path, never by a link: what runs goes on loading from the version that it is. */
const launcher = target => `#!/bin/sh
exec ${fs.realpathSync(process.execPath)} ${target}/dist/main.js "$@"
`;

const contentHash = () => {
  const hash = createHash('sha256').update(fs.realpathSync(process.execPath));
  const visit = path => {
    const full = join(setup.root, path);
    if (fs.statSync(full).isDirectory())
      for (const name of fs.readdirSync(full).sort()) visit(join(path, name));
    // Marks of the compiler's last run, which differ while the program does not.
    else if (!/^dist\/\.[^/]*$/.test(path)) hash.update(`\n${path}\n`).update(fs.readFileSync(full));
  };
  for (const part of parts) visit(part);
  return hash.digest('hex').slice(0, 8);
};

/** What package-lock.json does not mark as needed by development alone. */
const productionModules = () => {
  const {packages} = JSON.parse(fs.readFileSync(join(setup.root, 'package-lock.json'), 'utf8'));
  return Object.entries(packages)
    .filter(([path, entry]) => path !== '' && !entry.dev && !entry.devOptional)
    .map(([path]) => path)
    .filter(path => fs.existsSync(join(setup.root, path)));
};

/** @returns {boolean} whether another version is current now */
const switchTo = version => {
  const before = readLink(current);
  if (before !== version) {
    if (before !== undefined) link(before, previous);
    link(version, current);
    setup.tell(`${before === undefined ? '' : `${before} -> `}${version} is the current version`);
  }
  link(`${current}/bin/vmlet`, command);
  return before !== version;
};

/** Only the two that are linked stay. */
const removeOldVersions = () => {
  const kept = [current, previous].map(readLink);
  for (const name of fs.readdirSync(versions)) {
    if (kept.includes(join(versions, name))) continue;
    fs.rmSync(join(versions, name), {recursive: true, force: true});
    setup.tell(`removed ${join(versions, name)}`);
  }
};

/** @returns {boolean} whether it was written */
const installUnit = name => {
  const path = join(unitDirectory, name);
  const text = fs.readFileSync(join(setup.root, 'controller/install', name), 'utf8');
  if (fs.existsSync(path) && fs.readFileSync(path, 'utf8') === text) return false;
  fs.mkdirSync(unitDirectory, {recursive: true});
  fs.writeFileSync(`${path}.new`, text, {mode: 0o644});
  fs.renameSync(`${path}.new`, path);
  setup.tell(`installed ${path}`);
  return true;
};

const uninstall = leaveGuests => {
  const guests = runningGuests();
  if (guests.length > 0 && !leaveGuests)
    throw new setup.SetupError(
      `${guests.length} guests run. End them first with \`vmlet down\`, or let them run on with --leave-guests: ` +
        'then nobody looks after them, and the shutdown of the host cuts them off',
    );
  if (isBooted()) systemctl('stop', 'vmlet.service');
  if (units.some(name => fs.existsSync(join(unitDirectory, name))))
    systemctl('--quiet', 'disable', ...enabled);
  for (const path of [...units.map(name => join(unitDirectory, name)), command, home]) {
    if (fs.lstatSync(path, {throwIfNoEntry: false}) === undefined) continue;
    fs.rmSync(path, {recursive: true, force: true});
    setup.tell(`removed ${path}`);
  }
  if (isBooted()) {
    systemctl('daemon-reload');
    // Without its file it has no ExecStop any more: this forgets it and stops no guest.
    systemctl('stop', 'vmlet-guests.service');
  }
  setup.tell('kept: /etc/vmlet (manifests, policy), /var/lib/vmlet (state, disks)');
};

const runningGuests = () => {
  if (!isBooted()) return [];
  const listed = run('systemctl', [
    'list-units',
    '--plain',
    '--no-legend',
    '--state=active',
    'vmlet-vm-*.service',
  ]);
  return listed.split('\n').filter(line => line !== '');
};

/** sd_booted(3). */
const isBooted = () => fs.existsSync('/run/systemd/system');

const isActive = unit => spawnSync('systemctl', ['--quiet', 'is-active', unit]).status === 0;

const isEnabled = unit => spawnSync('systemctl', ['--quiet', 'is-enabled', unit]).status === 0;

const systemctl = (...args) => void run('systemctl', args);

const run = (program, args) => {
  const {status, error, stdout, stderr} = spawnSync(program, args, {encoding: 'utf8'});
  if (error || status !== 0)
    throw new setup.SetupError(`${program} ${args.join(' ')} failed: ${error?.message ?? stderr.trim()}`);
  return stdout;
};

/** Replace a link in one step. */
const link = (target, path) => {
  if (readLink(path) === target) return;
  if (fs.lstatSync(path, {throwIfNoEntry: false})?.isSymbolicLink() === false)
    throw new setup.SetupError(`${path} is there and not ours; move it away first`);
  fs.mkdirSync(dirname(path), {recursive: true});
  fs.rmSync(`${path}.new`, {force: true});
  fs.symlinkSync(target, `${path}.new`);
  fs.renameSync(`${path}.new`, path);
};

const readLink = path => {
  try {
    return fs.readlinkSync(path);
  } catch {
    return undefined;
  }
};

try {
  process.umask(0o022);
  main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof setup.SetupError)) throw error;
  setup.tell(error.message);
  process.exitCode = error.exitCode;
}
