// The wall clock of the daemon jumps by hours and days while guests run and things are counted: nothing is decided by
// it. libfaketime stands between the daemon and the kernel; the guests and the test keep their own time.
import {afterAll, beforeAll, describe, expect, test} from '@jest/globals';
import {fakeClock} from './fake-clock.ts';
import type {FakeClock} from './fake-clock.ts';
import {startHost, vmManifest} from './harness.ts';
import type {E2eHost} from './harness.ts';
import {guard} from './unbroken.ts';

const timeoutMs = 150_000;

/** The VM that runs all the time; `edit` tells one version from another. */
const web = (edit: string): string => vmManifest('web', {memory: '128Mi', labels: {edit}});

const parked = (name: string): string => vmManifest(name, {memory: '128Mi', spec: {runPolicy: 'Halted'}});

/** The monotonic clock never jumps by itself; forward it does for a process that was frozen with its machine. */
describe.each([
  ['the wall clock', false, ['+1d', '-1d', '+1h', '-1h', '+400d', '-400d', '+0']],
  ['every clock', true, ['+1h', '+1d', '+400d']],
])('%s jumps', (_what, monotonicJumps, jumps) => {
  let host: E2eHost;
  let clock: FakeClock;

  const jump = (offset: string): void => clock.jump(offset);

  beforeAll(async () => {
    host = await startHost({wrap: root => (clock = fakeClock(root, {monotonicJumps})).wrap});
    host.write('web.yaml', web('first'));
    for (const name of ['p1', 'p2']) host.write(`${name}.yaml`, parked(name));
    await host.daemon.start('--resync', '1s');
    await host.ready('web');
  }, timeoutMs);

  afterAll(() => host.close());

  /** How far the daemon is from the real time, in hours, as its newest judgement shows. */
  const offHours = (): number => {
    const valid = host.vm('web').status.conditions.find(({type}) => type === 'ManifestValid');
    const offMs = Date.parse(valid?.lastTransitionTime ?? '') - Date.now();
    // Not -0.
    return Math.round(offMs / 3_600_000) + 0;
  };

  test(
    'and no guest is stopped or started, nothing is held, and edits are obeyed',
    async () => {
      const unbroken = guard(host, 'web');
      for (const offset of jumps) {
        jump(offset);
        host.write('web.yaml', 'broken: [');
        await host.waitFor(
          'the broken edit',
          () => host.condition('web', 'ManifestValid') === 'False Invalid',
        );
        expect(offHours()).toBe(Number.parseInt(offset, 10) * (offset.endsWith('d') ? 24 : 1));
        const edit = `at${offset.replace('+', 'p')}`;
        host.write('web.yaml', web(edit));
        await host.waitFor(`the edit at ${offset}`, () => host.vm('web').metadata.labels['edit'] === edit);
        await host.ready('web');
        expect(host.condition('web', 'RemovalHeld')).toBe('False NotHeld');
        expect(host.vm('web').status).toMatchObject({restarts: 0, lastExit: null, pendingChanges: []});
      }
      await unbroken();
    },
    timeoutMs,
  );

  if (monotonicJumps) return;

  test(
    'and a removal takes neither less than its two scans nor less than ten seconds after the one before',
    async () => {
      const removed = async (name: string): Promise<void> => {
        let turn = 0;
        await host.waitFor(`${name} to be removed`, () => {
          jump(['+1d', '-1d'][(turn += 1) % 2] ?? '');
          return host.vm(name).status.phase === 'Removed';
        });
      };
      const beginMs = performance.now();
      host.remove('p1.yaml');
      await removed('p1');
      const firstMs = performance.now();
      expect(firstMs - beginMs).toBeGreaterThan(2_000);
      host.remove('p2.yaml');
      await removed('p2');
      // Seen a poll later than it was; the two polls differ by less than a second.
      expect(performance.now() - firstMs).toBeGreaterThan(9_000);
      expect(host.vm('web').status.phase).toBe('Running');
    },
    timeoutMs,
  );

  test(
    'and a guest that keeps ending is started again when its time has come, no sooner and not a day later',
    async () => {
      jump('+0');
      await host.killQemu('web');
      await host.waitFor(
        'the first retry',
        () => host.vm('web').status.restarts === 1 && host.vm('web').status.phase === 'Running',
      );
      const beginMs = performance.now();
      await host.killQemu('web');
      await host.waitFor('the back-off', () => host.vm('web').status.phase === 'CrashLoopBackOff');
      jump('+1d');
      await host.waitFor('the daemon to look again', () => performance.now() - beginMs > 4_000);
      expect(host.vm('web').status.phase).toBe('CrashLoopBackOff');
      jump('-1d');
      await host.waitFor('the second retry', () => host.qemuPid('web') !== undefined);
      expect(performance.now() - beginMs).toBeGreaterThan(10_000);
      await host.ready('web');
      expect(host.vm('web').status.restarts).toBe(2);
    },
    timeoutMs,
  );
});
