// Acto's oracle for what machines share: every field of a Network, an Image and a DisruptionBudget, walked from the CRDs. Whatever it was
// before, an edit to B ends where a fresh B would; what is invalid changes nothing and is left without help.
import {describe, expect, jest, test} from '@jest/globals';
import {crds} from '../../controller/manifest/crds.gen.ts';
import {decodeState} from '../../controller/host/state-file.ts';
import {isThorough} from './effort.ts';
import {namedValues} from './field-bounds.ts';
import {ends, fieldsOf, walkOfPairs} from './field-walk.ts';
import {baseManifest, plainVm} from './manifests.ts';
import {statusText} from './mismatches.ts';
import {openScene} from './scene.ts';
import type {Scene} from './scene.ts';
import {sharedKinds, sharedRows, sharedWithoutValues} from './shared-values.ts';
import type {SharedKind} from './shared-values.ts';

/** Generous: how fast a machine is proves nothing. */
jest.setTimeout(300_000);

const stage = async (kind: SharedKind): Promise<Scene> => {
  const scene = await openScene();
  const {files} = scene.sim.host;
  files.control.put('/images/one', 'one');
  files.control.put('/images/two', 'the other');
  if (kind === 'DisruptionBudget') {
    scene.sim.write('base.yaml', baseManifest);
    for (const [name, app] of Object.entries({a: 'web', b: 'web', c: 'db'}))
      scene.declare({...plainVm(name), labels: {app}});
    await scene.sim.advance(10_000);
  }
  await scene.sim.advance(1_000);
  return scene;
};

const become = async (scene: Scene, kind: SharedKind, spec: unknown): Promise<unknown> => {
  scene.sim.write(
    'x.yaml',
    JSON.stringify({apiVersion: 'vmlet.dev/v1alpha1', kind, metadata: {name: 'x'}, spec}),
  );
  scene.sim.monitors.acted();
  await scene.sim.advance(2_000);
  return portrait(scene, kind);
};

const portrait = ({sim}: Scene, kind: SharedKind): unknown => {
  const {files, paths, links} = sim.host;
  const ref = {kind, namespace: 'default', name: 'x'};
  const record = decodeState(files.read(paths.record(ref)));
  const {uid = '', imageDigest = null} =
    record.state === 'good' ? (record.content as {uid?: string; imageDigest?: string | null}) : {};
  const bridges = [...links.control.links().values()]
    .filter(({alias}) => alias === `vmlet:${uid}`)
    .map(({name, up, mtu, addresses}) => ({name, up, mtu, addresses: [...addresses].sort()}));
  const counts = /expectedMachines: [^]*?disruptionsAllowed: \d+/.exec(
    statusText(sim, 'x', 'DisruptionBudget'),
  );
  return {
    bridges,
    imageDigest,
    counts: counts?.[0],
    isReady: is(sim, ref, 'Ready', 'True'),
    violations: sim.violations,
  };
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

test('every kind is walked: here, or as a machine and its class', () => {
  expect([...sharedKinds, 'VirtualMachine', 'VirtualMachineClass'].sort()).toEqual(Object.keys(crds).sort());
});

test('every field of what machines share has a row, or a reason why not', () => {
  const named = [...sharedRows.map(({kind, path}) => `${kind} ${path}`), ...Object.keys(sharedWithoutValues)];
  const there = sharedKinds.flatMap(kind => fieldsOf(crds[kind]).map(path => `${kind} ${path}`));
  expect([...named].sort()).toEqual([...there].sort());
});

test('every field of what machines share is led through its least, its most, its words and its absence', () => {
  const lacking = sharedRows.flatMap(({kind, path, specs}) =>
    namedValues(crds[kind], path)
      .filter(value => !specs.some(spec => valueAt(spec, path) === value))
      .map(value => `${kind} ${path} ${String(value)}`),
  );
  expect(lacking).toEqual([]);
});

/** What a spec says of the field at `path`. */
const valueAt = (spec: unknown, path: string): unknown =>
  path
    .split('.')
    .slice(1)
    .reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], spec);

describe('an edit of', () => {
  test.each(sharedRows)(
    `$kind $path ends where a fresh declaration would, from ${isThorough ? 'every value to every other' : 'its first value to its last and back'}`,
    async ({kind, specs: all, invalid, isInvisible = false}) => {
      const specs = isThorough ? all : ends(all);
      const references: unknown[] = [];
      for (const spec of specs) {
        const scene = await stage(kind);
        references.push(await become(scene, kind, spec));
        expect(references.at(-1)).toMatchObject({isReady: true, violations: []});
        scene.end();
      }
      const differ = new Set(references.map(each => JSON.stringify(each))).size > 1;
      // The ends alone may come to the same.
      if (isThorough) expect({differ}).toEqual({differ: !isInvisible});
      const scene = await stage(kind);
      for (const at of walkOfPairs(specs.length))
        expect({at, end: await become(scene, kind, specs[at])}).toEqual({at, end: references[at]});
      const ref = {kind, namespace: 'default', name: 'x'};
      const before = portrait(scene, kind);
      expect(await become(scene, kind, invalid)).toEqual(before);
      expect(is(scene.sim, ref, 'ManifestValid', 'False')).toBe(true);
      expect(await become(scene, kind, specs[0])).toEqual(references[0]);
      expect(is(scene.sim, ref, 'ManifestValid', 'True')).toBe(true);
      scene.end();
    },
  );
});
