// `npm run soak -- [--minutes M] [--guests N] [--seed S] [--json FILE]`: the real daemon and real guests under seeded
// faults. Starts itself again in namespaces of its own (mounts, pids, network), so that whatever happens, also a
// kill -9, nothing is left on the machine but a temporary directory. Exit 1 on any violation.
import {spawnSync} from 'node:child_process';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {importCompiled} from '../compile.js';

const inside = 'VMLET_SOAK_INSIDE';

const numberOf = (name, text, least) => {
  const value = Number(text);
  if (!Number.isFinite(value) || value < least) throw new Error(`--${name} ${text}: a number from ${least}`);
  return value;
};

const {values} = parseArgs({
  options: {
    minutes: {type: 'string', default: '5'},
    guests: {type: 'string', default: '8'},
    seed: {type: 'string', default: String(Date.now() % 1_000_000)},
    only: {type: 'string'},
    json: {type: 'string'},
  },
});
const options = {
  minutes: numberOf('minutes', values.minutes, 1),
  guests: numberOf('guests', values.guests, 2),
  seed: numberOf('seed', values.seed, 0),
  only: values.only?.split(',') ?? null,
  json: values.json ?? null,
};

if (process.env[inside] === undefined) {
  if (process.getuid() !== 0) throw new Error('needs root: it makes namespaces, mounts, bridges and taps');
  // A shell is process 1: it reaps what is orphaned, and with it everything ends. /run is where `ip netns` keeps names.
  const script = 'mount -t tmpfs tmpfs /run && "$@"; exit $?';
  const unshare = ['--mount', '--propagation', 'private', '--net', '--pid', '--fork', '--kill-child'];
  const {status} = spawnSync(
    'unshare',
    [...unshare, '--mount-proc', 'sh', '-c', script, 'sh', process.execPath, ...process.argv.slice(1)],
    {stdio: 'inherit', env: {...process.env, [inside]: '1'}},
  );
  process.exit(status ?? 1);
}

const {soak} = await importCompiled('test/soak/soak.ts');
process.exit(await soak({...options, root: join(import.meta.dirname, '../..')}));
