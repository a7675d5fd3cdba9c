import {describe, expect, test} from '@jest/globals';
import {crds} from '../../../controller/manifest/crds.gen.ts';
import {explain, isExplained} from '../../../controller/manifest/explain.ts';
import type {ExplainNode} from '../../../controller/manifest/explain.ts';

const known = (path: string): ExplainNode => {
  const found = explain(path);
  if (!isExplained(found)) throw new Error(`${path} is not known`);
  return found;
};

describe('explain', () => {
  test('kinds go by kind, singular, plural and short name in any case', () => {
    for (const name of ['vm', 'VM', 'VirtualMachine', 'virtualmachines'])
      expect(known(name).kind).toBe('VirtualMachine');
    expect(known('vmnet').kind).toBe('Network');
    expect(known('img').fields.map(one => one.name)).toContain('spec');
  });

  test('a field that a class can set shows the built-in value, another one its own default', () => {
    expect(known('vm.spec.memory.size')).toMatchObject({
      type: 'string',
      default: undefined,
      classDefault: '512Mi',
      required: false,
    });
    expect(known('vmclass.spec.hypervisor.qemu.machine')).toMatchObject({
      enum: ['q35', 'pc', 'microvm', 'virt'],
      classDefault: 'q35',
    });
    expect(known('vm.spec.disks.readOnly')).toMatchObject({
      path: 'spec.disks[].readOnly',
      default: false,
      classDefault: undefined,
    });
    expect(known('network.spec.bridge.management')).toMatchObject({
      default: 'Owned',
      classDefault: undefined,
    });
  });

  test('list markers may be written or not, and a union names its members', () => {
    expect(known('vm.spec.disks[0]')).toEqual(known('vm.spec.disks'));
    expect(known('vm.spec.disks')).toMatchObject({type: '[]object', oneOf: ['image', 'blank', 'file']});
    expect(known('vm.spec.disks').fields.find(one => one.name === 'name')?.required).toBe(true);
  });

  test('an unknown part is named with what is near', () => {
    expect(explain('vm.spec.memroy')).toMatchObject({
      known: 'virtualmachine.spec',
      unknown: 'memroy',
      suggestion: 'memory',
    });
    expect(explain('pods')).toMatchObject({known: '', unknown: 'pods'});
    expect(explain('vm.__proto__')).toMatchObject({unknown: '__proto__'});
  });

  test('every field of every kind can be explained and has a description', () => {
    const visit = (path: string): void => {
      const node = known(path);
      expect([path, node.description.length > 0]).toEqual([path, true]);
      if (!path.includes('.status')) for (const field of node.fields) visit(`${path}.${field.name}`);
    };
    for (const {singular} of Object.values(crds)) visit(singular);
  });
});
