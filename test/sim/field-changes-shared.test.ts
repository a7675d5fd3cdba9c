// Acto's oracle for what machines share: every field of a Network and of an Image, walked from the CRDs. Whatever it was
// before, an edit to B ends where a fresh B would; what is invalid changes nothing and is left without help.
import {createHash} from 'node:crypto';
import {describe, expect, jest, test} from '@jest/globals';
import {crds} from '../../controller/manifest/crds.gen.ts';
import {decodeState} from '../../controller/host/state-file.ts';
import {fieldsOf, walkOfPairs} from './field-walk.ts';
import {openScene} from './scene.ts';
import type {Scene} from './scene.ts';

/** Generous: how fast a machine is proves nothing. */
jest.setTimeout(300_000);

type Spec = Readonly<Record<string, unknown>>;
type Row = {
  readonly kind: 'Network' | 'Image';
  readonly path: string;
  readonly specs: readonly Spec[];
  readonly invalid: Spec;
};

const bridge = (more: Spec): Spec => ({bridge: {name: 'br-x', ...more}});
const file = (more: Spec, format = 'raw'): Spec => ({format, source: {file: {path: '/images/one', ...more}}});
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const rows: readonly Row[] = [
  {
    kind: 'Network',
    path: 'spec.bridge.name',
    specs: [bridge({}), bridge({name: 'br-y'}), bridge({name: 'b23456789012345'})],
    invalid: bridge({name: 'a bridge'}),
  },
  {
    kind: 'Network',
    path: 'spec.bridge.management',
    specs: [bridge({}), bridge({management: 'Owned'})],
    invalid: bridge({management: 'Mine'}),
  },
  {
    kind: 'Network',
    path: 'spec.bridge.addresses',
    specs: [
      bridge({}),
      bridge({addresses: []}),
      bridge({addresses: ['10.9.0.1/24']}),
      bridge({addresses: ['10.9.0.2/16', 'fd09::1/64']}),
    ],
    invalid: bridge({addresses: ['10.9.0.1']}),
  },
  {
    kind: 'Network',
    path: 'spec.bridge.mtu',
    specs: [bridge({}), bridge({mtu: 576}), bridge({mtu: 1500}), bridge({mtu: 9000}), bridge({mtu: 65535})],
    invalid: bridge({mtu: 65536}),
  },
  {
    kind: 'Image',
    path: 'spec.format',
    specs: [file({}), file({path: '/images/base.qcow2'}, 'qcow2')],
    invalid: file({}, 'vmdk'),
  },
  {
    kind: 'Image',
    path: 'spec.source.file.path',
    specs: [file({}), file({path: '/images/two'}), file({path: '/images/vmlinuz'})],
    invalid: file({path: '~/image'}),
  },
  {
    kind: 'Image',
    path: 'spec.source.file.sha256',
    specs: [file({}), file({sha256: sha256('one')})],
    invalid: file({sha256: 'ABC'}),
  },
];

/** Why a field is not led through values. */
const withoutValues: Readonly<Record<string, string>> = {
  'Image spec.source.recipe.name':
    'a recipe is a program of the install; its builds have tests of their own (host/images)',
  'Image spec.source.recipe.output':
    'a recipe is a program of the install; its builds have tests of their own (host/images)',
};

const stage = async (): Promise<Scene> => {
  const scene = await openScene();
  const {files} = scene.sim.host;
  files.control.put('/images/one', 'one');
  files.control.put('/images/two', 'the other');
  await scene.sim.advance(1_000);
  return scene;
};

const become = async (scene: Scene, kind: Row['kind'], spec: Spec): Promise<unknown> => {
  scene.sim.write(
    'x.yaml',
    JSON.stringify({apiVersion: 'vmlet.dev/v1alpha1', kind, metadata: {name: 'x'}, spec}),
  );
  scene.sim.monitors.acted();
  await scene.sim.advance(2_000);
  return portrait(scene, kind);
};

const portrait = ({sim}: Scene, kind: Row['kind']): unknown => {
  const {files, paths, links} = sim.host;
  const ref = {kind, namespace: 'default', name: 'x'};
  const record = decodeState(files.read(paths.record(ref)));
  const {uid = '', imageDigest = null} =
    record.state === 'good' ? (record.content as {uid?: string; imageDigest?: string | null}) : {};
  const bridges = [...links.control.links().values()]
    .filter(({alias}) => alias === `vmlet:${uid}`)
    .map(({name, up, mtu, addresses}) => ({name, up, mtu, addresses: [...addresses].sort()}));
  return {bridges, imageDigest, isReady: is(sim, ref, 'Ready', 'True'), violations: sim.violations};
};

const is = (
  {host}: Scene['sim'],
  ref: {kind: string; namespace: string; name: string},
  type: string,
  status: string,
): boolean =>
  new RegExp(`- type: ${type}\\n\\s+status: "?${status}`).test(
    host.files.read(host.paths.status(ref))?.toString() ?? '',
  );

test('every field of a network and of an image has a row, or a reason why not', () => {
  const named = [...rows.map(({kind, path}) => `${kind} ${path}`), ...Object.keys(withoutValues)];
  const there = (['Network', 'Image'] as const).flatMap(kind =>
    fieldsOf(crds[kind]).map(path => `${kind} ${path}`),
  );
  expect([...named].sort()).toEqual([...there].sort());
});

describe('an edit of', () => {
  test.each(rows)(
    '$kind $path ends where a fresh declaration would, from every value to every other',
    async ({kind, specs, invalid}) => {
      const references: unknown[] = [];
      for (const spec of specs) {
        const scene = await stage();
        references.push(await become(scene, kind, spec));
        expect(references.at(-1)).toMatchObject({isReady: true, violations: []});
        scene.end();
      }
      const scene = await stage();
      for (const at of walkOfPairs(specs.length))
        expect({at, end: await become(scene, kind, specs[at] ?? {})}).toEqual({at, end: references[at]});
      const ref = {kind, namespace: 'default', name: 'x'};
      const before = portrait(scene, kind);
      expect(await become(scene, kind, invalid)).toEqual(before);
      expect(is(scene.sim, ref, 'ManifestValid', 'False')).toBe(true);
      expect(await become(scene, kind, specs[0] ?? {})).toEqual(references[0]);
      expect(is(scene.sim, ref, 'ManifestValid', 'True')).toBe(true);
      scene.end();
    },
  );
});
