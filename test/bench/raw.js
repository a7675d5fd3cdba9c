// The same hypervisors without vmlet: the command lines that really ran, behind the same launch wrapper (privileges
// dropped, cgroups joined, no core dumps), on the same overlays, spawned by raw-launcher.js as many at once.
import {execFileSync} from 'node:child_process';
import {chownSync, existsSync, mkdirSync, readFileSync, rmdirSync, statSync, writeFileSync} from 'node:fs';
import {cpus} from 'node:os';
import {dirname, join} from 'node:path';
import {launchArgv} from '../../dist/execute/launch-wrapper.js';
import {bridge} from './manifests.js';
import {argvOf, ownerOf} from './proc.js';

const launcher = join(import.meta.dirname, 'raw-launcher.js');

/** How these hypervisor processes were started; asked while they run. */
export const launchesOf = pids => {
  const privateTun = (statSync('/dev/net/tun').mode & 0o006) !== 0o006;
  return pids.map(pid => {
    const argv = argvOf(pid);
    const user = ownerOf(pid);
    const cgroups = cgroupsOf(pid);
    return {
      argv: launchArgv({
        command: {argv, needsTun: true, devices: []},
        cgroups,
        privateTun,
        user: {id: user, groups: []},
      }),
      user,
      cgroups,
      tap: argv.join(' ').match(/"ifname":"([^"]+)"/)[1],
      qmp: argv.join(' ').match(/socket,id=qmp,path=([^, ]+)/)[1],
      // Files whose directories the hypervisor's user must be able to write.
      sockets: argv.join(' ').match(/(?<=,path=)[^, ]+/g),
      logs: argv.join(' ').match(/(?<=,logfile=)[^, ]+/g),
    };
  });
};

/** Directories of the cgroups of a process that are its machine's alone. */
const cgroupsOf = pid => {
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8').split('\n');
  return readFileSync(`/proc/${pid}/cgroup`, 'utf8')
    .split('\n')
    .map(line => line.split(':'))
    .filter(([, , path]) => path?.includes('vmlet'))
    .flatMap(([, controllers, path]) => {
      const mount = mounts.find(line => isMountOf(line, controllers));
      return mount === undefined ? [] : [join(mount.split(' ')[4], path)];
    });
};

const isMountOf = (line, controllers) => {
  const [type, , options = ''] = (line.split(' - ')[1] ?? '').split(' ');
  return controllers === ''
    ? type === 'cgroup2'
    : type === 'cgroup' && options.split(',').includes(controllers);
};

/**
 * Start them all and end them; resolves with {ms, cpuMs}. Directories and cgroups are made before the clock starts, taps
 * too unless `tapsInTime`: then one `ip -batch` makes them all inside it.
 */
export const runRaw = (place, launches, {tapsInTime = false} = {}) => {
  for (const launch of launches) {
    for (const path of launch.cgroups) mkdirSync(path, {recursive: true});
    for (const path of launch.sockets) {
      mkdirSync(dirname(path), {recursive: true, mode: 0o711});
      chownSync(dirname(path), launch.user, launch.user);
    }
    for (const path of launch.logs)
      if (!existsSync(dirname(path))) mkdirSync(dirname(path), {recursive: true});
  }
  const lines = launches.flatMap(({tap, user}) => [
    `tuntap add dev ${tap} mode tap user ${user} vnet_hdr`,
    `link set dev ${tap} master ${bridge} up`,
  ]);
  const batch = `${lines.join('\n')}\n`;
  ip(`link add ${bridge} type bridge\nlink set dev ${bridge} up\n${tapsInTime ? '' : batch}`);
  const input = join(place, 'launches.json');
  const concurrency = Math.max(2, cpus().length);
  writeFileSync(input, JSON.stringify({launches, concurrency, batch: tapsInTime ? batch : ''}));
  try {
    return JSON.parse(
      execFileSync(process.execPath, [launcher, input], {encoding: 'utf8', maxBuffer: 1 << 26}),
    );
  } finally {
    ip(
      `${launches.map(({tap}) => `link set dev ${tap} group 77`).join('\n')}\nlink del group 77\nlink del ${bridge}\n`,
    );
    for (const path of launches.flatMap(({cgroups}) => cgroups)) removeCgroup(path);
  }
};

const ip = batch => execFileSync('ip', ['-batch', '-'], {input: batch});

/** Its last process may still be on its way out; the last cgroup takes the one above it with it. */
const removeCgroup = path => {
  for (let left = 100; !removed(path); left -= 1) {
    if (left === 0) throw new Error(`${path} is still busy`);
    execFileSync('sleep', ['0.02']);
  }
  removed(dirname(path));
};

const removed = path => {
  try {
    rmdirSync(path);
    return true;
  } catch (error) {
    return error.code === 'ENOENT';
  }
};
