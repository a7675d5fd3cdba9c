// In which order machines come and go: who waits for whom, who goes first when few may start at once, and the way back.
import {afterAll, beforeAll, expect, test} from '@jest/globals';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {startHost, vmObject, yamlFile} from './harness.ts';
import {idleVm} from './manifests.ts';
import type {E2eHost} from './harness.ts';

let host: E2eHost;

const timeoutMs = 240_000;

/** In the order in which they are declared, and not in the one in which they are to start. */
const priorities = {low: -5, high: 100, middle: 7, last: -6, first: 1_000};

const dependsOn = (name: string) => [{name, condition: 'Ready'}];

const pair = yamlFile(
  vmObject('web', {memory: '128Mi', spec: {dependsOn: dependsOn('db')}}),
  vmObject('db', {memory: '128Mi'}),
);

/** Clock ticks since the boot of the host at which a process began. */
const startTicks = (pid: number): number => {
  const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
};

/** Ready since; the status of a VM that is not throws. */
const readySince = (name: string): string => {
  const ready = host.vm(name).status.conditions.find(({type}) => type === 'Ready');
  if (ready?.status !== 'True') throw new Error(`${name} is not ready`);
  return ready.lastTransitionTime;
};

/** Wait, and tell of each look that found `later` without a process while `sooner` still had one. */
const endInOrder = async (sooner: string, later: string, done: () => boolean): Promise<string[]> => {
  const wrong: string[] = [];
  await host.waitFor(`${sooner} and then ${later} to go`, () => {
    // In this order: what ends between the two looks is no fault.
    if (host.qemuPid(later) === undefined && host.qemuPid(sooner) !== undefined)
      wrong.push(`${later} is gone and ${sooner} is not`);
    return done();
  });
  return wrong;
};

beforeAll(async () => {
  host = await startHost();
  const policy = join(host.manifestsDir, '../policy.yaml');
  writeFileSync(policy, 'starts: {parallel: 1}\n', {mode: 0o644});
  await host.daemon.start('--resync', '2s', '--policy', policy);
}, 180_000);

afterAll(() => host.close());

test(
  'of many that wait for the one place to start in, the higher startPriority goes first',
  async () => {
    const names = Object.keys(priorities) as (keyof typeof priorities)[];
    host.write('many.yaml', yamlFile(...names.map(name => idleVm(name, {startPriority: priorities[name]}))));
    await host.ready(...names);
    const started = names
      .map(name => ({name, ticks: startTicks(host.qemuPid(name) ?? 0)}))
      .sort((left, right) => left.ticks - right.ticks)
      .map(({name}) => priorities[name]);
    // Who came while nobody started has not waited.
    const [, ...waited] = started;
    expect(waited).toEqual([...waited].sort((left, right) => right - left));
  },
  timeoutMs,
);

test(
  'a machine that depends on another is started once that is ready, and says until then whom it waits for',
  async () => {
    host.write('pair.yaml', pair);
    await host.waitFor('web to wait', () => host.condition('web', 'DependenciesReady')?.startsWith('False'));
    const told = host.vm('web').status.conditions.find(({type}) => type === 'DependenciesReady');
    expect(told?.message).toContain('db');
    expect(host.qemuPid('web')).toBeUndefined();
    await host.ready('db', 'web');
    const {bootedAt} = host.vm('web').status;
    expect([readySince('db') <= (bootedAt ?? ''), bootedAt]).toEqual([true, expect.any(String)]);
  },
  timeoutMs,
);

test(
  'machines that are removed together go dependents first, and stand in the list of tombstones until they are purged',
  async () => {
    const idle = host.qemuPid('high');
    host.remove('pair.yaml');
    const held = (): boolean => host.condition('db', 'RemovalHeld')?.startsWith('True') === true;
    await host.waitFor('db to wait for web, or for leave', held);
    await host.ok('approve', '--prune');
    const wrong = await endInOrder('web', 'db', () => host.vm('db').status.phase === 'Removed');
    expect(wrong).toEqual([]);
    for (const name of ['web', 'db']) expect(host.console(name).events).toEqual(['power-button']);
    const [web, db] = ['web', 'db'].map(name => host.vm(name).status.lastExit?.at ?? '');
    expect([web !== '', (web ?? '') <= (db ?? '')]).toEqual([true, true]);
    const listed = await host.ok('get', 'tombstones');
    expect(listed).toMatch(/^web .*root=128Mi.*vmlet purge vm\/web$/m);
    expect(listed).toMatch(/^db .*root=128Mi.*vmlet purge vm\/db$/m);
    expect((await host.cli('purge', 'vm/web', 'vm/db', '--yes')).code).toBe(0);
    await host.waitFor(
      'nothing to stand',
      async () => !/^(db|web) /m.test(await host.ok('get', 'tombstones')),
    );
    expect(host.qemuPid('high')).toBe(idle);
  },
  timeoutMs,
);

test(
  'down stops who depends on another before that one, and all the others too',
  async () => {
    // Nobody in it hears the power button, so that each takes its timeout.
    const slow = {shutdown: {timeout: '2s'}};
    host.write(
      'many.yaml',
      yamlFile(
        idleVm('high', {...slow, startPriority: 100}),
        idleVm('low', {...slow, startPriority: -5}),
        idleVm('front', {...slow, dependsOn: dependsOn('low')}),
      ),
    );
    await host.ready('high', 'low', 'front');
    let isDown = false;
    const down = host.ok('down').finally(() => (isDown = true));
    const wrong = await endInOrder('front', 'low', () => isDown);
    await down;
    expect(wrong).toEqual([]);
    expect(['high', 'low', 'front'].map(name => host.qemuPid(name))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(host.links()).toEqual([]);
  },
  timeoutMs,
);
