// QEMU as it is on this host now: its binary, its version, and whether KVM can run a guest. Looked at before every
// plan; what is remembered is keyed by the binary's inode and the host's boot, so an upgrade is noticed at once.
import {errorText} from '../../errors.ts';
import type {Host} from '../../host/host.ts';
import type {CommandContext} from '../driver.ts';
import {probeAccelerator, tcgModel} from './accelerator.ts';
import {findMicrovmFirmware, findQemu, findUefiFirmware} from './binary.ts';
import {machineArchitecture} from './features.ts';
import type {Machine} from './layout.ts';

export type QemuChoice = {readonly accelerator: 'kvm' | 'tcg'; readonly cpuModel: string};

type Missing = {readonly missing: {readonly reason: string; readonly message: string}};

export type PreparedQemu = {
  readonly command: {readonly found: Omit<CommandContext, 'paths' | 'revision' | 'macvtapNodes'>} | Missing;
  readonly accelerator: {readonly found: QemuChoice} | Missing;
};

/** What a VM with these settings would be started with. `tscKhz` is the host's, which does not change while it runs. */
export const prepareQemu = async (
  host: Host,
  hostArch: 'x86_64' | 'aarch64',
  settings: {
    machine: Machine;
    accelerator: 'auto' | 'kvm' | 'tcg';
    cpuModel: string | null;
    bootsFirmware: boolean;
  },
  tscKhz: number | null,
): Promise<PreparedQemu> => {
  const arch = machineArchitecture(settings.machine);
  try {
    const {binary, version} = await findQemu(host, arch);
    return {
      command: {
        found: {
          binary,
          version,
          tscKhz,
          uefiFirmware: settings.bootsFirmware ? findUefiFirmware(host, arch) : null,
          microvmFirmware: settings.bootsFirmware ? findMicrovmFirmware(host) : null,
        },
      },
      accelerator: await chooseAccelerator(host, binary, arch === hostArch, settings),
    };
  } catch (thrown) {
    const missing: Missing = {missing: {reason: 'HypervisorMissing', message: errorText(thrown)}};
    return {command: missing, accelerator: missing};
  }
};

const chooseAccelerator = async (
  host: Host,
  binary: string,
  isNative: boolean,
  {accelerator, cpuModel}: {accelerator: 'auto' | 'kvm' | 'tcg'; cpuModel: string | null},
): Promise<PreparedQemu['accelerator']> => {
  const tcg: QemuChoice = {accelerator: 'tcg', cpuModel: tcgModel(cpuModel)};
  if (accelerator === 'tcg' || (accelerator === 'auto' && !isNative)) return {found: tcg};
  const {why, ...probed} = isNative
    ? await probeAccelerator(host, {binary, cpuModel})
    : {...tcg, why: 'the machine is of another architecture'};
  if (accelerator === 'kvm' && probed.accelerator !== 'kvm')
    return {
      missing: {
        reason: 'KvmUnusable',
        message: `KVM cannot run this VM: ${why}; set accelerator: auto or tcg (TCG is slower and gives no isolation promise)`,
      },
    };
  return {found: probed};
};
