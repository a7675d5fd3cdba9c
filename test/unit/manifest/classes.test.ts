import {describe, expect, test} from '@jest/globals';
import {builtinClass, mergeClass, mergedProblem} from '../../../controller/manifest/classes.ts';
import type {VirtualMachineClassSpec, VirtualMachineSpec} from '../../../controller/manifest/types.gen.ts';

const vm = (spec: Partial<VirtualMachineSpec> = {}): VirtualMachineSpec => ({
  variants: [],
  disks: [],
  interfaces: [],
  devices: [],
  dependsOn: [],
  ...spec,
});

describe('mergeClass', () => {
  test('without class, a machine gets what the built-in class says', () => {
    expect(mergeClass(vm(), undefined)).toEqual({
      class: null,
      runPolicy: 'Always',
      startPriority: 0,
      variants: [],
      hypervisor: {qemu: {machine: 'q35', accelerator: 'auto', cpuModel: null, extraArgs: []}},
      cpu: {count: 1},
      memory: {size: '512Mi', balloon: false},
      boot: {firmware: 'bios'},
      disks: [],
      interfaces: [],
      devices: [],
      hostname: null,
      guestAgent: {enabled: false},
      readiness: {running: {}, timeout: '2m'},
      dependsOn: [],
      preStart: [],
      shutdown: {timeout: '60s', method: 'Powerdown'},
      update: {approval: 'Manual', when: 'Now', window: null, onFailure: 'Keep', deadline: '5m'},
      deletion: {disks: 'Retain', protect: false, grace: '7d'},
    });
  });

  test('a machine beats its class field by field, and the class beats the built-in one', () => {
    const named: VirtualMachineClassSpec = {
      cpu: {count: 4},
      memory: {size: '1Gi', balloon: {}},
      deletion: {protect: true, disks: 'Delete'},
      runPolicy: 'Manual',
    };
    const merged = mergeClass(
      vm({class: 'small', memory: {size: '2Gi'}, deletion: {disks: 'Retain'}}),
      named,
    );
    expect(merged.cpu.count).toBe(4);
    expect(merged.memory).toEqual({size: '2Gi', balloon: true});
    expect(merged.deletion).toEqual({disks: 'Retain', protect: true, grace: '7d'});
    expect(merged.runPolicy).toBe('Manual');
  });

  test('a union of the machine replaces the whole of the class, which never leaves a second member behind', () => {
    const named: VirtualMachineClassSpec = {
      hypervisor: {qemu: {accelerator: 'tcg', machine: 'pc'}},
      boot: {kernel: {image: 'k', initrd: 'i'}, cmdline: ['quiet']},
      readiness: {guestAgent: {}, timeout: '10m'},
    };
    const merged = mergeClass(
      vm({hypervisor: {crosvm: {}}, boot: {firmware: 'uefi'}, readiness: {console: {contains: 'login:'}}}),
      named,
    );
    expect(merged.hypervisor).toEqual({crosvm: {}});
    expect(merged.boot).toEqual({firmware: 'uefi'});
    expect(merged.readiness).toEqual({console: {contains: 'login:'}, timeout: '2m'});
    expect(mergeClass(vm({hypervisor: {qemu: {machine: 'microvm'}}}), named).hypervisor).toEqual({
      qemu: {machine: 'microvm', accelerator: 'auto', cpuModel: null, extraArgs: []},
    });
  });

  test('lists replace each other as wholes, and an empty list is a wish', () => {
    const named: VirtualMachineClassSpec = {
      preStart: [{command: ['a']}],
      boot: {kernel: {image: 'k'}, cmdline: ['quiet']},
    };
    expect(mergeClass(vm(), named).preStart).toEqual([{command: ['a'], timeout: '30s'}]);
    expect(mergeClass(vm({preStart: []}), named).preStart).toEqual([]);
    expect(mergeClass(vm({boot: {kernel: {image: 'k'}, cmdline: []}}), named).boot).toEqual({
      kernel: {image: 'k'},
      cmdline: [],
    });
  });

  test('neither the machine nor a class is changed by merging', () => {
    const given = vm({memory: {size: '1Gi'}});
    const before = structuredClone([given, builtinClass]);
    mergeClass(given, builtinClass);
    expect([given, builtinClass]).toEqual(before);
  });
});

describe('mergedProblem', () => {
  test('firmware without a disk and an agent that is not there only show with the class merged in', () => {
    expect(mergedProblem(mergeClass(vm({class: 'x'}), {}))).toMatch(/^nothing to boot from/);
    expect(mergedProblem(mergeClass(vm({class: 'x'}), {boot: {kernel: {image: 'k'}}}))).toBeUndefined();
    const agent: VirtualMachineClassSpec = {boot: {kernel: {image: 'k'}}, readiness: {guestAgent: {}}};
    expect(mergedProblem(mergeClass(vm(), agent))).toMatch(/guestAgent/);
    expect(mergedProblem(mergeClass(vm({guestAgent: {enabled: true}}), agent))).toBeUndefined();
  });
});
