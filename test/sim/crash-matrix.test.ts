// Every side effect, everything that may become of it, and every next world, on the fake host (rows: crash-rows.ts).
// In `npm test` each kind of effect in full, what repeats by a seeded sample, and pairs of kills; in `npm run test:fast`
// a sample of everything; all there is with `npm run crash -- --fake`.
import {describe, expect, test} from '@jest/globals';
import {planMatrix, runRow} from './crash-matrix.ts';
import {crashRows} from './crash-rows.ts';
import {isThorough} from './effort.ts';

const plan = await planMatrix(
  isThorough ? {kinds: 'all', further: 70, pairs: 70, seed: 1} : {kinds: 20, further: 2, pairs: 2, seed: 1},
);
const chosen = plan.rows.reduce((sum, {cells}) => sum + cells.length, 0);

describe(`an effect that is cut short (${String(chosen)} of ${String(plan.all)} cells; ${String(plan.effects)} effects of ${String(plan.kinds)} kinds)`, () => {
  test.each(plan.rows)(
    'while $row.what ends as an undisturbed run, however it was cut short',
    async row => {
      const {cells, problems} = await runRow(row);
      expect(problems.slice(0, 5).join('\n\n')).toBe('');
      expect(cells).toBe(row.cells.length);
    },
    1_800_000,
  );

  test('is one of all that the promises name', () => {
    const met = plan.rows
      .flatMap(({points}) => points.map(({operation, subject, kind}) => `${operation} ${subject} ${kind}`))
      .join('\n');
    const missing = sideEffects.filter(effect => !effect.test(met));
    expect(missing.map(String)).toEqual([]);
    expect(plan.rows).toHaveLength(crashRows.length);
  });
});

/** What a daemon does to a host, in the order of a VM's life. */
const sideEffects: readonly RegExp[] = [
  /writeAtomic .*records.*virtualmachine/,
  /writeAtomic .*revisions/,
  /makeDirectory .*vms/,
  /qemu-img create/,
  /copy .*work\/disk/,
  /linkNoClobber .*vms/,
  /link add name .* type bridge/,
  /tuntap add/,
  /type macvtap/,
  /link set dev \S+ alias/,
  /link set dev \S+ master/,
  /link set dev \S+ up/,
  /write chown/,
  /launch launch/,
  /launch systemd-run/,
  /qmp cont/,
  /writeAtomic .*status/,
  /append .*events/,
  /qmp system_powerdown/,
  /qmp quit/,
  /signal SIGKILL/,
  /link del dev/,
  /link del group/,
  /rename .*vms/,
  /removeDirectory/,
  /record .* removed|records.* removed/,
  /purging/,
  /removeTree .*vms/,
  /remove .*records/,
  /qmp device_add/,
  /qmp device_del/,
  /qmp netdev_add/,
  /qmp netdev_del/,
  /qmp blockdev-add/,
  /qmp block_resize/,
  /qemu-img resize/,
  /copy .*work\/image/,
  /rename .*work\/image/,
  /\/bin\/sh .*recipes/,
  /writeAtomic .*sources/,
  /rename .*trash/,
  /remove .*\.tmp-/,
];
