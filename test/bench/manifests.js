// The fleets: manifests of machines that cost the host nothing once they run, each with an overlay and a tap.
//
// The guest is a firmware of four bytes at the reset vector: it forbids interrupts and halts. vmlet lets a guest
// run before it calls it Running, so a paused one cannot be declared; a guest that halts at its first instruction takes
// as much processor time as a paused one, none, and leaves QEMU's start as all there is to measure.
import {execFileSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';

export const bridge = 'vmlet0';

const firmwareBytes = 64 * 1024;
const resetVector = firmwareBytes - 16;
/** cli; again: hlt; jmp again */
const halt = [0xfa, 0xf4, 0xeb, 0xfd];

/** What the manifests name: a firmware and a base image, in `place`. */
export const makeGuest = place => {
  const guest = {firmware: join(place, 'halt.bin'), image: join(place, 'base.qcow2')};
  const bytes = Buffer.alloc(firmwareBytes);
  bytes.set(halt, resetVector);
  writeFileSync(guest.firmware, bytes);
  execFileSync('qemu-img', ['create', '-q', '-f', 'qcow2', guest.image, '64M']);
  return guest;
};

export const object = (kind, name, spec) =>
  `apiVersion: vmlet.dev/v1alpha1\nkind: ${kind}\nmetadata: {name: ${name}}\nspec: ${JSON.stringify(spec)}\n`;

/** One machine of a fleet. */
export const machine = (guest, name, spec = {}) =>
  object('VirtualMachine', name, {
    hypervisor: {qemu: {extraArgs: ['-bios', guest.firmware]}},
    memory: {size: '64Mi'},
    disks: [{name: 'root', image: 'base', size: '64Mi'}],
    interfaces: [{name: 'lan', tap: {network: 'lan'}}],
    readiness: {running: {}},
    ...spec,
  });

/** What all machines share, and one machine with which images, bridge and templates come into being. */
export const basis = guest => ({
  'base.yaml': object('Image', 'base', {format: 'qcow2', source: {file: {path: guest.image}}}),
  'lan.yaml': object('Network', 'lan', {bridge: {name: bridge, addresses: ['10.77.0.1/16']}}),
  'warm.yaml': machine(guest, 'warm'),
});

/** A bridge takes 1,023 ports; what comes beside a thousand machines is on another. */
export const second = {
  files: {'second.yaml': object('Network', 'second', {bridge: {name: 'vmlet1'}})},
  spec: {interfaces: [{name: 'lan', tap: {network: 'second'}}]},
};

export const namesOf = count => Array.from({length: count}, (_, index) => `m${index + 1}`);

/** A file for each machine, by name. */
export const fleet = (guest, names, spec) =>
  Object.fromEntries(names.map(name => [`${name}.yaml`, machine(guest, name, spec)]));
