// `start`: 8 machines dropped into a running daemon until all are Running in their status files, against the same QEMU
// command lines started by a minimal launcher.
import {execFileSync} from 'node:child_process';
import {existsSync, mkdirSync, readFileSync, statSync} from 'node:fs';
import {cpus} from 'node:os';
import {dirname, join} from 'node:path';
import {performance} from 'node:perf_hooks';
import {openHost, startDaemon, waitFor} from './vmlet-host.js';

const count = 8;
const bridge = 'vmlet0';
const recipe = join(import.meta.dirname, '../../controller/install/recipes/debian-tiny.sh');
const launcher = join(import.meta.dirname, 'raw-launcher.js');
const names = Array.from({length: count}, (_, index) => `m${index + 1}`);

const object = (kind, name, spec) =>
  `apiVersion: vmlet.dev/v1alpha1\nkind: ${kind}\nmetadata: {name: ${name}}\nspec: ${JSON.stringify(spec)}\n`;

const machine = name =>
  object('VirtualMachine', name, {
    memory: {size: '64Mi'},
    boot: {kernel: {image: 'kernel', initrd: 'initrd'}, cmdline: ['quiet']},
    disks: [{name: 'root', image: 'disk', size: '128Mi'}],
    interfaces: [{name: 'lan', tap: {network: 'lan'}}],
    readiness: {running: {}},
  });

const basis = guest =>
  [
    ...[
      ['kernel', 'raw', 'vmlinuz'],
      ['initrd', 'raw', 'initrd.gz'],
      ['disk', 'qcow2', 'root.qcow2'],
    ].map(([name, format, file]) =>
      object('Image', name, {format, source: {file: {path: join(guest, file)}}}),
    ),
    object('Network', 'lan', {bridge: {name: bridge, management: 'Owned', addresses: ['10.77.0.1/24']}}),
    machine('warm'),
  ].join('---\n');

const pair = async (host, guest) => {
  const daemon = await startDaemon(host);
  try {
    // Images, bridge, overlay template and the accelerator's probe are there before the clock starts.
    daemon.drop({'basis.yaml': basis(guest)});
    await waitFor('the first machine', () => daemon.phase('virtualmachine', 'warm') === 'Running');
    await daemon.cli('stop', 'warm', '--now');
    await waitFor('its end', () => daemon.phase('virtualmachine', 'warm') === 'Stopped');

    const files = Object.fromEntries(names.map(name => [`${name}.yaml`, machine(name)]));
    const began = performance.now();
    daemon.drop(files);
    await waitFor('all machines', () =>
      names.every(name => daemon.phase('virtualmachine', name) === 'Running'),
    );
    const subject = performance.now() - began;

    const commands = names.map(name => {
      const words = readFileSync(`/proc/${daemon.pid(name)}/cmdline`, 'utf8')
        .split('\0')
        .slice(0, -1);
      return [words[0].startsWith('/') ? words[0] : `/usr/bin/${words[0]}`, ...words.slice(1)];
    });
    await daemon.down();
    return {subject, yardstick: await raw(host, commands)};
  } catch (thrown) {
    throw new Error(`${thrown.message}\n${daemon.log().split('\n').slice(-30).join('\n')}`);
  }
};

/** What the command lines name is there again before the clock of the yardstick starts: directories, bridge, taps. */
const raw = async (host, commands) => {
  for (const path of commands.flat().flatMap(word => word.match(/(?<=(?:path|logfile)=)[^,]+/g) ?? []))
    if (!existsSync(dirname(path))) mkdirSync(dirname(path), {recursive: true});
  const taps = commands.flat().flatMap(word => word.match(/vmt-[a-z2-7]{10}/g) ?? []);
  await host.inside('ip', 'link', 'add', bridge, 'type', 'bridge');
  for (const tap of taps) {
    await host.inside('ip', 'tuntap', 'add', tap, 'mode', 'tap', 'vnet_hdr');
    await host.inside('ip', 'link', 'set', tap, 'master', bridge, 'up');
  }
  // As many at once as the daemon starts.
  const input = JSON.stringify({commands, concurrency: Math.max(2, cpus().length)});
  const text = await new Promise((resolve, reject) => {
    const child = host.start(process.execPath, [launcher], ['pipe', 'pipe', 'inherit']);
    let output = '';
    child.stdout.setEncoding('utf8').on('data', chunk => (output += chunk));
    child.once('close', code =>
      code === 0 ? resolve(output) : reject(new Error(`raw launcher: exit code ${code}`)),
    );
    child.stdin.end(input);
  });
  for (const link of [...taps, bridge]) await host.inside('ip', 'link', 'del', link);
  return Number(text);
};

export const bench = {
  name: 'start',
  metric: `${count} machines Running`,
  unit: 'ms',
  yardstick: 'raw',
  bar: 1.25,
  open: async () => {
    const host = openHost();
    try {
      const guest = join(host.root, 'guest');
      mkdirSync(guest, {mode: 0o755});
      execFileSync(recipe, [guest], {stdio: ['ignore', 'ignore', 'inherit']});
      if (!statSync(join(guest, 'vmlinuz')).isFile()) throw new Error('the recipe made no kernel');
    } catch (thrown) {
      await host.close();
      throw thrown;
    }
    return {pair: () => pair(host, join(host.root, 'guest')), close: host.close};
  },
};
