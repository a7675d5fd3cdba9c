// Revisions with a real guest: one that boots and is never ready gives way, one is gone back to, a variant is booted once.
import {afterAll, beforeAll, expect, test} from '@jest/globals';
import {startHost, vmManifest} from './harness.ts';
import type {E2eHost} from './harness.ts';

let host: E2eHost;

const update = {approval: 'Automatic', onFailure: 'Rollback', deadline: '30s'};
const variants = [{name: 'rescue', cmdline: ['quiet', 'vmlet.rescue=1']}];

const write = (memory: string, cmdline: readonly string[] = []): void =>
  host.write('web.yaml', vmManifest('web', {memory, cmdline, spec: {update, variants}}));

const revisions = () => host.vm('web').status.revisions;

const kernelSees = async (word: string): Promise<void> => {
  await host.shell('web', 'cat /proc/cmdline');
  await host.waitFor(`the kernel to be told ${word}`, () => host.console('web').text.includes(word));
};

beforeAll(async () => {
  host = await startHost();
  write('160Mi');
  await host.daemon.start();
  await host.ready('web');
}, 180_000);

afterAll(() => host.close());

test('an edit with which the guest boots and is never ready gives way to what was, with the evidence', async () => {
  write('160Mi', ['init=/bin/sh']);
  await host.waitFor('the edit to be booted', () => revisions().booted === 2, {timeoutMs: 120_000});
  await host.waitFor('what was to come back', () => revisions().booted === 3, {timeoutMs: 180_000});
  await host.waitFor('it to be ready', () => host.condition('web', 'Ready')?.startsWith('True'), {
    timeoutMs: 120_000,
  });
  expect(host.condition('web', 'Degraded')).toBe('True RolledBack');
  expect(host.vm('web').status.rollback).toMatchObject({
    to: 1,
    from: 2,
    by: 'HealthGate',
    why: '"VMLET-GUEST ready" did not appear on its console within 30 s',
  });
  expect(host.vm('web').status.pendingChanges.map(({path}) => path)).toEqual(['spec.boot.cmdline']);
  expect(await host.ok('describe', 'web')).toContain('Rolled back:');
}, 400_000);

test('the next edit ends that, and history and diff tell of all of it', async () => {
  write('192Mi');
  await host.waitFor('the edit to be booted', () => revisions().booted === 4, {timeoutMs: 120_000});
  await host.ready('web');
  expect(host.vm('web').status.rollback).toBeNull();
  const history = await host.ok('history', 'vm/web');
  expect(history).toMatch(/^3 .*previous/m);
  expect(history).toMatch(/^4 .*booted .*web\.yaml/m);
  const diff = JSON.parse(await host.ok('diff', 'vm/web', '--from', '2', '--to', '4', '-o', 'json')) as {
    changes: {path: string; disruption: string}[];
  };
  expect(diff.changes.map(({path, disruption}) => `${path} ${disruption}`)).toEqual([
    'spec.boot.cmdline restart',
    'spec.memory.size restart',
  ]);
}, 300_000);

test('a person goes back, which lasts until they end it', async () => {
  await host.ok('rollback', 'vm/web', '--to', '1');
  await host.waitFor('another revision', () => revisions().booted === 5, {timeoutMs: 120_000});
  await host.waitFor('less memory in the guest', () => {
    const {ready, memKib} = host.console('web');
    return ready && (memKib ?? Infinity) < 165 * 1024;
  });
  expect(host.condition('web', 'RestartRequired')).toBe('True RolledBack');
  await host.ok('rollback', 'vm/web', '--undo');
  await host.waitFor('the manifest to count again', () => revisions().booted === 6, {timeoutMs: 120_000});
  await host.ready('web');
}, 300_000);

test('a variant is booted once, and the machine itself after it', async () => {
  await host.ok('boot', 'vm/web', '--variant', 'rescue');
  await host.waitFor('the variant', () => host.vm('web').status.variant === 'rescue', {timeoutMs: 120_000});
  await host.ready('web');
  await kernelSees('vmlet.rescue=1');
  await host.ok('restart', 'vm/web');
  await host.waitFor('the machine itself', () => revisions().booted === 6, {timeoutMs: 120_000});
  await host.ready('web');
  expect(host.vm('web').status.variant).toBeNull();
  expect(host.console('web').text).not.toContain('vmlet.rescue=1');
}, 300_000);
