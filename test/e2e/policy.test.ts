// What a host gives and when it lets itself be interrupted: its policy, a disruption budget, a window. The machines cost nothing, and
// libfaketime moves the wall clock of the daemon alone.
import {afterAll, beforeAll, expect, test} from '@jest/globals';
import * as fs from 'node:fs';
import {join} from 'node:path';
import {fakeClock} from './fake-clock.ts';
import {startHost, yamlFile} from './harness.ts';
import {idleVm} from './manifests.ts';
import type {E2eHost} from './harness.ts';

let host: E2eHost;
let clock: ReturnType<typeof fakeClock>;

const timeoutMs = 120_000;

/** Put in place by rename, as root would. */
const writePolicy = (memory: string, more = ''): void => {
  const path = join(host.manifestsDir, '../policy.yaml');
  fs.writeFileSync(
    `${path}.new`,
    `limits: {memory: ${memory}}\nallow: {paths: [/srv/vm], extraArgs: false}\n${more}`,
  );
  fs.renameSync(`${path}.new`, path);
};

const web = (name: string, memory: string, update: object = {approval: 'Automatic'}) =>
  idleVm(name, {memory: {size: memory}, update, shutdown: {timeout: '1s'}}, {app: 'web'});

const budget = (limit: object): string =>
  yamlFile({
    apiVersion: 'vmlet.dev/v1alpha1',
    kind: 'DisruptionBudget',
    metadata: {name: 'web'},
    spec: {selector: {matchLabels: {app: 'web'}}, ...limit},
  });

const message = (vm: string, type: string): string =>
  host.vm(vm).status.conditions.find(each => each.type === type)?.message ?? '';

beforeAll(async () => {
  host = await startHost({wrap: root => (clock = fakeClock(root)).wrap});
  clock.jump('@2026-03-02 12:00:00');
  writePolicy('300Mi');
  host.write('web.yaml', yamlFile(web('one', '64Mi'), web('two', '64Mi')));
  await host.daemon.start('--resync', '1s', '--policy', join(host.manifestsDir, '../policy.yaml'));
  await host.ready('one', 'two');
}, timeoutMs);

afterAll(() => host.close());

test(
  'what the policy refuses is not started, names the field that says no, and leaves the others alone',
  async () => {
    const pids = ['one', 'two'].map(name => host.qemuPid(name));
    const greedy = idleVm('greedy', {
      disks: [{name: 'root', file: {path: '/etc/hostname', format: 'raw'}}],
      hypervisor: {qemu: {extraArgs: ['-usb']}},
    });
    host.write('greedy.yaml', yamlFile(greedy));
    await host.waitFor('the refusal', () => host.condition('greedy', 'Admitted') === 'False RefusedByPolicy');
    expect(message('greedy', 'Admitted')).toContain(
      'disk root: /etc/hostname is in no directory of allow.paths',
    );
    expect(message('greedy', 'Admitted')).toContain('extraArgs: allow.extraArgs is false');
    expect(host.qemuPid('greedy')).toBeUndefined();
    expect((await host.cli('plan')).code).toBe(77);
    host.remove('greedy.yaml');
    expect(['one', 'two'].map(name => host.qemuPid(name))).toEqual(pids);
  },
  timeoutMs,
);

test(
  'a machine that does not fit says the arithmetic, and is started when the policy gives more',
  async () => {
    host.write('big.yaml', yamlFile(idleVm('big', {memory: {size: '180Mi'}})));
    await host.waitFor('it to wait', () => host.condition('big', 'Admitted') === 'False Unschedulable');
    expect(message('big', 'Admitted')).toBe(
      'memory: 180Mi needed, 128Mi of 300Mi taken by 2 machines (limits.memory of the policy); 8Mi too much',
    );
    expect(host.qemuPid('big')).toBeUndefined();
    writePolicy('1Gi');
    await host.ready('big');
  },
  timeoutMs,
);

test(
  'a budget without room holds an edit that has leave; with room for one, one machine after the other is interrupted',
  async () => {
    const names = ['one', 'two'];
    host.write('budget.yaml', budget({minAvailable: 2}));
    await host.waitFor('the budget', () => host.status('DisruptionBudget', 'web') !== undefined);
    const before = names.map(name => host.qemuPid(name));
    host.write('web.yaml', yamlFile(web('one', '72Mi'), web('two', '72Mi')));
    for (const name of names)
      await host.waitFor(
        `${name} to wait`,
        () => host.condition(name, 'RestartRequired') === 'True AwaitingBudget',
      );
    expect(message('one', 'RestartRequired')).toContain(
      'budget web: of 2 machines at most 0 may be unavailable, none is unavailable',
    );
    // Leave it had; a person can say no more than that.
    await host.ok('approve', 'vm/one');
    expect(names.map(name => host.qemuPid(name))).toEqual(before);
    host.write('budget.yaml', budget({maxUnavailable: 1}));
    let fewest = 2;
    await host.waitFor('both to be other processes', () => {
      const pids = names.map(name => host.qemuPid(name));
      fewest = Math.min(fewest, pids.filter(pid => pid !== undefined).length);
      return pids.every((pid, at) => pid !== undefined && pid !== before[at]);
    });
    expect(fewest).toBeGreaterThanOrEqual(1);
    await host.ready(...names);
    host.remove('budget.yaml');
  },
  timeoutMs,
);

test(
  'an approved edit waits for its window and is in force once the clock is in it',
  async () => {
    const window = {approval: 'Manual', when: 'Window', window: {schedule: '0 3 * * *', duration: '1h'}};
    const write = (memory: string): void =>
      host.write('web.yaml', yamlFile(web('one', memory, window), web('two', '72Mi')));
    const before = host.qemuPid('one');
    write('80Mi');
    await host.waitFor(
      'it to wait for a person',
      () => host.condition('one', 'RestartRequired') === 'True AwaitingApproval',
    );
    await host.ok('approve', 'vm/one');
    await host.waitFor(
      'it to wait for the window',
      () => host.condition('one', 'RestartRequired') === 'True AwaitingWindow',
    );
    expect(host.qemuPid('one')).toBe(before);
    clock.jump('@2026-03-03 03:10:00');
    await host.waitFor('another process', () => {
      const pid = host.qemuPid('one');
      return pid !== undefined && pid !== before;
    });
    await host.ready('one');
    expect(host.condition('one', 'RestartRequired')).toMatch(/^False/);
  },
  timeoutMs,
);

test(
  'a removal beyond a limit of the policy is held with the arithmetic, until somebody approves it',
  async () => {
    writePolicy('1Gi', 'removals: {selectors: [{matchLabels: {app: web}, maxPerChange: 0}]}\n');
    host.remove('web.yaml');
    for (const name of ['one', 'two'])
      await host.waitFor(
        `${name} to be held`,
        () => host.condition(name, 'RemovalHeld') === 'True RemovalLimitExceeded',
      );
    const words =
      'removals.selectors[app=web].maxPerChange 0: of 2 machines one change may remove 0, 0 removed; if that is meant: vmlet approve --prune vm/one';
    expect(message('one', 'RemovalHeld')).toContain(words);
    expect((await host.cli('plan')).stdout).toContain('removals.selectors[app=web].maxPerChange 0');
    expect(await host.ok('describe', 'vm/one')).toContain('vmlet approve --prune vm/one');
    await host.ok('approve', '--prune', 'vm/one');
    await host.waitFor('one to be gone', () => host.qemuPid('one') === undefined);
    expect(host.condition('two', 'RemovalHeld')).toBe('True RemovalLimitExceeded');
    expect(host.qemuPid('two')).toBeDefined();
  },
  timeoutMs,
);
