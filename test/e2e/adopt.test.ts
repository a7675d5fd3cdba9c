// Guests of others taken over, all the way: a QEMU that was started by hand, and a domain as libvirt writes it. The manifest that
// adopt writes boots the very disk, once a person has said that the other hypervisor is gone.
import {afterAll, beforeAll, expect, test} from '@jest/globals';
import * as fs from 'node:fs';
import {join} from 'node:path';
import {parseAllDocuments} from 'yaml';
import {sharedGuest} from '../fixtures/guest.ts';
import {makeOverlay} from '../fixtures/guest-machine.ts';
import {startHost, yamlFile} from './harness.ts';
import type {E2eHost} from './harness.ts';

let host: E2eHost;
let root: string;

const timeoutMs = 180_000;

type Document = {
  readonly kind: string;
  readonly metadata: {name: string};
  readonly spec: Record<string, unknown>;
};

/** A disk of the tiny guest, standing on the guest's own, in a directory where every user may look. */
const diskOf = async (name: string): Promise<string> => {
  const path = makeOverlay(await sharedGuest(), join(root, name));
  fs.chmodSync(join(root, name), 0o755);
  return path;
};

const read = (yaml: string): Document[] => parseAllDocuments(yaml).map(each => each.toJS() as Document);

const makeWhole = (disk: string): string =>
  host.inside('qemu-img', 'rebase', '-q', '-f', 'qcow2', '-b', '', disk);

/** The steps of docs/adopt.md after the first: declared, its disk handed over, and only then run. */
const takeOver = async (name: string, disk: string, documents: readonly Document[]): Promise<void> => {
  host.write(`${name}.yaml`, yamlFile(...documents));
  await host.waitFor('its record', () => host.vm(name).status.phase === 'Stopped');
  const record = fs.readFileSync(
    host.paths.record({kind: 'VirtualMachine', namespace: 'default', name}),
    'utf8',
  );
  const hostUid = Number(/"hostUid":\s*(\d+)/.exec(record)?.[1]);
  fs.chownSync(disk, hostUid, hostUid);
  const readiness = {console: {contains: 'VMLET-GUEST ready'}, timeout: '2m'};
  const ready = documents.map(each =>
    each.kind === 'VirtualMachine' ? {...each, spec: {...each.spec, runPolicy: 'Always', readiness}} : each,
  );
  host.write(`${name}.yaml`, yamlFile(...ready));
  await host.waitFor(
    'half a disk to be refused',
    () => host.condition(name, 'Degraded') === 'True DiskMismatch',
  );
  expect(host.qemuPid(name)).toBeUndefined();
  makeWhole(disk);
  await host.ready(name);
  expect(host.vm(name).status.disks.map(({path}) => path)).toEqual([disk]);
  // It wrote to the disk that it was given: the count is kept there.
  expect(host.console(name).bootCount).toBe(1);
};

beforeAll(async () => {
  host = await startHost();
  root = join(host.manifestsDir, '..');
  await host.daemon.start('--resync', '2s');
}, 180_000);

afterAll(() => host.close());

test(
  'a running QEMU is adopted by its pid, and once it is gone its manifest boots its disk',
  async () => {
    const {kernel, initrd} = await sharedGuest();
    const disk = await diskOf('by-hand');
    const pidFile = join(root, 'by-hand/pid');
    // -S: what it was started with is all that counts here.
    host.inside(
      'qemu-system-x86_64',
      ...['-name', 'by-hand', '-machine', 'q35', '-accel', 'tcg', '-m', '160', '-smp', 'sockets=1,cores=2'],
      ...['-kernel', kernel, '-initrd', initrd, '-append', 'console=ttyS0 quiet', '-S', '-display', 'none'],
      ...['-drive', `file=${disk},format=qcow2,if=none,id=d`, '-nic', 'none', '-serial', 'none'],
      ...['-device', 'virtio-blk-pci,drive=d,serial=root'],
      ...['-daemonize', '-pidfile', pidFile],
    );
    const pid = fs.readFileSync(pidFile, 'utf8').trim();
    const told = await host.ok('adopt', pid);
    expect(told).toContain('it stands on another file');
    const adopted = read(told);
    expect(adopted.map(({kind}) => kind)).toEqual(['Image', 'Image', 'VirtualMachine']);
    expect(adopted.at(-1)?.spec).toMatchObject({runPolicy: 'Halted', cpu: {count: 2}});
    process.kill(Number(pid), 'SIGKILL');
    await takeOver('by-hand', disk, adopted);
    expect(host.console('by-hand').cpus).toBe(2);
    await host.ok('stop', 'by-hand', '--now');
  },
  timeoutMs,
);

test(
  'a domain as virsh dumpxml writes it passes validate and runs',
  async () => {
    const {kernel, initrd} = await sharedGuest();
    const disk = await diskOf('domain');
    const given = fs.readFileSync('test/fixtures/libvirt-9.0/kernel-boot.xml', 'utf8');
    const ofDisk = `<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='${disk}'/><target dev='vda' bus='virtio'/><serial>root</serial></disk>`;
    const xml = given
      .replace('/boot/vmlinuz', kernel)
      .replace('/boot/initrd.img', initrd)
      .replace("<controller type='usb'", `${ofDisk}$&`);
    fs.writeFileSync(join(root, 'domain.xml'), xml);
    const file = join(root, 'domain/domain.yaml');
    await host.ok('adopt', join(root, 'domain.xml'), '--output', file);
    await host.ok('validate', file);
    await takeOver('kernel-boot', disk, read(fs.readFileSync(file, 'utf8')));
    // What no manifest says was told, and the card of another model is one that the guest knows.
    expect(fs.readFileSync(file, 'utf8')).toContain('model rtl8139 is virtio here');
    expect(host.console('kernel-boot').links.map(({mac}) => mac)).toEqual(['52:54:00:93:e8:b9']);
  },
  timeoutMs,
);
