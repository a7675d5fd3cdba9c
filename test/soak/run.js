// `npm run soak`: the real daemon and real guests under seeded faults. Starts itself again in namespaces of its own (mounts,
// pids, network), so that whatever happens, also a kill -9, nothing is left on the machine but a temporary directory.
import {spawnSync} from 'node:child_process';
import {join} from 'node:path';
import {checkWhole, readArguments} from '../arguments.js';
import {importCompiled} from '../compile.js';

const inside = 'VMLET_SOAK_INSIDE';

const help = `npm run soak -- [--minutes M] [--guests N] [--seed S] [--only FAULT[,FAULT]] [--json FILE]

  --minutes M   how long (default 5)
  --guests N    how many guests, at least 2 (default 8)
  --seed S      what the faults are drawn from (default: another each time; it is printed)
  --only FAULT  these faults only
  --json FILE   also write the figures

Needs root. Exit: 0 passed, 1 a figure is over its bar or a promise was broken, 64 usage.`;

const values = readArguments(
  help,
  {
    minutes: {type: 'string', default: '5'},
    guests: {type: 'string', default: '8'},
    seed: {type: 'string', default: String(Date.now() % 1_000_000)},
    only: {type: 'string'},
    json: {type: 'string'},
  },
  given => {
    checkWhole(given, ['minutes'], 1);
    checkWhole(given, ['guests'], 2);
    checkWhole(given, ['seed']);
  },
);
const options = {
  minutes: Number(values.minutes),
  guests: Number(values.guests),
  seed: Number(values.seed),
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
