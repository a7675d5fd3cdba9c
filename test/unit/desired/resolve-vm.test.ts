import {describe, expect, test} from '@jest/globals';
import type {Lookup, VmResolveInput} from '../../../controller/desired/collector.ts';
import type {ImageRef, ResolvedVm} from '../../../controller/desired/node.ts';
import {resolveVm} from '../../../controller/desired/resolve-vm.ts';
import {mergeClass} from '../../../controller/manifest/classes.ts';
import {decodeFile} from '../../../controller/manifest/decode.ts';
import type {VirtualMachineClassSpec, VirtualMachineSpec} from '../../../controller/manifest/types.gen.ts';
import {GiB, image, paths, uid} from '../plan/good.ts';

const images: Readonly<Record<string, ImageRef>> = {
  kernel: image('kernel', 'a'),
  initrd: image('initrd', 'b'),
  base: image('base', 'c'),
};
const missing = (reason: string, message: string): {missing: {reason: string; message: string}} => ({
  missing: {reason, message},
});

type Change = Partial<Omit<VmResolveInput, 'object' | 'spec'>> & {className?: VirtualMachineClassSpec};

/** Through the real decoder and the real class merge: what a file with this spec leads to. */
const resolve = (spec: string, {className, ...change}: Change = {}) => {
  const text = `apiVersion: vmlet.dev/v1alpha1\nkind: VirtualMachine\nmetadata: {name: web, labels: {tier: front}}\nspec:\n${spec}`;
  const file = decodeFile('web.yaml', Buffer.from(text), {source: 'manifests', directory: '/m'});
  const object = file.objects[0]?.object;
  if (object === undefined) throw new Error(file.diagnostics.map(each => each.what).join('; '));
  return resolveVm({
    object,
    spec: mergeClass(object.spec as VirtualMachineSpec, className),
    record: {uid, hostUid: 200_001, generation: 7},
    class: null,
    latest: null,
    booted: null,
    hostId: 'host-1',
    isRoot: true,
    paths,
    image: (name): Lookup<ImageRef> => {
      const found = images[name];
      return found === undefined ? missing('ImageMissing', `no Image ${name}`) : {found};
    },
    bridge: network =>
      network === 'lan' ? {found: 'br-lan'} : missing('NetworkMissing', `no Network ${network}`),
    accelerator: {found: {accelerator: 'tcg', cpuModel: 'max'}},
    isReady: () => true,
    ...change,
  });
};

const vmOf = (spec: string, change: Change = {}): ResolvedVm => {
  const {node, unresolved} = resolve(spec, change);
  if (node === null) throw new Error(JSON.stringify(unresolved));
  return node.vm;
};
const whyNot = (spec: string, change: Change = {}) => {
  const {node, unresolved} = resolve(spec, change);
  expect(node).toBeNull();
  return unresolved.map(each => `${each.condition} ${each.reason}: ${each.message}`);
};

const boot = '  boot: {kernel: {image: kernel}}\n';
const root = '  disks: [{name: root, image: base, size: 10Gi}]\n';

test('what is said of deletion is known while nothing that it refers to is there', () => {
  const {node, policy} = resolve(`${boot}  deletion: {disks: Retain, protect: true, grace: 1d}\n`, {
    image: name => ({missing: {reason: 'ImageMissing', message: `no Image ${name}`}}),
  });
  expect(node).toBeNull();
  expect(policy?.deletion).toEqual({disks: 'Retain', protect: true, graceMs: 86_400_000});
});

describe('a VM that follows', () => {
  test('carries every reference resolved, every name derived and every default decided', () => {
    const {node, unresolved, notes} = resolve(
      `${boot.replace('kernel}', 'kernel, initrd: initrd}')}${root}  interfaces: [{name: lan, tap: {network: lan}, addresses: [10.0.0.2/24]}]\n`,
    );
    expect({unresolved, notes}).toEqual({unresolved: [], notes: []});
    expect(node).toMatchObject({
      key: 'VirtualMachine/default/web',
      uid,
      hostUid: 200_001,
      generation: 7,
      policy: {
        labels: {tier: 'front'},
        runPolicy: 'Always',
        approval: 'Manual',
        deletion: {disks: 'Retain', protect: false},
        readiness: {kind: 'running'},
        dependsOn: [],
      },
    });
    expect(node?.vm).toMatchObject({
      namespace: 'default',
      name: 'web',
      hostname: 'web',
      cpuCount: 1,
      memoryBytes: GiB / 2,
      hypervisor: {name: 'qemu', machine: 'q35', accelerator: 'tcg', cpuModel: 'max', extraArgs: []},
      boot: {kind: 'kernel', kernel: images['kernel'], initrd: images['initrd'], cmdline: []},
    });
    expect(node?.vm.disks).toEqual([
      {
        name: 'root',
        serial: 'root',
        slot: 0,
        readOnly: false,
        source: {
          kind: 'overlay',
          path: `/state/vms/${uid}/root.qcow2`,
          image: images['base'],
          sizeBytes: 10 * GiB,
        },
      },
    ]);
    expect(node?.vm.interfaces).toEqual([
      {
        name: 'lan',
        mac: expect.stringMatching(/^52:54:/),
        slot: 1,
        addresses: ['10.0.0.2/24'],
        binding: {
          kind: 'tap',
          tap: expect.stringMatching(/^vmt-/),
          altname: 'vmlet.default.web.lan',
          bridge: 'br-lan',
          network: 'lan',
          multiQueue: false,
        },
      },
    ]);
  });

  test('has two queues a tap with two CPUs, but not on microvm', () => {
    const nic = '  interfaces: [{name: lan, tap: {network: lan}}]\n';
    const queues = (more: string) => vmOf(`${boot}${nic}${more}`).interfaces[0]?.binding;
    expect(queues('  cpu: {count: 2}\n')).toMatchObject({multiQueue: true});
    expect(queues('  cpu: {count: 2}\n  hypervisor: {qemu: {machine: microvm}}\n')).toMatchObject({
      multiQueue: false,
    });
  });

  test('has a balloon with its maximum of memory, and says nothing of one that nobody set', () => {
    expect(vmOf(`${boot}  memory: {size: 1Gi, max: 2Gi}\n`)).toMatchObject({
      memoryBytes: GiB,
      memoryMaxBytes: 2 * GiB,
      balloon: true,
    });
    const plain = vmOf(`${boot}  memory: {size: 1Gi}\n`);
    expect([plain.balloon, 'memoryMaxBytes' in plain]).toEqual([false, false]);
  });

  test('takes its own MAC and serial where it gives them', () => {
    const vm = vmOf(
      `${boot}  disks: [{name: root, image: base, serial: R1}]\n  interfaces: [{name: lan, user: {}, mac: "52:54:00:AB:CD:EF"}]\n`,
    );
    expect(vm.interfaces[0]?.mac).toBe('52:54:00:ab:cd:ef');
    expect(vm.disks[0]?.serial).toBe('R1');
  });

  test.each([
    ['Powerdown', ['powerdown 90000', 'ctrl-alt-del 10000', 'quit 5000', 'kill 5000']],
    ['CtrlAltDel', ['ctrl-alt-del 90000', 'quit 5000', 'kill 5000']],
    ['Quit', ['quit 5000', 'kill 5000']],
    ['Kill', ['kill 5000']],
  ])('stops by %s down to the kill, each rung with its own time', (method, rungs) => {
    const {node} = resolve(`${boot}  shutdown: {method: ${method}, timeout: 90s}\n`);
    expect(node?.policy.stopLadder.map(step => `${step.method} ${String(step.waitMs)}`)).toEqual(rungs);
  });

  test('has every disk kind where it belongs', () => {
    const vm = vmOf(
      `${boot}  disks:\n  - {name: root, image: base}\n  - {name: data, blank: {}, size: 1Gi}\n  - {name: iso, file: {path: /srv/x.iso, format: raw}, readOnly: true}\n`,
    );
    expect(vm.disks.map(disk => [disk.name, disk.slot, disk.readOnly, disk.source.kind])).toEqual([
      ['root', 0, false, 'overlay'],
      ['data', 1, false, 'blank'],
      ['iso', 2, true, 'file'],
    ]);
    expect(vm.disks[0]?.source).toMatchObject({sizeBytes: GiB});
    expect(vm.disks[2]?.source).toEqual({kind: 'file', path: '/srv/x.iso', format: 'raw'});
  });
});

describe('precedence: the machine, then its class, then the built-in class', () => {
  const className: VirtualMachineClassSpec = {
    cpu: {count: 4},
    memory: {size: '2Gi'},
    runPolicy: 'Manual',
    boot: {kernel: {image: 'kernel'}},
  };

  test('what the machine says beats the class, field by field', () => {
    const {node} = resolve('  class: small\n  cpu: {count: 2}\n', {className});
    expect(node?.vm).toMatchObject({cpuCount: 2, memoryBytes: 2 * GiB, boot: {kind: 'kernel'}});
    expect(node?.policy.runPolicy).toBe('Manual');
  });

  test('a union that the machine gives replaces the class’s whole', () => {
    const vm = vmOf(`  boot: {firmware: bios}\n${root}`, {className});
    expect(vm.boot).toEqual({kind: 'firmware', firmware: 'bios'});
  });

  test('what nobody says is the built-in class’s', () => {
    expect(vmOf('  class: small\n  hypervisor: {qemu: {}}\n', {className})).toMatchObject({
      hypervisor: {machine: 'q35'},
    });
  });
});

describe('what cannot be followed', () => {
  test('is a maximum of memory that the class gives, and the machine is larger than', () => {
    const {unresolved} = resolve(`${boot}  class: small\n  memory: {size: 4Gi}\n`, {
      className: {memory: {max: '2Gi'}},
    });
    expect(unresolved.map(({message}) => message)).toContain(
      'memory.max 2Gi is less than memory.size 4Gi; raise max or leave it out',
    );
  });

  test('is reported all at once, each with the name that wakes it', () => {
    const {node, unresolved} = resolve(
      '  boot: {kernel: {image: ghost}}\n  disks: [{name: root, image: lost}]\n  interfaces: [{name: lan, tap: {network: dmz}}]\n  dependsOn: [{name: db}]\n',
      {isReady: () => false},
    );
    expect(node).toBeNull();
    expect(unresolved.map(each => [each.reason, each.waitsFor])).toEqual([
      ['ImageMissing', ['Image/default/ghost']],
      ['ImageMissing', ['Image/default/lost']],
      ['NetworkMissing', ['Network/default/dmz']],
      ['DependencyNotReady', ['VirtualMachine/default/db']],
    ]);
  });

  test('a dependency that is not Ready holds, and the VM is resolved all the same', () => {
    const {node, unresolved} = resolve(`${boot}  dependsOn: [{name: db}]\n`, {isReady: () => false});
    expect(node?.policy.dependsOn).toEqual(['VirtualMachine/default/db']);
    expect(unresolved).toHaveLength(1);
  });

  test('a hypervisor that is not driven is refused by name', () => {
    expect(whyNot(`${boot}  hypervisor: {firecracker: {}}\n`)).toEqual([
      'Admitted HypervisorUnavailable: hypervisor firecracker is not driven by this version; use hypervisor: {qemu: {}}',
    ]);
  });

  test('an accelerator that cannot be had is refused in the words of the probe', () => {
    expect(whyNot(boot, {accelerator: missing('KvmUnusable', 'KVM cannot run this VM')})).toEqual([
      'Admitted KvmUnusable: KVM cannot run this VM',
    ]);
  });

  test('a machine without anything to boot from is refused once its class is merged in', () => {
    expect(whyNot('  class: small\n', {className: {}})).toEqual([
      'Admitted SpecInvalid: nothing to boot from: firmware needs a disk; add spec.disks, or spec.boot.kernel',
    ]);
  });

  test('an agent that is waited for but not there is refused', () => {
    expect(whyNot(`${boot}  class: small\n`, {className: {readiness: {guestAgent: {}}}})).toEqual([
      'Admitted SpecInvalid: readiness.guestAgent needs guestAgent: {enabled: true}',
    ]);
  });

  test('a disk smaller than its image is refused: it would cut the file system in it', () => {
    expect(whyNot(`${boot}  disks: [{name: root, image: base, size: 512Mi}]\n`)).toEqual([
      expect.stringMatching(/^Admitted DiskTooSmall: disk root: /),
    ]);
  });
});

describe('what a VM has already', () => {
  const latest = vmOf(`${boot}${root}  interfaces: [{name: lan, tap: {network: lan}}]\n`);
  const moved = image('base', 'd');
  const movedOn: Change = {
    latest,
    image: name => ({found: name === 'base' ? moved : (images[name] ?? image(name, 'e'))}),
  };

  test('an overlay stays on the image that it was made on, when the Image moves on', () => {
    expect(vmOf(`${boot}${root}`, movedOn).disks[0]?.source).toMatchObject({image: images['base']});
  });

  test('a new disk is made on the new one', () => {
    const vm = vmOf(`${boot}  disks: [{name: root, image: base}, {name: two, image: base}]\n`, movedOn);
    expect(vm.disks[1]?.source).toMatchObject({image: moved});
  });

  test('a disk that names another Image is not pinned: that it cannot be is for the planner to say', () => {
    const vm = vmOf(`${boot}  disks: [{name: root, image: other}]\n`, movedOn);
    expect(vm.disks[0]?.source).toMatchObject({image: {name: 'other'}});
  });

  test('its places stay, whatever is added before it', () => {
    const vm = vmOf(
      `${boot}  disks: [{name: new, blank: {}, size: 1Gi}, {name: root, image: base}]\n  interfaces: [{name: lan, tap: {network: lan}}]\n`,
      {latest},
    );
    expect([...vm.disks, ...vm.interfaces].map(each => [each.name, each.slot])).toEqual([
      ['new', 2],
      ['root', 0],
      ['lan', 1],
    ]);
  });

  test('the same declaration resolves to an equal value, so nothing is pending', () => {
    expect(vmOf(`${boot}${root}  interfaces: [{name: lan, tap: {network: lan}}]\n`, {latest})).toEqual(
      latest,
    );
  });
});

test('without root every link becomes user networking, and why is said', () => {
  const {node, notes} = resolve(
    `${boot}  interfaces: [{name: lan, tap: {network: lan}}, {name: up, user: {}}]\n`,
    {
      isRoot: false,
      bridge: () => missing('NetworkMissing', 'must not be asked'),
    },
  );
  expect(node?.vm.interfaces.map(nic => nic.binding)).toEqual([
    {kind: 'user', restrict: false, forwards: []},
    {kind: 'user', restrict: false, forwards: []},
  ]);
  expect(notes).toEqual([
    'interface lan uses QEMU user networking: without root vmlet can make neither taps nor bridges',
  ]);
});

test('macvtap carries what it was given', () => {
  const vm = vmOf(`${boot}  interfaces: [{name: up, macvtap: {link: eth0, mode: private}}]\n`);
  expect(vm.interfaces.map(nic => nic.binding)).toEqual([
    {
      kind: 'macvtap',
      tap: expect.stringMatching(/^vmm-/),
      altname: 'vmlet.default.web.up',
      link: 'eth0',
      mode: 'private',
    },
  ]);
});

test('the bridge helper is for a vmlet without root, and refused with it', () => {
  const helped = `${boot}  interfaces: [{name: br, bridge: {name: br9}}]\n`;
  expect(vmOf(helped, {isRoot: false}).interfaces.map(nic => nic.binding)).toEqual([
    {kind: 'bridgeHelper', bridge: 'br9'},
  ]);
  expect(whyNot(helped)).toEqual([expect.stringMatching(/^Admitted HelperUnusable: interface br: .*tap/)]);
});
