// A libvirt domain (what `virsh dumpxml` prints) as a machine. Pure. What has no place in a manifest is a note: leftovers.ts.
import {VmletError} from '../errors.ts';
import {adopted, machineOf} from './adopted.ts';
import type {Adopted, Machine} from './adopted.ts';
import {child, disk, hostDevice, nic} from './domain-devices.ts';
import type {Reading} from './domain-devices.ts';
import type {Element} from './element.ts';
import {openTaken} from './leftovers.ts';
import type {Taken} from './leftovers.ts';

/** A domain as manifests, and what of it they do not say. */
export const adoptDomain = (root: Element): Adopted => {
  // `virsh dumpxml` of a snapshot or a save image wraps it.
  const domain = root.name === 'domain' ? root : child(root, 'domain');
  if (domain === undefined)
    throw new VmletError('E-INPUT', `this is <${root.name}>, not a libvirt <domain>: virsh dumpxml NAME`);
  const taken = openTaken();
  const notes: string[] = [];
  const reading = {taken, notes};
  const devices = child(domain, 'devices');
  const all = devices?.children ?? [];
  const os = child(domain, 'os');
  const type = taken.attribute(domain, 'type');
  if (type !== 'kvm' && type !== 'qemu')
    throw new VmletError('E-INPUT', `a domain of type ${type ?? 'none'} is no QEMU guest (kvm or qemu)`);
  for (const name of ['id', 'xmlns:qemu']) taken.attribute(domain, name);
  const machine: Machine = {
    name: taken.text(child(domain, 'name')) ?? '',
    machine: machineType(os, reading),
    accelerator: type === 'kvm' ? 'kvm' : 'tcg',
    cpuModel: cpuModel(child(domain, 'cpu'), reading),
    extraArgs: extraArguments(child(domain, 'qemu:commandline'), taken),
    cpuCount: cpuCount(child(domain, 'vcpu'), reading),
    memoryBytes: memoryBytes(domain, reading),
    balloon: all.some(each => each.name === 'memballoon' && isBalloon(each, taken)),
    firmware: firmware(os, taken),
    kernel: kernel(os, taken),
    disks: all.filter(each => each.name === 'disk').flatMap(each => disk(each, reading)),
    interfaces: all.filter(each => each.name === 'interface').flatMap(each => nic(each, reading)),
    devices: all.filter(each => each.name === 'hostdev').flatMap(each => hostDevice(each, taken)),
    guestAgent: all.some(each => each.name === 'channel' && isAgent(each, taken)),
  };
  takeUsual(domain, all, taken);
  return adopted(machine, [...notes, ...taken.leftovers(domain)]);
};

const machineType = (os: Element | undefined, {taken, notes}: Reading): Machine['machine'] => {
  const type = child(os, 'type');
  const arch = taken.attribute(type, 'arch') ?? 'x86_64';
  const given = taken.attribute(type, 'machine') ?? 'pc';
  taken.text(type);
  const machine = machineOf(given);
  if (machine === null || !['x86_64', 'aarch64'].includes(arch))
    throw new VmletError('E-INPUT', `a ${arch} machine of type ${given} cannot be run by vmlet`);
  if (given !== machine)
    notes.push(
      `os/type: machine=${given} is ${machine} here, of the version that QEMU is of; a guest may notice`,
    );
  return machine;
};

const cpuModel = (cpu: Element | undefined, {taken, notes}: Reading): string | null => {
  const mode = taken.attribute(cpu, 'mode') ?? 'custom';
  for (const name of ['match', 'check', 'migratable']) taken.attribute(cpu, name);
  if (mode === 'host-passthrough' || mode === 'maximum') return mode === 'maximum' ? 'max' : 'host';
  if (mode === 'host-model') {
    notes.push('cpu: mode=host-model has no name that lasts; the accelerator’s best is used');
    return null;
  }
  const model = child(cpu, 'model');
  if (model === undefined) return null;
  taken.attribute(model, 'fallback');
  const features = (cpu?.children ?? []).filter(each => each.name === 'feature');
  const words = features.flatMap(feature => {
    const policy = taken.attribute(feature, 'policy') ?? 'require';
    const name = taken.attribute(feature, 'name') ?? '';
    return [`${['disable', 'forbid'].includes(policy) ? '-' : '+'}${name}`];
  });
  return [taken.text(model) ?? '', ...words].join(',');
};

const extraArguments = (commandLine: Element | undefined, taken: Taken): string[] =>
  (commandLine?.children ?? []).flatMap(each =>
    each.name === 'qemu:arg' ? [taken.attribute(each, 'value') ?? ''] : [],
  );

const cpuCount = (vcpu: Element | undefined, {taken, notes}: Reading): number => {
  const most = Number(taken.text(vcpu) ?? '1');
  const placement = vcpu?.attributes['placement'];
  if (placement === 'static') taken.attribute(vcpu, 'placement');
  const now = Number(taken.attribute(vcpu, 'current') ?? most);
  if (now !== most)
    notes.push(`vcpu: ${String(now)} of ${String(most)} were plugged in; it boots with these here`);
  return now;
};

const units: Readonly<Record<string, number>> = {
  b: 1,
  bytes: 1,
  KB: 1e3,
  k: 1024,
  KiB: 1024,
  MB: 1e6,
  M: 2 ** 20,
  MiB: 2 ** 20,
  GB: 1e9,
  G: 2 ** 30,
  GiB: 2 ** 30,
  T: 2 ** 40,
  TiB: 2 ** 40,
};

const memoryBytes = (domain: Element, {taken, notes}: Reading): number => {
  const sizeOf = (element: Element | undefined): number =>
    Number(taken.text(element) ?? '0') * (units[taken.attribute(element, 'unit') ?? 'KiB'] ?? 1024);
  const [memory, current] = [sizeOf(child(domain, 'memory')), sizeOf(child(domain, 'currentMemory'))];
  if (current !== 0 && current !== memory)
    notes.push(`currentMemory: ${String(current)} bytes of ${String(memory)}; the guest gets all of it here`);
  return memory;
};

const isBalloon = (element: Element, taken: Taken): boolean => {
  const model = element.attributes['model'] ?? '';
  if (model.startsWith('virtio') || model === 'none') taken.attribute(element, 'model');
  return model.startsWith('virtio');
};

const firmware = (os: Element | undefined, taken: Taken): Machine['firmware'] => {
  const loader = child(os, 'loader');
  const isEfi = taken.attribute(os, 'firmware') === 'efi' || loader?.attributes['type'] === 'pflash';
  if (loader?.attributes['type'] === 'pflash') taken.attribute(loader, 'type');
  return isEfi ? 'uefi' : 'bios';
};

const kernel = (os: Element | undefined, taken: Taken): Machine['kernel'] => {
  const path = taken.text(child(os, 'kernel'));
  if (path === undefined) return null;
  const cmdline = taken.text(child(os, 'cmdline')) ?? '';
  return {
    path,
    initrd: taken.text(child(os, 'initrd')) ?? null,
    cmdline: cmdline.split(/\s+/).filter(word => word !== ''),
  };
};

const isAgent = (element: Element, taken: Taken): boolean => {
  const isIt = child(element, 'target')?.attributes['name'] === 'org.qemu.guest_agent.0';
  if (isIt) taken.whole(element);
  return isIt;
};

/** What says only what is so here anyway. */
const takeUsual = (domain: Element, devices: readonly Element[], taken: Taken): void => {
  const usual: readonly (readonly [path: readonly string[], value: string])[] = [
    [['on_poweroff'], 'destroy'],
    [['on_reboot'], 'restart'],
    [['on_crash'], 'destroy'],
  ];
  for (const [[name = ''], value] of usual) {
    const element = child(domain, name);
    if (element?.text.trim() === value) taken.whole(element);
  }
  const features = child(domain, 'features');
  for (const name of ['acpi', 'apic']) {
    const feature = child(features, name);
    if (feature !== undefined && Object.keys(feature.attributes).length === 0) taken.whole(feature);
  }
  const clock = child(domain, 'clock');
  if (clock?.attributes['offset'] === 'utc') taken.attribute(clock, 'offset');
  const boot = child(child(domain, 'os'), 'boot');
  if (boot?.attributes['dev'] === 'hd') taken.whole(boot);
  // A serial console is what every machine here has.
  for (const element of devices)
    if (element.name === 'serial' || element.name === 'console')
      if (element.attributes['type'] === 'pty') taken.whole(element);
};
