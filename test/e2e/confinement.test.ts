// What a guest that took over its hypervisor would find: as good as nothing. And what the host may do to a stopped VM's
// files without vmlet making it worse: disks and images are never replaced behind one's back.
import {afterAll, beforeAll, describe, expect, test} from '@jest/globals';
import {createHash} from 'node:crypto';
import * as fs from 'node:fs';
import {join} from 'node:path';
import {sharedGuest} from '../fixtures/guest.ts';
import {startHost, vmManifest, yamlFile} from './harness.ts';
import type {E2eHost} from './harness.ts';
import {program} from './program.ts';

let host: E2eHost;

const root = {name: 'root', image: 'tiny-disk', size: '128Mi'};
const seed = {name: 'seed', image: 'tiny-disk', readOnly: true};

const pidOf = (vm: string): number => {
  const pid = host.qemuPid(vm);
  if (pid === undefined) throw new Error(`${vm} does not run`);
  return pid;
};

const proc = (vm: string, file: string): string =>
  fs.readFileSync(`/proc/${String(pidOf(vm))}/${file}`, 'utf8');

const processStatus = (vm: string): Record<string, string> =>
  Object.fromEntries(
    proc(vm, 'status')
      .split('\n')
      .map(line => line.split(':\t') as [string, string]),
  );

const userOf = (vm: string): string => processStatus(vm)['Uid']?.split('\t')[0] ?? '';

const digestOf = (path: string): string => createHash('sha256').update(fs.readFileSync(path)).digest('hex');

/** Run a command as the user of `vm`, with nothing else; its error output when it fails. */
const asUserOf = (vm: string, ...command: string[]): string => {
  const user = userOf(vm);
  const drop = [
    `--reuid=${user}`,
    `--regid=${user}`,
    '--clear-groups',
    '--bounding-set=-all',
    '--inh-caps=-all',
  ];
  try {
    host.inside('setpriv', ...drop, ...command);
    return 'allowed';
  } catch (thrown) {
    return (thrown as {stderr: string}).stderr;
  }
};

beforeAll(async () => {
  host = await startHost();
  host.write('a.yaml', vmManifest('a', {address: '10.77.0.11/24', spec: {disks: [root, seed]}}));
  host.write('b.yaml', vmManifest('b', {address: '10.77.0.12/24'}));
  await host.daemon.start('--resync', '2s');
  await host.ready('a', 'b');
}, 120_000);

afterAll(() => host.close());

describe('the hypervisor of a running guest', () => {
  test('is a user of its own, without groups, capabilities or a way to get any, behind a system call filter', () => {
    for (const vm of ['a', 'b']) {
      const facts = processStatus(vm);
      expect(new Set([...(facts['Uid'] ?? '').split('\t'), ...(facts['Gid'] ?? '').split('\t')])).toEqual(
        new Set([userOf(vm)]),
      );
      expect(facts['Groups']?.trim()).toBe('');
      for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb'])
        expect(Number(facts[set])).toBe(0);
      expect(facts['NoNewPrivs']).toBe('1');
      expect(facts['Seccomp']).toBe('2');
    }
    expect(userOf('a')).not.toBe('0');
    expect(userOf('a')).not.toBe(userOf('b'));
  });

  test('has a session and cgroups of its own', () => {
    const stat = proc('a', 'stat');
    expect(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[3]).toBe(String(pidOf('a')));
    const own = proc('a', 'cgroup')
      .split('\n')
      .filter(line => line.endsWith(`/vmlet/${host.uid('a')}`));
    expect(own.length).toBeGreaterThan(0);
    expect(proc('b', 'cgroup')).not.toContain(host.uid('a'));
  });

  test('inherits nothing: no environment but a path, no descriptors but its own', () => {
    const names = proc('a', 'environ')
      .split('\0')
      .flatMap(entry => (entry === '' ? [] : [entry.split('=')[0]]));
    expect(names.sort()).toEqual(['HOME', 'LC_ALL', 'PATH', 'PWD']);
    const directory = `/proc/${String(pidOf('a'))}/fd`;
    const open = fs.readdirSync(directory).map(fd => fs.readlinkSync(join(directory, fd)));
    const {logs, disks} = host.paths.vm(host.uid('a'));
    const expected = (target: string): boolean =>
      ['/dev/null', '/dev/net/tun'].includes(target) ||
      /^(socket|anon_inode):/.test(target) ||
      [logs, disks, host.paths.imagesDir].some(path => target.startsWith(`${path}/`));
    expect(open.filter(target => !expected(target))).toEqual([]);
  });

  test('was started by an absolute path, sandboxed, without defaults, and with no shell or wrapper left of it', () => {
    const argv = proc('a', 'cmdline').split('\0');
    expect(argv[0]).toMatch(/^\/.*qemu-system-/);
    expect(fs.readlinkSync(`/proc/${String(pidOf('a'))}/exe`)).toBe(fs.realpathSync(argv[0] ?? ''));
    for (const word of ['-nodefaults', '-no-user-config', '-S']) expect(argv).toContain(word);
    expect(argv[argv.indexOf('-sandbox') + 1]).toBe(
      'on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny',
    );
    expect(fs.readdirSync(`/proc/${String(pidOf('a'))}/task`).length).toBeGreaterThan(0);
    expect(proc('a', `task/${String(pidOf('a'))}/children`).trim()).toBe('');
  });

  test('sees the namespaces of the daemon, but for a mount namespace where its tun node must be its own', () => {
    const namespace = (pid: number | string, kind: string): string =>
      fs.readlinkSync(`/proc/${String(pid)}/ns/${kind}`);
    const daemonPid = host.daemon.pid() ?? 'self';
    for (const kind of ['net', 'pid', 'user', 'ipc', 'uts'])
      expect(namespace(pidOf('a'), kind)).toBe(namespace(daemonPid, kind));
    const isOwn = namespace(pidOf('a'), 'mnt') !== namespace(daemonPid, 'mnt');
    if (isOwn) expect(namespace(pidOf('a'), 'mnt')).not.toBe(namespace(pidOf('b'), 'mnt'));
    const mounts = (pid: number | string): string[] =>
      fs
        .readFileSync(`/proc/${String(pid)}/mountinfo`, 'utf8')
        .split('\n')
        .map(line => line.split(' ')[4] ?? '');
    const daemon = mounts(daemonPid);
    expect(mounts(pidOf('a')).filter(place => !daemon.includes(place))).toEqual(isOwn ? ['/dev/net'] : []);
  });

  test('dumps no core, makes no file that others can read, stands where its sockets are, and is no favourite', () => {
    expect(proc('a', 'limits')).toMatch(/^Max core file size +0 +0 /m);
    expect(processStatus('a')['Umask']).toBe('0077');
    expect(fs.readlinkSync(`/proc/${String(pidOf('a'))}/cwd`)).toBe(host.paths.vm(host.uid('a')).runtime);
    expect(fs.readlinkSync(`/proc/${String(pidOf('a'))}/root`)).toBe('/');
    expect(proc('a', 'oom_score_adj').trim()).toBe('0');
    const values = proc('a', 'environ').split('\0');
    expect(values).toContain('HOME=/nonexistent');
    expect(values).toContain('LC_ALL=C');
  });

  test('does not get what whoever started vmlet left open', () => {
    // Node itself closes what it inherits, but only up to the first gap above 15.
    const launch = `const {systemProcesses} = await import(${JSON.stringify(join(program, '../host/process.js'))});
      const {readlinkSync} = await import('node:fs');
      const wish = {argv: ['sleep', '60'], logPath: '/dev/null', cwd: '/'};
      const {pid} = await systemProcesses().launch(wish, () => undefined);
      console.log(readlinkSync('/proc/' + pid + '/fd/100'));
      process.exit();`;
    const node = [process.execPath, '--input-type=module', '-e', launch];
    expect(host.inside('bash', '-c', 'exec 100</etc/passwd; exec "$@"', 'bash', ...node)).toBe('/dev/null\n');
  });

  test('cannot read the disk of another VM, what vmlet remembers, or speak to its sockets', () => {
    const other = host.paths.vm(host.uid('a'));
    const files = [
      host.paths.disk(host.uid('a'), 'root'),
      other.consoleLog,
      host.paths.record({kind: 'VirtualMachine', namespace: 'default', name: 'b'}),
      host.paths.revision(host.uid('b'), 1),
      host.paths.hostFile,
      host.paths.eventsFile,
    ];
    for (const file of files) {
      expect(fs.existsSync(file)).toBe(true);
      expect(asUserOf('b', 'cat', file)).toContain('Permission denied');
    }
    for (const socket of [other.qmpSocket, other.consoleSocket, host.paths.apiSocket])
      expect(asUserOf('b', 'curl', '-sS', '-m', '2', '--unix-socket', socket, 'http://x/')).toMatch(
        /curl: \(7\)/,
      );
  });

  test('cannot replace its own sockets or logs with links that the daemon would follow', () => {
    const own = host.paths.vm(host.uid('b'));
    for (const path of [own.qmpSocket, own.consoleSocket, own.consoleLog, own.vmmLog])
      expect(asUserOf('b', 'ln', '-sfn', '/etc/passwd', path)).toContain('Permission denied');
    expect(asUserOf('b', 'cat', own.vmmLog)).toContain('Permission denied');
  });
});

test('a read-only disk is read-only for the guest, and a write is refused', async () => {
  expect(host.console('a').disks.find(disk => disk.serial === 'seed')?.readOnly).toBe(true);
  expect(host.console('a').disks.find(disk => disk.serial === 'root')?.readOnly).toBe(false);
  const overlay = host.paths.disk(host.uid('a'), 'seed');
  const before = digestOf(overlay);
  // What the driver of the guest would refuse, it is told to try: the answer of the hypervisor counts.
  const disk = '/dev/disk/by-id/virtio-seed';
  await host.type(
    'a',
    `blockdev --setrw ${disk}; dd if=/dev/zero of=${disk} bs=4096 count=1 conv=fsync || echo refus""ed\n`,
  );
  await host.waitFor('the refusal', () => /^refused/m.test(host.console('a').text));
  expect(digestOf(overlay)).toBe(before);
}, 60_000);

test('a base image is read-only and what it was, whatever guests write to their disks', async () => {
  await host.type('b', 'dd if=/dev/zero of=/fill bs=65536 count=100; sync; echo wri""tten\n');
  await host.waitFor('the write', () => /^written/m.test(host.console('b').text));
  for (const name of fs.readdirSync(host.paths.imagesDir).filter(each => !each.endsWith('.json'))) {
    const path = join(host.paths.imagesDir, name);
    expect(fs.statSync(path).mode & 0o777).toBe(0o444);
    expect(`sha256-${digestOf(path)}`).toBe(name);
  }
}, 60_000);

test('the console log of a chatty guest stays bounded', async () => {
  const {consoleLog} = host.paths.vm(host.uid('b'));
  const limit = 1024 * 1024;
  await host.type('b', 'while :; do yes chatty-chatty-chatty-chatty-chatty | head -n 20000; done &\n');
  await host.waitFor('its log to be cut', () => fs.existsSync(`${consoleLog}.1`));
  const kept = fs.statSync(`${consoleLog}.1`);
  await host.waitFor('it to be cut again', () => fs.statSync(`${consoleLog}.1`).ino !== kept.ino);
  expect(fs.statSync(`${consoleLog}.1`).size).toBeLessThanOrEqual(limit);
  expect(host.condition('b', 'Ready')).toMatch(/^True/);
  await host.ok('stop', 'b', '--now');
}, 120_000);

test('an overlay that is gone is named and never made anew: the VM starts when it is put back', async () => {
  const overlay = host.paths.disk(host.uid('a'), 'root');
  await host.ok('stop', 'a');
  await host.waitFor('a to be stopped', () => host.vm('a').status.phase === 'Stopped');
  fs.renameSync(overlay, `${overlay}.away`);
  await host.ok('start', 'a');
  await host.waitFor('the condition', () => host.condition('a', 'Degraded') === 'True DiskMissing');
  expect(fs.existsSync(overlay)).toBe(false);
  expect(host.qemuPid('a')).toBeUndefined();
  fs.renameSync(`${overlay}.away`, overlay);
  await host.ready('a');
  expect(host.console('a').bootCount).toBe(2);
}, 120_000);

test('no VM starts on an image that was changed, and it does once the image is whole again', async () => {
  const {disk} = await sharedGuest();
  const source = join(host.manifestsDir, '..', 'own.qcow2');
  const at = (path: string) =>
    yamlFile({
      apiVersion: 'vmlet.dev/v1alpha1',
      kind: 'Image',
      metadata: {name: 'own'},
      spec: {format: 'qcow2', source: {file: {path}}},
    });
  // One byte more than the shared one: another image by content.
  fs.copyFileSync(disk, source);
  fs.appendFileSync(source, '\0');
  host.write('own.yaml', at(source));
  host.write('c.yaml', vmManifest('c', {spec: {disks: [{name: 'root', image: 'own'}]}}));
  await host.ready('c');
  await host.ok('stop', 'c', '--now');
  await host.waitFor('c to be stopped', () => host.vm('c').status.phase === 'Stopped');
  fs.renameSync(source, `${source}.away`);
  fs.appendFileSync(join(host.paths.imagesDir, `sha256-${digestOf(`${source}.away`)}`), 'junk');
  await host.ok('start', 'c');
  await host.waitFor(
    'the condition',
    () => host.condition('c', 'DependenciesReady') === 'False ImageNotIntact',
  );
  await host.waitFor('the image to say so', () =>
    host
      .status('Image', 'own')
      ?.status.conditions.some(each => each.type === 'Ready' && each.status === 'False'),
  );
  expect(host.qemuPid('c')).toBeUndefined();
  fs.renameSync(`${source}.away`, source);
  await host.ready('c');
  expect(host.console('c').bootCount).toBe(2);
}, 120_000);

test('preStart runs before every start, and when it fails the VM does not start and its words are shown', async () => {
  const mark = join(host.manifestsDir, '..', 'mark');
  const spec = (command: readonly string[]) => ({spec: {preStart: [{command}]}});
  host.write('d.yaml', vmManifest('d', spec(['sh', '-c', 'echo no license for this one >&2; exit 3'])));
  await host.waitFor('the failure', () => {
    const words = host.vm('d').status.conditions.find(each => each.type === 'Ready')?.message;
    return words?.includes('no license for this one') === true && words.includes('3');
  });
  expect(host.qemuPid('d')).toBeUndefined();
  host.write('d.yaml', vmManifest('d', spec(['sh', '-c', `echo before >>${mark}`])));
  await host.ready('d');
  expect(fs.readFileSync(mark, 'utf8')).toBe('before\n');
}, 120_000);
