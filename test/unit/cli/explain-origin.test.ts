import {expect, test} from '@jest/globals';
import {originsOf} from '../../../controller/cli/explain-origin.ts';
import {originLines} from '../../../controller/cli/explain.ts';
import {mergeClass} from '../../../controller/manifest/classes.ts';
import type {VirtualMachineClassSpec, VirtualMachineSpec} from '../../../controller/manifest/types.gen.ts';
import type {RevisionFile} from '../../../controller/observe/record.ts';

const own: VirtualMachineSpec = {
  class: 'small',
  boot: {kernel: {image: 'k'}},
  bootstrap: {hostname: 'web'},
  cpu: {count: 4},
  disks: [{name: 'root', image: 'debian', readOnly: false}],
  interfaces: [],
  devices: [],
  dependsOn: [],
};
const small: VirtualMachineClassSpec = {
  cpu: {count: 2},
  memory: {size: '384Mi'},
  boot: {kernel: {image: 'other', initrd: 'other'}},
  update: {approval: 'Automatic'},
};
const revision = {
  number: 7,
  source: {source: 'manifests', file: 'web.yaml', document: 1},
  manifest: {spec: own},
  class: {name: 'small', spec: small},
  spec: mergeClass(own, small),
} as unknown as RevisionFile;
const rows = originsOf(revision);
const fromOf = (path: string) => rows.find(row => row.path === path)?.from;

test('each value is of the manifest before the class, and of the class before the built-in one', () => {
  expect(rows.find(({path}) => path === 'spec.cpu.count')).toEqual({
    path: 'spec.cpu.count',
    value: 4,
    from: 'manifest',
  });
  expect(fromOf('spec.memory.size')).toBe('class');
  expect(fromOf('spec.update.approval')).toBe('class');
  expect(fromOf('spec.update.when')).toBe('built-in class');
  expect(fromOf('spec.runPolicy')).toBe('built-in class');
  expect(fromOf('spec.disks')).toBe('manifest');
});

test('a member of a union is never completed by the class', () => {
  expect(fromOf('spec.boot.kernel.image')).toBe('manifest');
  expect(rows.filter(({path, from}) => path.startsWith('spec.boot') && from === 'class')).toEqual([]);
});

test('a field is called what its manifest calls it', () => {
  expect(fromOf('spec.bootstrap.hostname')).toBe('manifest');
  expect(rows.map(({path}) => path)).not.toContain('spec.hostname');
});

test('people read the file and the class by name', () => {
  const text = originLines(revision, rows).join('\n');
  expect(text).toMatch(/spec\.cpu\.count +4 +web\.yaml/);
  expect(text).toMatch(/spec\.memory\.size +384Mi +class small/);
  expect(text).toMatch(/spec\.runPolicy +Always +class default \(built in\)/);
});
