// The yardstick `libvirt`: libvirtd and virtlogd of this machine's packages on directories of their own, driven by virsh, four
// in parallel, which was its best. Machines as its users have them: transient domains on q35, overlays by qemu-img.
import {spawn, spawnSync} from 'node:child_process';
import {cpSync, existsSync, mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {timed} from './lab.js';
import {until} from './vmlet.js';

export const libvirtMissing = 'install libvirt-daemon-system and libvirt-clients';

const daemons = ['/usr/sbin/virtlogd', '/usr/sbin/libvirtd'];
const parallel = '4';

export const hasLibvirt = () => [...daemons, '/usr/bin/virsh'].every(path => existsSync(path));

/** Start the daemons; resolves with the yardstick. We are in a mount namespace of our own: what is mounted here ends with it. */
export const openLibvirt = async (lab, guest, bridge) => {
  const place = lab.place('libvirt');
  cpSync('/etc/libvirt', join(place, 'etc'), {recursive: true});
  // No users and no labels to set up for a state directory of ours; the rest is as the packages have it.
  const settings = 'user = "root"\ngroup = "root"\nsecurity_driver = "none"\ndynamic_ownership = 0\n';
  writeFileSync(join(place, 'etc/qemu.conf'), settings);
  run('mount', ['--bind', join(place, 'etc'), '/etc/libvirt']);
  for (const name of ['lib', 'cache', 'log']) {
    mkdirSync(join(place, name));
    mkdirSync(`/var/${name}/libvirt`, {recursive: true});
    run('mount', ['--bind', join(place, name), `/var/${name}/libvirt`]);
  }
  for (const daemon of daemons) {
    const child = spawn(daemon, [], {stdio: 'ignore'});
    lab.opened(() => child.kill('SIGKILL'));
  }
  lab.opened(removeCgroups(cgroups()));
  await until('libvirtd', () => spawnSync('virsh', ['-q', 'list']).status === 0);
  return count => measure(lab.place('domains'), guest, bridge, count);
};

/** The cgroups of its machines, one in each hierarchy, are the host's and not the namespace's. */
const cgroups = () =>
  spawnSync('find', ['/sys/fs/cgroup', '-depth', '-path', '*/machine*', '-type', 'd'], {encoding: 'utf8'});

const removeCgroups = before => () => {
  const known = new Set(before.stdout.split('\n'));
  const own = cgroups()
    .stdout.split('\n')
    .filter(path => !known.has(path));
  spawnSync('rmdir', own, {stdio: 'ignore'});
};

const measure = (place, guest, bridge, count) => {
  for (let index = 1; index <= count; index += 1)
    writeFileSync(join(place, `v${index}.xml`), domain(place, guest, bridge, `v${index}`));
  const each = step =>
    timed(() =>
      run('sh', ['-c', `seq -f 'v%g' ${count} | xargs -P ${parallel} -I NAME sh -ec '${step}'`], place),
    );
  return {
    upMs: each(
      `qemu-img create -q -f qcow2 -b ${guest.image} -F qcow2 NAME.qcow2; virsh -q create NAME.xml --paused >/dev/null`,
    ),
    downMs: each('virsh -q destroy NAME >/dev/null'),
  };
};

const domain = (place, guest, bridge, name) => `<domain type="qemu">
  <name>${name}</name><memory unit="MiB">64</memory><vcpu>1</vcpu>
  <os><type arch="x86_64" machine="q35">hvm</type></os>
  <devices>
    <disk type="file" device="disk"><driver name="qemu" type="qcow2"/><source file="${join(place, name)}.qcow2"/>
      <target dev="vda" bus="virtio"/></disk>
    <interface type="bridge"><source bridge="${bridge}"/><model type="virtio"/></interface>
    <serial type="pty"/>
  </devices>
</domain>
`;

const run = (command, args, cwd) => {
  const {status, stderr, error} = spawnSync(command, args, {cwd, encoding: 'utf8'});
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr}`);
};
