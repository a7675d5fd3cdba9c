// Where the bench runs: mounts, pids and network of its own, so that nothing is left on the machine but a temporary
// directory, which is removed here. Process 1 in there is a shell in wait(): it reaps what is orphaned at once, and what
// has ended is not taken for alive.
import {spawn} from 'node:child_process';
import {chmodSync, mkdtempSync, readdirSync, rmdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

const variable = 'VMLET_BENCH_ROOT';
const hierarchies = '/sys/fs/cgroup';

/** The directory of this run when we are inside; undefined outside. */
export const insideRoot = () => process.env[variable];

/** Run this very command line inside; resolves with its exit code. */
export const runInside = async () => {
  if (process.getuid() !== 0) throw new Error('needs root: it makes namespaces, mounts, bridges and taps');
  const root = mkdtempSync(join(tmpdir(), 'vmlet-bench-'));
  // Open to the users that the hypervisors run as.
  chmodSync(root, 0o711);
  const script = 'mount -t tmpfs -o mode=0755 tmpfs /run && ip link set lo up && "$@"; exit $?';
  const namespaces = [
    '--mount',
    '--propagation',
    'private',
    '--net',
    '--pid',
    '--fork',
    '--kill-child',
    '--mount-proc',
  ];
  const command = ['sh', '-c', script, 'sh', process.execPath, ...process.argv.slice(1)];
  const child = spawn('unshare', [...namespaces, ...command], {
    stdio: 'inherit',
    env: {...process.env, [variable]: root},
  });
  // Its end takes everything inside with it.
  const end = () => child.kill('SIGKILL');
  process.on('SIGINT', end).on('SIGTERM', end);
  const code = await new Promise(resolve =>
    child.once('close', (status, signal) => resolve(signal ? 130 : status)),
  );
  removeCgroups(root);
  rmSync(root, {recursive: true, force: true, maxRetries: 5});
  return code;
};

/**
 * Cgroups are the host's: those of machines that ended with their namespace are left. Whose they are stands in the state
 * directories of this run.
 */
const removeCgroups = root => {
  const uids = readdirSync(root).flatMap(place => namesIn(join(root, place, 'state/vms')));
  for (const parent of ['', ...namesIn(hierarchies)].map(name => join(hierarchies, name, 'vmlet'))) {
    for (const uid of uids) removeEmpty(join(parent, uid));
    removeEmpty(parent);
  }
};

const namesIn = directory => {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
};

/** What is not there, or not ours alone, stays as it is. */
const removeEmpty = directory => {
  try {
    rmdirSync(directory);
  } catch {
    return;
  }
};
