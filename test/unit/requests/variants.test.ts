// `vmlet boot --variant` on the shipped daemon in memory: another way to boot, for one boot.
import {describe, expect, test} from '@jest/globals';
import {baseYaml, openMachine, vmRef, vmYaml} from '../../fakes/machine.ts';
import type {Machine} from '../../fakes/machine.ts';
import {edit, memoryOf, runningWeb} from './revision-scene.ts';

const web = vmRef('web');
const variants = '  variants: [{name: rescue, cmdline: [single]}, {name: old, boot: {firmware: bios}}]\n';
const boot = (machine: Machine, variant = 'rescue') =>
  machine.during(machine.control.boot(web, {variant, now: false}));
const power = (machine: Machine, verb: 'start' | 'stop' | 'restart') =>
  machine.during(machine.control.power(web, verb, {now: false}));

const cmdline = (machine: Machine): string => {
  const argv = machine.qemu('web')?.argv ?? [];
  const at = argv.indexOf('-append');
  return at < 0 ? '' : (argv[at + 1] ?? '');
};
const isRescue = (machine: Machine): boolean => / ?single( |$)/.test(cmdline(machine));

const inRescue = async (): Promise<Machine> => {
  const machine = await runningWeb(variants);
  expect(await boot(machine)).toMatchObject({ok: true});
  await machine.until(() => isRescue(machine) && machine.isReady('web'));
  return machine;
};

describe('a variant', () => {
  test('is booted once, as a revision of its own that is neither prepared nor previous', async () => {
    const machine = await inRescue();
    expect(machine.status('web')?.status).toMatchObject({
      variant: 'rescue',
      revisions: {prepared: 1, booted: 2, previous: 0},
      pendingChanges: [{path: 'spec.boot.cmdline', disruption: 'restart'}],
    });
    expect(machine.control.revision(web, 2)).toMatchObject({revision: {variant: {name: 'rescue', main: 1}}});
    await machine.pass(120_000);
    expect(machine.host.qemus.starts()).toBe(2);
    await power(machine, 'restart');
    await machine.until(() => machine.host.qemus.starts() === 3 && machine.isReady('web'));
    expect(isRescue(machine)).toBe(false);
    expect(machine.status('web')?.status).toMatchObject({
      variant: null,
      revisions: {prepared: 1, booted: 1, previous: 0},
      pendingChanges: [],
    });
  });

  test('that crashes comes back as the machine itself, as it was before', async () => {
    const machine = await inRescue();
    await edit(machine, '128Mi', {more: variants});
    expect(memoryOf(machine)).toBe(512);
    machine.qemu('web')?.end('SIGKILL');
    await machine.until(() => machine.host.qemus.starts() === 3 && machine.isReady('web'));
    expect(isRescue(machine)).toBe(false);
    expect(memoryOf(machine)).toBe(512);
    expect(machine.record('web')?.revisions).toMatchObject({prepared: 3, booted: 1});
  });

  test('outlives a daemon, and is not approved away', async () => {
    const machine = await inRescue();
    machine.kill();
    await machine.start();
    await machine.pass(60_000);
    expect(isRescue(machine)).toBe(true);
    expect(await machine.during(machine.control.approve(web, {prune: false}))).toMatchObject({
      ok: false,
      message: expect.stringContaining('runs its variant rescue'),
    });
  });

  test('boots what it says instead: firmware takes the place of a kernel', async () => {
    const machine = await runningWeb(variants);
    await boot(machine, 'old');
    await machine.until(() => machine.status('web')?.status.variant === 'old' && machine.isReady('web'));
    expect(machine.qemu('web')?.argv).not.toContain('-kernel');
  });

  test('with a boot of its own takes nothing from how the machine boots: no initrd, no arguments', async () => {
    const machine = openMachine();
    const own = '  variants: [{name: bare, boot: {kernel: {image: kernel}}}]\n';
    const text = vmYaml('web', own).replace(
      '{kernel: {image: kernel}}\n',
      '{kernel: {image: kernel, initrd: kernel}, cmdline: [quiet]}\n',
    );
    machine.host.files.control.put('/m/base.yaml', baseYaml);
    machine.host.files.control.put('/m/web.yaml', text);
    await machine.start();
    await machine.until(() => machine.isReady('web'));
    expect(machine.qemu('web')?.argv).toContain('-initrd');
    expect(cmdline(machine)).toMatch(/\bquiet\b/);
    await boot(machine, 'bare');
    await machine.until(() => machine.status('web')?.status.variant === 'bare' && machine.isReady('web'));
    expect(machine.qemu('web')?.argv).not.toContain('-initrd');
    expect(cmdline(machine)).not.toMatch(/\bquiet\b/);
  });

  test('of a VM that is stopped starts it; a stop in between takes the wish back', async () => {
    const machine = await runningWeb(variants);
    await power(machine, 'stop');
    await machine.until(() => machine.qemu('web') === undefined);
    await boot(machine);
    await machine.until(() => isRescue(machine));
    await boot(machine);
    await power(machine, 'stop');
    await machine.until(() => machine.qemu('web') === undefined);
    await power(machine, 'start');
    await machine.until(() => machine.isReady('web'));
    expect(isRescue(machine)).toBe(false);
  });

  test('that is not declared, or of what is no VM, is refused', async () => {
    const machine = await runningWeb(variants);
    expect(await boot(machine, 'other')).toMatchObject({
      ok: false,
      message: expect.stringContaining('rescue, old'),
    });
    const network = {kind: 'Network', namespace: 'default', name: 'lan'};
    expect(await machine.during(machine.control.boot(network, {variant: 'x', now: false}))).toMatchObject({
      ok: false,
    });
    expect(machine.host.qemus.starts()).toBe(1);
  });
});
