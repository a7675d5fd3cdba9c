// What an older vmlet wrote down is what a newer one wants of the same manifest: an upgrade interrupts no guest, and ends
// nothing that was said by hand.
import {readFileSync} from 'node:fs';
import {expect, test} from '@jest/globals';
import type {Kind} from '../../controller/manifest/object.ts';
import type {JsonSchema} from '../../controller/manifest/crd.ts';
import {crds} from '../../controller/manifest/crds.gen.ts';
import type {Revision} from '../../controller/observe/record.ts';
import {diffVm} from '../../controller/plan/diff.ts';
import {qemu} from '../../controller/drivers/qemu/driver.ts';
import {baseYaml, openMachine} from '../fakes/machine.ts';

type Written = {readonly manifest: string; readonly specHash: string; readonly revision: Revision};

const written = JSON.parse(
  readFileSync(new URL('../fixtures/upgrade/c9fb40d.json', import.meta.url), 'utf8'),
) as Written;

test('a manifest means the same machine and the same spec as it did to an older vmlet', async () => {
  const machine = openMachine();
  machine.host.files.control.put('/m/base.yaml', baseYaml);
  machine.host.files.control.put('/m/web.yaml', written.manifest);
  await machine.start();
  await machine.until(() => machine.isReady('web'));
  const record = machine.record('web');
  const revision = machine.daemon.world.revisions.get(`${record?.uid ?? ''}/1`);
  if (revision === undefined) throw new Error('no revision was recorded');
  expect(diffVm(written.revision.vm, revision.vm, qemu)).toEqual({changes: [], hot: []});
  expect(record?.specHash).toBe(written.specHash);
});

const defaultsOf = (node: JsonSchema, path: string): string[] => [
  ...('default' in node ? [path] : []),
  ...Object.entries(node.properties ?? {}).flatMap(([name, each]) => defaultsOf(each, `${path}.${name}`)),
  ...(node.items === undefined ? [] : defaultsOf(node.items, `${path}[]`)),
  ...(node.oneOf ?? []).flatMap(each => defaultsOf(each, path)),
];

// A default that is new makes another spec of every manifest that leaves the field out: each object would get a generation,
// and what `vmlet stop` or `vmlet rollback` said would be over. A new field is left out of the spec instead.
test.each<[Kind, readonly string[]]>([
  [
    'VirtualMachine',
    [
      'disks',
      'disks[].readOnly',
      'interfaces',
      'interfaces[].addresses',
      'interfaces[].macvtap.mode',
      'interfaces[].user.restrict',
      'interfaces[].user.forwardPorts',
      'interfaces[].user.forwardPorts[].protocol',
      'interfaces[].user.forwardPorts[].hostAddress',
      'devices',
      'dependsOn',
      'dependsOn[].condition',
    ],
  ],
  ['Network', ['bridge.management', 'bridge.addresses']],
  ['Image', []],
  ['VirtualMachineClass', []],
  ['DisruptionBudget', []],
])('the schema of %s fills in what it always did, and nothing more', (kind, paths) => {
  const spec = crds[kind].schema.properties?.['spec'] ?? {};
  expect(defaultsOf(spec, 'spec')).toEqual(paths.map(path => `spec.${path}`));
});
