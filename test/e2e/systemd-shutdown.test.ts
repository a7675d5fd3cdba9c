// The host goes down and comes back: guests are asked to go, dependents first, and are back after the boot by
// themselves, in their order, with what was theirs. One of them does not listen.
import {afterAll, beforeAll, expect, jest, test} from '@jest/globals';
import * as fs from 'node:fs';
import {join} from 'node:path';
import {vmManifest} from './manifests.ts';
import {makeSystemdHost} from './systemd-container.ts';
import type {SystemdHost} from './systemd-container.ts';

// Its waits end by themselves, and say what they waited for.
jest.setTimeout(240_000);

let host: SystemdHost;

const deaf = {cmdline: ['vmlet.ignore=power-button,ctrl-alt-del', 'vmlet.report=1']};
const vms = ['db', 'app', 'alone'];

/** `app` needs `db` and hears nothing; `alone` needs nobody. */
const manifests = (memory: string): string =>
  [
    vmManifest('db', {memory}),
    vmManifest('app', {...deaf, spec: {dependsOn: [{name: 'db'}], shutdown: {timeout: '3s'}}}),
    vmManifest('alone'),
  ].join('---\n');

beforeAll(async () => {
  host = await makeSystemdHost();
  host.write('vms.yaml', manifests('160Mi'));
  await host.boot();
  host.install();
  await host.ready(...vms);
});

afterAll(() => host.close(), 60_000);

/** When the guest last said something; it stands still once the guest is gone. */
const lastWordMs = (vm: string): number =>
  fs.statSync(join(host.root, 'var/lib/vmlet/logs', host.record(vm).uid, 'console.log')).mtimeMs;

const identityOf = (vm: string): unknown => {
  const {uid, hostUid} = host.record(vm);
  return {uid, hostUid, disks: fs.readdirSync(join(host.root, 'var/lib/vmlet/vms', uid))};
};

/** Every start of a VM that the journal tells of, oldest first; it is kept over boots. */
const startsInOrder = (): string[] =>
  host
    .run('journalctl', '--no-pager', '--output=cat', '--unit=vmlet')
    .split('\n')
    .flatMap(line => /"action":"vm\.start .*"object":"VirtualMachine\/default\/(\w+)"/.exec(line)?.[1] ?? []);

test('a shutdown asks every guest to go, ends one that does not listen, and only then those that it needs', async () => {
  // Waits for approval; a boot of the host is none.
  host.write('vms.yaml', manifests('192Mi'));
  await host.until('db', ({pendingChanges}) => pendingChanges.length === 1);
  await host.powerOff();

  expect(host.guest('db').events).toEqual(['power-button']);
  expect(host.guest('alone').events).toEqual(['power-button']);
  expect(host.guest('app').events).toEqual(['ctrl-alt-del']);
  for (const vm of ['db', 'alone']) expect(host.guest(vm).text).toContain('VMLET-GUEST shutdown uptime=');
  // Asked at once, `db` would have been gone seconds before the patience with `app` was over.
  expect(lastWordMs('db')).toBeGreaterThan(lastWordMs('app'));
  // Nobody waited for it, and it for nobody.
  expect(lastWordMs('alone')).toBeLessThan(lastWordMs('db'));
  for (const vm of vms) expect(host.record(vm)).toMatchObject({run: {lastExit: {cause: 'HostStopped'}}});
});

test('a boot brings them back by themselves, in their order, with their identity and their disks', async () => {
  const before = vms.map(identityOf);
  const startsBefore = vms.length;
  await host.boot();
  const [db] = await host.ready(...vms);
  expect(vms.map(identityOf)).toEqual(before);
  for (const vm of vms) expect(host.guest(vm)).toMatchObject({bootCount: 2});
  const starts = startsInOrder().slice(startsBefore);
  expect([...starts].sort()).toEqual([...vms].sort());
  expect(starts.indexOf('app')).toBeGreaterThan(starts.indexOf('db'));
  expect(db).toMatchObject({restarts: 0, revisions: {booted: 1}});
  expect(db?.pendingChanges).toHaveLength(1);
});

test('guests are shut down with the host also when the daemon was ended long before', async () => {
  host.systemctl('stop', 'vmlet');
  host.systemctl('disable', '--quiet', 'vmlet');
  await host.powerOff();
  for (const vm of ['db', 'alone']) expect(host.guest(vm).events).toEqual(['power-button']);
  for (const vm of vms) expect(host.record(vm)).toMatchObject({run: {lastExit: {cause: 'HostStopped'}}});
});
