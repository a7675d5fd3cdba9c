import {beforeEach, describe, expect, test} from '@jest/globals';
import {VmletError} from '../../../../controller/errors.ts';
import type {Processes, RunResult} from '../../../../controller/host/host.ts';
import {makePaths} from '../../../../controller/host/paths.ts';
import {probeAccelerator, probeImage, tcgModel} from '../../../../controller/drivers/qemu/accelerator.ts';
import {tscKhz} from '../../../../controller/drivers/qemu/host-tsc.ts';
import {fakeClock} from '../../../fakes/clock.ts';
import {fakeFiles} from '../../../fakes/files.ts';

const binary = '/usr/bin/qemu-system-x86_64';
const passed: RunResult = {exitCode: 85, stdout: 'rplcsxu', stderr: ''};
const aborted: RunResult = {
  exitCode: 128,
  stdout: '',
  stderr: 'qemu-system-x86_64: error: failed to set MSR 0x10a to 0x69\nqemu: kvm.c:3183: Assertion',
};

let files = fakeFiles();
let clock = fakeClock();
let answer: () => Promise<RunResult>;
let runs: {command: string; args: readonly string[]; timeoutMs: number | undefined; endsWithUs: boolean}[] =
  [];

const paths = makePaths({stateDir: '/s', runtimeDir: '/run/vmlet'});

const probe = (cpuModel: string | null = null, program = binary) =>
  probeAccelerator({files, paths, processes, clock}, {binary: program, cpuModel});

const unused = (): never => {
  throw new Error('the probe needs only run()');
};

const anotherDaemon = (): Processes => ({
  run: (command, args, options) => {
    runs.push({command, args, timeoutMs: options?.timeoutMs, endsWithUs: options?.endsWithUs === true});
    return answer();
  },
  launch: unused,
  follow: unused,
  list: unused,
  inspect: unused,
  signal: unused,
});

let processes = anotherDaemon();

beforeEach(() => {
  files = fakeFiles();
  clock = fakeClock();
  processes = anotherDaemon();
  runs = [];
  files.control.put(binary, 'elf');
  files.control.special('/dev/kvm', 'device');
  files.control.put('/proc/sys/kernel/random/boot_id', 'boot-1\n');
  files.control.directory('/run/vmlet');
  answer = () => Promise.resolve(passed);
});

describe('auto', () => {
  test('is KVM with the host CPU when the test guest passed', async () => {
    expect(await probe()).toEqual({
      accelerator: 'kvm',
      cpuModel: 'host',
      why: 'KVM ran a test guest with CPU model host',
    });
  });

  test('is TCG with the max CPU when QEMU aborts', async () => {
    answer = () => Promise.resolve(aborted);
    expect(await probe()).toEqual({
      accelerator: 'tcg',
      cpuModel: 'max',
      why: 'KVM with CPU model host does not run a test guest (exit code 128, stages ""): qemu-system-x86_64: error: failed to set MSR 0x10a to 0x69',
    });
  });

  test('is TCG when the guest hangs', async () => {
    answer = () => Promise.reject(new VmletError('E-TIMEOUT', 'late'));
    expect(await probe('kvm64')).toEqual({
      accelerator: 'tcg',
      cpuModel: 'kvm64',
      why: 'KVM with CPU model kvm64 hangs: a test guest did not end (late)',
    });
  });

  test('is TCG when the exit code is right but a stage is missing', async () => {
    answer = () => Promise.resolve({...passed, stdout: 'rplcxu'});
    expect((await probe()).accelerator).toBe('tcg');
  });

  test('is TCG without a process when there is no /dev/kvm', async () => {
    files.remove('/dev/kvm');
    expect(await probe()).toEqual({accelerator: 'tcg', cpuModel: 'max', why: 'there is no /dev/kvm'});
    expect(runs).toEqual([]);
  });

  test('is TCG for a program of another architecture', async () => {
    files.control.put('/usr/bin/qemu-system-aarch64', 'elf');
    expect((await probe(null, '/usr/bin/qemu-system-aarch64')).accelerator).toBe('tcg');
    expect(runs).toEqual([]);
  });

  test('runs the probe with the model that will run, from the stored image, for less than 2 s or our own life', async () => {
    await probe('EPYC,-svm');
    expect(runs).toHaveLength(1);
    const {args, timeoutMs, endsWithUs} = runs[0]!;
    expect(args[args.indexOf('-cpu') + 1]).toBe('EPYC,-svm');
    expect(args[args.indexOf('-accel') + 1]).toBe('kvm');
    expect(files.read(args[args.indexOf('-bios') + 1] ?? '')).toEqual(probeImage());
    expect(timeoutMs).toBeLessThanOrEqual(2_000);
    expect(endsWithUs).toBe(true);
  });
});

describe('a verdict', () => {
  test('is remembered, a bad one too, by model', async () => {
    answer = () => Promise.resolve(aborted);
    const first = await probe();
    expect(await probe()).toEqual(first);
    expect(runs).toHaveLength(1);
    answer = () => Promise.resolve(passed);
    expect((await probe('qemu64')).accelerator).toBe('kvm');
    expect(runs).toHaveLength(2);
    expect((await probe()).accelerator).toBe('tcg');
    expect((await probe('qemu64')).accelerator).toBe('kvm');
    expect(runs).toHaveLength(2);
    processes = anotherDaemon();
    expect((await probe()).accelerator).toBe('tcg');
    expect(runs).toHaveLength(2);
  });

  test.each<[string, () => void]>([
    [
      'boot of the host',
      () => {
        files.control.put('/proc/sys/kernel/random/boot_id', 'boot-2\n');
        processes = anotherDaemon();
      },
    ],
    ['QEMU', () => files.control.put(binary, 'another elf')],
    ['owner of /dev/kvm', () => files.chown('/dev/kvm', 0, 104)],
  ])('ends with the %s', async (_what, change) => {
    await probe();
    change();
    await probe();
    expect(runs).toHaveLength(2);
  });

  test.each(['', '{', 'null', '[]', '{"bootId":"boot-1","results":{"x":{"usable":1,"why":"y"}}}'])(
    'is asked for again when the memory is %j',
    async content => {
      files.control.put(paths.acceleratorFile, content);
      expect((await probe()).accelerator).toBe('kvm');
      expect(runs).toHaveLength(1);
      await probe();
      expect(runs).toHaveLength(1);
    },
  );

  describe("that is QEMU's own refusal", () => {
    beforeEach(() => {
      answer = () => Promise.resolve({exitCode: 1, stdout: '', stderr: 'Could not access KVM kernel module'});
    });

    test('is believed for a while, so that no look at a VM runs a QEMU', async () => {
      expect((await probe()).why).toMatch(/Could not access KVM kernel module$/);
      expect((await probe()).why).toMatch(/Could not access KVM kernel module$/);
      expect(runs).toHaveLength(1);
    });

    test('is asked for again after five minutes: a permission may be mended', async () => {
      await probe();
      await clock.advance(5 * 60_000);
      answer = () => Promise.resolve(passed);
      expect((await probe()).accelerator).toBe('kvm');
    });

    test('ends with the owner of /dev/kvm, and with the daemon', async () => {
      await probe();
      files.chown('/dev/kvm', 0, 104);
      await probe();
      processes = anotherDaemon();
      await probe();
      expect(runs).toHaveLength(3);
    });
  });

  test('of one probe serves all who ask meanwhile, a failure too', async () => {
    const many = await Promise.all(Array.from({length: 50}, () => probe()));
    expect(new Set(many.map(choice => choice.accelerator))).toEqual(new Set(['kvm']));
    expect(runs).toHaveLength(1);
    answer = () => Promise.reject(new VmletError('E-TOOL', 'cannot run'));
    const failed = await Promise.allSettled([probe('qemu64'), probe('qemu64')]);
    expect(failed.map(result => result.status)).toEqual(['rejected', 'rejected']);
    expect(runs).toHaveLength(2);
    answer = () => Promise.resolve(passed);
    expect((await probe('qemu64')).accelerator).toBe('kvm');
  });

  test('is an error only when the program cannot be started', async () => {
    answer = () => Promise.reject(new VmletError('E-TOOL', 'cannot run'));
    await expect(probe()).rejects.toMatchObject({code: 'E-TOOL'});
  });
});

test.each([
  [null, 'max'],
  ['host', 'max'],
  ['host,-arch-capabilities', 'max'],
  ['hostile', 'hostile'],
  ['qemu64', 'qemu64'],
])('CPU model %s becomes %s under TCG', (wish, model) => {
  expect(tcgModel(wish)).toBe(model);
});

describe('the TSC rate', () => {
  const rate = (cpuinfo: string, scaled = false): number | null => {
    files.control.put('/proc/cpuinfo', cpuinfo);
    if (scaled) files.control.directory('/sys/devices/system/cpu/cpu0/cpufreq');
    return tscKhz({files});
  };
  const cpuinfo = (flags: string) => `processor\t: 0\ncpu MHz\t\t: 2596.122\nflags\t\t: fpu ${flags} sse\n`;

  test('of a virtual host is its MHz', () => {
    expect(rate(cpuinfo('hypervisor'))).toBe(2_596_122);
    expect(rate(cpuinfo('hypervisor'), true)).toBe(2_596_122);
  });

  test('of bare metal is its MHz only where they do not vary', () => {
    expect(rate(cpuinfo('aes'))).toBe(2_596_122);
    expect(rate(cpuinfo('aes'), true)).toBeNull();
  });

  test('is unknown where /proc/cpuinfo does not say', () => {
    expect(rate('processor\t: 0\n')).toBeNull();
  });
});
