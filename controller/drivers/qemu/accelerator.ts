// Which accelerator `auto` means on this host: KVM when it was seen to run a guest, else TCG. The existence of /dev/kvm
// says little: it may be closed to us, abort QEMU at once, or emulate so little that a kernel hangs at 100 % of a CPU.
// So a tiny guest (kvm-probe.S) is run once per boot of the host, with the CPU model that the VMs will have.
import {basename} from 'node:path';
import {errorText, VmletError} from '../../errors.ts';
import type {FileFacts, Host, RunResult} from '../../host/host.ts';
import {kvmProbeTail} from './kvm-probe.gen.ts';
import {readRemembered, remember} from './probe-memory.ts';

export type AcceleratorChoice = {
  readonly accelerator: 'kvm' | 'tcg';
  /** QEMU's -cpu value: the one asked for, or the accelerator's best. */
  readonly cpuModel: string;
  /** For people: what was seen. */
  readonly why: string;
};

export type ProbeHost = Pick<Host, 'processes' | 'files' | 'paths' | 'clock'>;

type Verdict = {readonly usable: boolean; readonly why: string; readonly lasting: boolean};

/**
 * Probes under way, and verdicts that may soon be mended; per port, as in binary.ts. One probe serves all who ask
 * meanwhile: many at once would starve each other into seeming to hang, and that is remembered for the whole boot.
 */
type Shared = {
  readonly underWay: Map<string, Promise<Verdict>>;
  readonly recent: Map<string, {readonly verdict: Verdict; readonly atMs: number}>;
  /** Lasting ones, as read or found: asked for with each look at a VM. */
  readonly lasting: Map<string, Verdict>;
};

const sharedByPort = new WeakMap<Host['processes'], Shared>();

/** How long a verdict that is not lasting is believed; a change of /dev/kvm or of QEMU's file ends it at once. */
const askAgainMs = 5 * 60_000;

const imageSizeBytes = 64 * 1024;

/** With the second that a killed process has to die, 3 s in all. A guest that works needs 0.1 s. */
const probeTimeoutMs = 1_900;

/** isa-debug-exit turns the value 0x2a into (0x2a << 1) | 1. */
const passedExitCode = 85;

/** One letter for each stage of kvm-probe.S, in order. */
const passedLetters = 'rplcsxu';

/**
 * Choose for one QEMU program and one CPU model; `cpuModel: null` means `host` under KVM and `max` under TCG. Throws
 * only when the program itself cannot be started (E-TOOL).
 */
export const probeAccelerator = async (
  host: ProbeHost,
  {binary, cpuModel}: {readonly binary: string; readonly cpuModel: string | null},
): Promise<AcceleratorChoice> => {
  const kvmModel = cpuModel ?? 'host';
  const {usable, why} = await judgeKvm(host, binary, kvmModel);
  return usable
    ? {accelerator: 'kvm', cpuModel: kvmModel, why}
    : {accelerator: 'tcg', cpuModel: tcgModel(cpuModel), why};
};

/** The model that TCG runs for a wish that was made for KVM. */
export const tcgModel = (cpuModel: string | null): string =>
  cpuModel === null || /^host(?:,|$)/.test(cpuModel) ? 'max' : cpuModel;

/** QEMU arguments that run the probe; the host test runs the same under TCG as its control. */
export const probeArguments = (
  accelerator: 'kvm' | 'tcg',
  cpuModel: string,
  imagePath: string,
): readonly string[] => [
  '-nodefaults',
  '-no-user-config',
  '-display',
  'none',
  '-no-reboot',
  '-sandbox',
  'on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny',
  '-machine',
  'q35',
  '-accel',
  accelerator,
  '-cpu',
  cpuModel,
  '-m',
  'size=16M',
  '-device',
  'isa-debug-exit,iobase=0xf4,iosize=0x04',
  '-debugcon',
  'stdio',
  '-bios',
  imagePath,
];

/** The whole firmware image. */
export const probeImage = (): Buffer => {
  const tail = Buffer.from(kvmProbeTail, 'base64');
  return Buffer.concat([Buffer.alloc(imageSizeBytes - tail.length), tail]);
};

const judgeKvm = async (host: ProbeHost, binary: string, cpuModel: string): Promise<Verdict> => {
  const device = host.files.stat('/dev/kvm');
  if (device === undefined) return {usable: false, why: 'there is no /dev/kvm', lasting: false};
  if (!basename(binary).endsWith('x86_64')) {
    const why = `KVM is probed for x86_64 only; set accelerator: kvm to use it with ${basename(binary)}`;
    return {usable: false, why, lasting: false};
  }
  const program = host.files.stat(binary);
  if (program === undefined) throw new VmletError('E-TOOL', `${binary} is gone`);
  const key = JSON.stringify([binary, cpuModel, ...identity(program), ...identity(device)]);
  const {lasting, recent} = sharedBy(host);
  const known = lasting.get(key) ?? recentVerdict(host, recent, key);
  if (known !== undefined) return known;
  const remembered = readRemembered(host, key);
  if (remembered !== undefined) return kept(lasting, key, {...remembered, lasting: true});
  return probeOnce(host, key, async () => {
    const verdict = await runProbe(host, binary, cpuModel);
    if (!verdict.lasting) return verdict;
    remember(host, key, {usable: verdict.usable, why: verdict.why});
    return kept(lasting, key, verdict);
  });
};

const kept = (lasting: Shared['lasting'], key: string, verdict: Verdict): Verdict => {
  lasting.set(key, verdict);
  return verdict;
};

const sharedBy = (host: ProbeHost): Shared => {
  const shared = sharedByPort.get(host.processes) ?? {
    underWay: new Map(),
    recent: new Map(),
    lasting: new Map(),
  };
  sharedByPort.set(host.processes, shared);
  return shared;
};

const recentVerdict = (host: ProbeHost, recent: Shared['recent'], key: string): Verdict | undefined => {
  const known = recent.get(key);
  return known !== undefined && host.clock.monotonicMs() - known.atMs < askAgainMs
    ? known.verdict
    : undefined;
};

const probeOnce = (host: ProbeHost, key: string, run: () => Promise<Verdict>): Promise<Verdict> => {
  const {underWay, recent} = sharedBy(host);
  const asked = underWay.get(key);
  if (asked !== undefined) return asked;
  const probe = run()
    .then(verdict => {
      if (!verdict.lasting) recent.set(key, {verdict, atMs: host.clock.monotonicMs()});
      return verdict;
    })
    .finally(() => underWay.delete(key));
  underWay.set(key, probe);
  return probe;
};

/** Changes when the file was replaced or given to somebody else. */
const identity = ({device, inode, mtimeNs, ctimeNs}: FileFacts): string[] =>
  [device, inode, mtimeNs, ctimeNs].map(String);

const runProbe = async (host: ProbeHost, binary: string, cpuModel: string): Promise<Verdict> => {
  const imagePath = host.paths.acceleratorImage;
  host.files.writeAtomic(imagePath, probeImage(), {mode: 0o644, durable: false});
  try {
    const result = await host.processes.run(binary, probeArguments('kvm', cpuModel, imagePath), {
      timeoutMs: probeTimeoutMs,
      endsWithUs: true,
    });
    return judge(result, cpuModel);
  } catch (thrown) {
    if (!(thrown instanceof VmletError) || thrown.code !== 'E-TIMEOUT') throw thrown;
    return {
      usable: false,
      why: `KVM with CPU model ${cpuModel} hangs: a test guest did not end (${errorText(thrown)})`,
      lasting: true,
    };
  }
};

/** Exit code 1 is QEMU's own refusal (no permission, no such model): it may be mended without a reboot. */
const judge = ({exitCode, stdout, stderr}: RunResult, cpuModel: string): Verdict => {
  if (exitCode === passedExitCode && stdout === passedLetters)
    return {usable: true, why: `KVM ran a test guest with CPU model ${cpuModel}`, lasting: true};
  const complaint = stderr.split('\n').find(line => line.trim() !== '') ?? 'no message';
  return {
    usable: false,
    why: `KVM with CPU model ${cpuModel} does not run a test guest (exit code ${String(exitCode)}, stages ${JSON.stringify(stdout.slice(0, 16))}): ${complaint.slice(0, 200)}`,
    lasting: exitCode !== 1,
  };
};
