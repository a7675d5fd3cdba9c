// Where QEMU and its firmware are on this host, and which version it is. Fixed places only: PATH is not consulted, so
// that no environment decides what runs as the hypervisor.
import {join} from 'node:path';
import {VmletError} from '../../errors.ts';
import type {Host} from '../../host/host.ts';

export type QemuBinary = {
  readonly binary: string;
  readonly version: {readonly major: number; readonly minor: number};
};

type BinaryHost = Pick<Host, 'processes' | 'files'>;

type Architecture = 'x86_64' | 'aarch64';

const directories = ['/usr/bin', '/usr/local/bin'];

const oldest = {major: 7, minor: 2};

/** Debian, then Fedora and Arch. Images that hold code and variables in one file, since -bios takes one. */
const uefiFirmware: Readonly<Record<Architecture, readonly string[]>> = {
  x86_64: ['/usr/share/ovmf/OVMF.fd', '/usr/share/edk2/ovmf/OVMF.fd', '/usr/share/edk2/x64/OVMF.4m.fd'],
  aarch64: ['/usr/share/qemu-efi-aarch64/QEMU_EFI.fd', '/usr/share/edk2/aarch64/QEMU_EFI.fd'],
};

/** Debian's QEMU data links bios-microvm.bin to qboot, which boots kernels only; the real one is in package seabios. */
const microvmFirmware = ['/usr/share/seabios/bios-microvm.bin', '/usr/share/qemu/bios-microvm.bin'];

/** Versions by program file; per port, so that two hosts in one process (tests) know nothing of each other. */
const knownVersions = new WeakMap<Host['processes'], Map<string, Promise<QemuBinary['version']>>>();

/**
 * QEMU for `arch`: `override` when given, else the first of the fixed places. `--version` runs once per file (path,
 * inode, mtime). Throws E-TOOL (terminal when too old) with what to install.
 */
export const findQemu = async (
  host: BinaryHost,
  arch: Architecture,
  override?: string,
): Promise<QemuBinary> => {
  const name = `qemu-system-${arch}`;
  const candidates =
    override === undefined ? directories.map(directory => join(directory, name)) : [override];
  for (const binary of candidates) {
    const facts = host.files.stat(binary);
    if (facts?.type !== 'file') continue;
    const key = `${binary} ${String(facts.inode)} ${String(facts.mtimeNs)}`;
    return {binary, version: await rememberedVersion(host, binary, key)};
  }
  throw new VmletError(
    'E-TOOL',
    `${name} was not found in ${candidates.join(' or ')}: install the package ${packageOf(arch)}`,
  );
};

/** The UEFI image for `arch`, or null: it is kept in memory by the guest, so what it stores ends with the process. */
export const findUefiFirmware = ({files}: Pick<Host, 'files'>, arch: Architecture): string | null =>
  uefiFirmware[arch].find(path => files.stat(path)?.type === 'file') ?? null;

/** The firmware with which a microvm boots a disk, or null for QEMU's own default. */
export const findMicrovmFirmware = ({files}: Pick<Host, 'files'>): string | null =>
  microvmFirmware.find(path => files.stat(path)?.type === 'file') ?? null;

/** `QEMU emulator version 7.2.22 (Debian ...)`; undefined for any other text. */
export const parseQemuVersion = (output: string): QemuBinary['version'] | undefined => {
  const match = /^QEMU emulator version ([0-9]+)\.([0-9]+)/m.exec(output);
  return match === null ? undefined : {major: Number(match[1]), minor: Number(match[2])};
};

/** Asked once for all who ask at the same time: at a start every VM does. A failure is not remembered. */
const rememberedVersion = (host: BinaryHost, binary: string, key: string): Promise<QemuBinary['version']> => {
  const known = knownVersions.get(host.processes) ?? new Map<string, Promise<QemuBinary['version']>>();
  knownVersions.set(host.processes, known);
  const asked = known.get(key);
  if (asked !== undefined) return asked;
  const version = readVersion(host, binary).catch((thrown: unknown) => {
    known.delete(key);
    throw thrown;
  });
  known.set(key, version);
  return version;
};

const readVersion = async ({processes}: BinaryHost, binary: string): Promise<QemuBinary['version']> => {
  const {exitCode, stdout, stderr} = await processes.run(binary, ['--version'], {timeoutMs: 10_000});
  const version = parseQemuVersion(stdout);
  if (exitCode !== 0 || version === undefined) {
    const said = (stderr || stdout).split('\n', 1)[0] ?? '';
    throw new VmletError(
      'E-TOOL',
      `${binary} --version said ${JSON.stringify(said)}, exit code ${String(exitCode)}`,
    );
  }
  if (version.major < oldest.major || (version.major === oldest.major && version.minor < oldest.minor)) {
    throw new VmletError(
      'E-TOOL',
      `${binary} is version ${String(version.major)}.${String(version.minor)}; vmlet needs ${String(oldest.major)}.${String(oldest.minor)} or newer`,
      {terminal: true},
    );
  }
  return version;
};

const packageOf = (arch: Architecture): string => (arch === 'x86_64' ? 'qemu-system-x86' : 'qemu-system-arm');
