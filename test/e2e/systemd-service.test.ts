// The packaged service on a host where systemd is pid 1: installed the documented way, started, restarted, killed,
// refused, taken away. A guest that runs never notices.
import {afterAll, beforeAll, describe, expect, jest, test} from '@jest/globals';
import * as fs from 'node:fs';
import {join} from 'node:path';
import {networkManifest, vmManifest} from './manifests.ts';
import {makeSystemdHost} from './systemd-container.ts';
import type {SystemdHost, SystemdStatus} from './systemd-container.ts';

// Its waits end by themselves, and say what they waited for.
jest.setTimeout(180_000);

let host: SystemdHost;
let first: SystemdStatus;

beforeAll(async () => {
  host = await makeSystemdHost();
  host.write('lan.yaml', networkManifest('lan', 'vmlet-sd', '10.91.0.1/24'));
  host.write('served.yaml', vmManifest('served', {address: '10.91.0.2/24'}));
  host.write('nat.yaml', vmManifest('nat', {spec: {interfaces: [{name: 'wan', user: {}}]}}));
  await host.boot();
  host.install();
  first = (await host.ready('served', 'nat'))[0] as SystemdStatus;
}, 240_000);

afterAll(() => host.close(), 60_000);

/** Ready by the word of another daemon than `before`'s, and the very guest of the beginning. */
const servedOn = async (before: SystemdStatus): Promise<SystemdStatus> => {
  const seen = await host.until(
    'served',
    ({daemon, conditions}) =>
      daemon.pid !== before.daemon.pid &&
      conditions.some(each => each.type === 'Ready' && each.status === 'True'),
  );
  expect(seen).toMatchObject({pid: first.pid, restarts: 0, lastError: null});
  const {bootIds, uptimeS} = host.guest('served');
  expect(bootIds).toHaveLength(1);
  // It goes on counting; a guest that stood still or began anew would not get there.
  await host.guestGetsTo('served', (uptimeS ?? 0) + 2);
  return seen;
};

const result = (unit: string): string[] =>
  ['ActiveState', 'ExecMainStatus', 'NRestarts'].map(name => host.property(unit, name));

const untilFailed = (unit: string): Promise<void> =>
  host.wait(`${unit} fails`, () => host.property(unit, 'ActiveState') === 'failed');

describe('systemd-analyze security', () => {
  // Before any reload: a transient unit that systemd reads again from its file has lost RestrictNamespaces in the rating.
  const exposure = (unit: string): number => {
    const text = host.run('systemd-analyze', 'security', '--no-pager', unit);
    return Number(/Overall exposure level for \S+: ([\d.]+)/.exec(text)?.[1]);
  };

  test('rates the daemon at most 4.0, a VM at most 2.0, and what ends the guests at most 4.0', () => {
    expect(exposure('vmlet.service')).toBeLessThanOrEqual(4);
    expect(exposure('vmlet-guests.service')).toBeLessThanOrEqual(4);
    expect(exposure(host.unit('served'))).toBeLessThanOrEqual(2);
    // The internet sockets of its user networking are what it has more.
    expect(exposure(host.unit('nat'))).toBeLessThanOrEqual(2.5);
  });
});

describe('installed', () => {
  test('a second install changes nothing and restarts nothing', () => {
    const pid = host.property('vmlet.service', 'MainPID');
    expect(host.install()).toBe('vmlet: it is installed and runs already\n');
    expect(host.property('vmlet.service', 'MainPID')).toBe(pid);
    expect(host.run('vmlet', 'get', 'vm/served')).toContain('Running');
    for (const unit of ['vmlet.service', 'vmlet-guests.service'])
      expect(host.run('systemctl', 'is-enabled', unit)).toBe('enabled\n');
  });

  test('everything it installed belongs to root and may be changed by nobody else', () => {
    const loose = ['(', '!', '-user', 'root', '-o', '-perm', '/022', ')', '!', '-type', 'l', '-print'];
    expect(host.run('find', '/opt/vmlet', '/etc/systemd/system', '/etc/vmlet', ...loose)).toBe('');
    expect(host.run('find', '/opt/vmlet', '!', '-perm', '-004', '-print')).toBe('');
  });

  test('the guests cannot be stopped by a stray command to the unit that ends them with the host', async () => {
    expect(host.attempt('systemctl', 'restart', 'vmlet-guests').code).not.toBe(0);
    expect(host.status('served')?.pid).toBe(first.pid);
  });
});

describe('the service of a VM', () => {
  test('is in vmlet.slice, hangs on no other unit, and is behind walls of its own', () => {
    const unit = host.unit('served');
    // What a package upgrade does to systemd: units are read again from their files, also those of machines.
    host.systemctl('daemon-reload');
    expect(host.property(unit, 'LoadState')).toBe('loaded');
    expect(host.property(unit, 'Slice')).toBe('vmlet.slice');
    expect(host.property(unit, 'MainPID')).toBe(String(first.pid));
    expect(host.property(unit, 'Before').split(' ')).toContain('vmlet-guests.service');
    for (const bond of ['PartOf', 'BindsTo', 'Requires', 'ConsistsOf', 'BoundBy', 'RequiredBy'])
      expect(`${bond}=${host.property(unit, bond)}`).not.toMatch(/vmlet(-guests)?\.service/);
    const facts = host.run('cat', `/proc/${String(first.pid)}/status`);
    expect(facts).toMatch(/^Uid:\t(2\d{5})\t\1\t\1\t\1$/m);
    expect(facts).toMatch(/^NoNewPrivs:\t1$/m);
    expect(facts).toMatch(/^Seccomp:\t2$/m);
    for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb'])
      expect(facts).toMatch(new RegExp(`^${set}:\t0{16}$`, 'm'));
  });

  test('sees a /dev with the devices of a guest and none of the host', () => {
    const devices = host.run(
      'find',
      `/proc/${String(first.pid)}/root/dev`,
      ...['!', '-type', 'd', '!', '-type', 'l'],
      '-printf',
      '%P\n',
    );
    const allowed =
      /^(null|zero|full|u?random|tty|ptmx|pts\/(ptmx|\d+)|kvm|net\/tun|vhost-net|vhost-vsock)?$/;
    expect(devices).toContain('net/tun\n');
    expect(devices.split('\n').filter(name => !allowed.test(name))).toEqual([]);
  });
});

test('user networking works within the walls, and cannot be added to a machine that was started without', async () => {
  await host.wait('the guest gets its address from QEMU', () =>
    host.guest('nat').addresses.some(({address}) => address === '10.0.2.15/24'),
  );
  const interfaces = [
    {name: 'lan', tap: {network: 'lan'}, addresses: ['10.91.0.2/24']},
    {name: 'wan', user: {}},
  ];
  host.write('served.yaml', vmManifest('served', {spec: {interfaces}}));
  const {pendingChanges} = await host.until('served', seen => seen.pendingChanges.length > 0);
  expect(pendingChanges).toMatchObject([{path: 'spec.interfaces[wan]', disruption: 'restart'}]);
  host.write('served.yaml', vmManifest('served', {address: '10.91.0.2/24'}));
  await host.until('served', seen => seen.pendingChanges.length === 0);
});

describe('within its walls the daemon', () => {
  test('can try KVM: what it finds out is about KVM, not about the walls', async () => {
    if (!fs.existsSync('/dev/kvm')) {
      expect(first.accelerator).toBe('tcg');
      return;
    }
    const verdict = host.attempt('cat', '/run/vmlet/accelerator.json').output;
    expect(verdict).toMatch(/KVM (ran|with)/);
    expect(verdict).not.toContain('sandbox');
  });

  test('adds a disk to the running guest', async () => {
    const disks = [
      {name: 'root', image: 'tiny-disk', size: '128Mi'},
      {name: 'more', image: 'tiny-disk', size: '128Mi'},
    ];
    host.write('served.yaml', vmManifest('served', {address: '10.91.0.2/24', spec: {disks}}));
    await host.wait('the guest sees the disk', () => host.guest('served').disks.length === 2);
    expect(host.status('served')).toMatchObject({pid: first.pid, lastError: null});
  });
});

describe('the guest runs on', () => {
  test('when the daemon is restarted', async () => {
    const before = host.status('served') as SystemdStatus;
    host.systemctl('restart', 'vmlet');
    await servedOn(before);
  });

  test('when the daemon is killed, which systemd starts again', async () => {
    const before = host.status('served') as SystemdStatus;
    host.systemctl('kill', '--signal=KILL', 'vmlet');
    await servedOn(before);
    expect(host.property('vmlet.service', 'NRestarts')).toBe('1');
  });

  test('when the daemon is stopped, and nothing starts it again', async () => {
    const before = host.status('served') as SystemdStatus;
    host.systemctl('stop', 'vmlet');
    expect(result('vmlet.service')[0]).toBe('inactive');
    expect(host.property(host.unit('served'), 'ActiveState')).toBe('active');
    host.systemctl('start', 'vmlet');
    await servedOn(before);
  });
});

describe('systemd does not try again what trying does not mend', () => {
  test('a second instance ends with 75 and names the first', async () => {
    const text = fs.readFileSync(join(host.root, 'etc/systemd/system/vmlet.service'), 'utf8');
    fs.writeFileSync(join(host.root, 'etc/systemd/system/vmlet-second.service'), text);
    host.systemctl('daemon-reload');
    host.systemctl('start', 'vmlet-second');
    await untilFailed('vmlet-second');
    expect(result('vmlet-second.service')).toEqual(['failed', '75', '0']);
    const pid = host.property('vmlet.service', 'MainPID');
    expect(host.run('journalctl', '--no-pager', '-u', 'vmlet-second')).toContain(`pid ${pid}`);
    expect(host.property('vmlet.service', 'ActiveState')).toBe('active');
    fs.rmSync(join(host.root, 'etc/systemd/system/vmlet-second.service'));
    host.systemctl('daemon-reload');
  });

  test('a bad policy ends it with 78, and once it is mended a start is all it takes', async () => {
    const before = host.status('served') as SystemdStatus;
    const policy = join(host.root, 'etc/vmlet/policy.yaml');
    fs.writeFileSync(policy, 'apiVersion: vmlet.dev/v1alpha1\nkind: HostPolicy\nspec: {nonsense: 1}\n');
    host.systemctl('restart', 'vmlet');
    await untilFailed('vmlet');
    expect(result('vmlet.service')).toEqual(['failed', '78', '0']);
    fs.rmSync(policy);
    host.systemctl('start', 'vmlet');
    await servedOn(before);
  });
});

describe('taken away', () => {
  test('it is not while guests run, unless one says that they may run on; installed again, it finds them', async () => {
    const before = host.status('served') as SystemdStatus;
    const refusal = host.attempt('node', '/opt/vmlet/current/controller/install/install.js', '--uninstall');
    expect(refusal.code).toBe(1);
    expect(refusal.output).toContain('2 guests run');
    expect(host.property('vmlet.service', 'ActiveState')).toBe('active');
    expect(host.install('--uninstall', '--leave-guests')).toContain('kept: /etc/vmlet');
    expect(host.property(host.unit('served'), 'ActiveState')).toBe('active');
    for (const unit of ['vmlet', 'vmlet-guests']) expect(host.property(unit, 'ActiveState')).toBe('inactive');
    expect(host.attempt('ls', '/opt/vmlet').code).not.toBe(0);
    expect(host.attempt('sh', '-c', 'command -v vmlet').code).not.toBe(0);
    host.install();
    await servedOn(before);
  });

  test('`vmlet down` stops the guest and ends the daemon, and systemd leaves it so until a start', async () => {
    const restarts = host.property('vmlet.service', 'NRestarts');
    host.run('vmlet', 'down');
    expect(host.run('systemctl', 'list-units', '--plain', '--no-legend', 'vmlet-vm-*').trim()).toBe('');
    await host.wait('the daemon ends', () => host.property('vmlet.service', 'ActiveState') === 'inactive');
    expect(host.guest('served').events).toEqual(['power-button']);
    // A restart that is due would make it activating, not inactive.
    expect(result('vmlet.service')).toEqual(['inactive', '0', restarts]);
    host.systemctl('start', 'vmlet');
    const again = await host.until(
      'served',
      ({pid, conditions}) =>
        pid !== first.pid && conditions.some(each => each.type === 'Ready' && each.status === 'True'),
    );
    expect(again.lastError).toBeNull();
    expect(host.guest('served').bootCount).toBe(2);
  });
});
