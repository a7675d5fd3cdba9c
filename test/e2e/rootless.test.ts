// vmlet as an ordinary user: a guest all the same, on user networking, and no silence about what that lacks.
import {afterAll, beforeAll, expect, test} from '@jest/globals';
import {readFileSync, statSync} from 'node:fs';
import {startHost, vmManifest} from './harness.ts';
import type {E2eHost} from './harness.ts';

const user = 65_534;

let host: E2eHost;

beforeAll(async () => {
  host = await startHost({user});
  host.write('web.yaml', vmManifest('web', {address: '10.77.0.11/24'}));
  await host.daemon.start();
}, 60_000);

afterAll(() => host.close());

const conditionOf = (kind: string, name: string, type: string) =>
  host.status(kind, name)?.status.conditions.find(each => each.type === type);

test('a VM that asks for a network boots on user networking, as the user who runs vmlet', async () => {
  await host.ready('web');
  expect(host.console('web').disks.map(disk => disk.serial)).toEqual(['root']);
  const pid = host.qemuPid('web');
  const facts = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  expect(facts).toMatch(new RegExp(`^Uid:\\s+${String(user)}\\s`, 'm'));
  expect(facts).toMatch(/^CapEff:\s+0+$/m);
  expect(facts).toMatch(/^NoNewPrivs:\s+1$/m);
  expect(facts).toMatch(/^Seccomp:\s+2$/m);
  expect(readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8')).toMatch(/"type":"user"/);
}, 120_000);

test('what is missing and why is said at start, by the VM and by the network, and no link is made', () => {
  expect(host.daemon.log()).toMatch(/without root.*user networking/);
  for (const [kind, name] of [
    ['VirtualMachine', 'web'],
    ['Network', 'lan'],
  ] as const) {
    const degraded = conditionOf(kind, name, 'Degraded');
    expect(`${String(degraded?.status)} ${String(degraded?.reason)}`).toBe('True UserNetworking');
    expect(degraded?.message).toMatch(/root/);
  }
  expect(host.links()).toEqual([]);
});

test('nobody else can enter what belongs to the user', () => {
  for (const path of [host.paths.stateDir, host.paths.runtimeDir, host.paths.vmsDir, host.paths.recordsDir]) {
    const {mode, uid} = statSync(path);
    expect(uid).toBe(user);
    expect(mode & 0o022).toBe(0);
  }
  expect(statSync(host.paths.disk(host.uid('web'), 'root')).mode & 0o077).toBe(0);
});

test('the guest goes on while the daemon is away, and is stopped when its manifest goes', async () => {
  const before = host.qemuPid('web');
  await host.daemon.kill9();
  await host.daemon.start();
  await host.ready('web');
  expect(host.qemuPid('web')).toBe(before);
  host.remove('web.yaml');
  await host.waitFor('the VM to be gone', () => host.vm('web').status.phase === 'Removed');
  expect(host.qemuPid('web')).toBeUndefined();
}, 120_000);
