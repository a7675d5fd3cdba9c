// `vmlet plan` of 1,000 manifests that no daemon has seen, a new process each time: every file read, decoded, resolved and planned
// to its end. Processor time, against that of starting Node itself.
import {execFileSync} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {ratioRow} from './figures.js';
import {rounds} from './lab.js';
import {program} from './vmlet.js';

/** 1.5 s where Node starts in 40 ms. */
const row = {name: 'plan-1000', metric: 'vmlet plan', unit: 'ms', yardstick: 'node -e 0', bar: 37};
const count = 1_000;

const base = `apiVersion: vmlet.dev/v1alpha1
kind: Image
metadata: {name: kernel}
spec: {format: raw, source: {file: {path: /etc/hostname}}}
---
apiVersion: vmlet.dev/v1alpha1
kind: Network
metadata: {name: lan}
spec: {bridge: {name: br-plan, management: Owned}}
`;

const machine = name => `apiVersion: vmlet.dev/v1alpha1
kind: VirtualMachine
metadata: {name: ${name}}
spec:
  hypervisor: {qemu: {accelerator: tcg}}
  memory: {size: 64Mi}
  boot: {kernel: {image: kernel}, cmdline: [quiet]}
  disks: [{name: data, blank: {}, size: 1Gi}]
  interfaces: [{name: lan, tap: {network: lan}}]
`;

/** Processor time of a process and its children, from bash's own `times`. */
const cpuMs = (...words) => {
  const script = '"$0" "$@" > /dev/null 2>&1; [ $? -le 2 ] || exit 1; times';
  const lines = execFileSync('bash', ['-c', script, process.execPath, ...words], {encoding: 'utf8'}).split(
    '\n',
  );
  const [user = 0, system = 0] = [...(lines[1] ?? '').matchAll(/(\d+)m([\d.]+)s/g)].map(
    ([, minutes, seconds]) => (Number(minutes) * 60 + Number(seconds)) * 1_000,
  );
  return user + system;
};

export const bench = {
  name: row.name,
  group: 'fresh',
  about: '`vmlet plan` of 1,000 manifests without a daemon, in processor time, against `node -e 0`',
  run: async lab => {
    const place = lab.place('plan');
    const manifests = join(place, 'manifests');
    mkdirSync(manifests);
    writeFileSync(join(manifests, 'base.yaml'), base);
    for (let at = 0; at < count; at += 1) writeFileSync(join(manifests, `vm${at}.yaml`), machine(`vm${at}`));
    const words = [
      '--state-dir',
      join(place, 'state'),
      '--runtime-dir',
      join(place, 'run'),
      'plan',
      manifests,
    ];
    const results = await rounds(lab, row.name, async () => ({
      vmlet: cpuMs(program, ...words),
      node: cpuMs('-e', '0'),
    }));
    return [
      ratioRow(
        row,
        results.map(({vmlet}) => vmlet),
        results.map(({node}) => node),
      ),
    ];
  },
};
