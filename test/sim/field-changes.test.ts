// Acto's oracle for every field of a VirtualMachine, walked from the CRD: whatever a field was before, an edit to B ends
// where a fresh B would, so also A to B to A ends at A; and an invalid value changes nothing and is left without help.
import {describe, expect, jest, test} from '@jest/globals';
import {crds} from '../../controller/manifest/crds.gen.ts';
import {isThorough} from './effort.ts';
import {namedValues} from './field-bounds.ts';
import {classRows, classText, inClass} from './class-values.ts';
import {baseSpec, fieldRows, withoutValue, withoutValues} from './field-values.ts';
import type {FieldRow, Spec} from './field-values.ts';
import {ends, fieldsOf, walkOfPairs} from './field-walk.ts';
import {baseManifest, manifestsDir} from './manifests.ts';
import {statusText} from './mismatches.ts';
import {vmRecord} from './records.ts';
import {openScene} from './scene.ts';
import type {Scene} from './scene.ts';

/** Generous: how fast a machine is proves nothing. */
jest.setTimeout(300_000);

const vm = (name: string, spec: Spec): string =>
  JSON.stringify({apiVersion: 'vmlet.dev/v1alpha1', kind: 'VirtualMachine', metadata: {name}, spec});

const ref = {kind: 'VirtualMachine', namespace: 'default', name: 'a'};
/** From an edit to all that follows of it, a restart and its guest's shutdown apart. */
const shortMs = 1_500;

const stage = async (): Promise<Scene> => {
  const scene = await openScene();
  const {files} = scene.sim.host;
  for (const name of ['one', 'two']) files.control.put(`/images/${name}.raw`, Buffer.alloc(512));
  files.control.put('/images/other', 'another kernel');
  const other =
    'apiVersion: vmlet.dev/v1alpha1\nkind: Image\nmetadata: {name: other}\nspec: {format: raw, source: {file: {path: /images/other}}}';
  scene.sim.write('base.yaml', `${baseManifest}\n---\n${other}`);
  scene.sim.write('b.yaml', vm('b', {...baseSpec, interfaces: []}));
  await scene.sim.advance(2_000);
  return scene;
};

const allow = ({sim}: Scene): void => {
  sim.monitors.licenses.grant('a', 'stop', 'edited and restarted');
  sim.monitors.licenses.grant('a', 'change', 'edited');
};

/** Write it and take the newest spec into force, as a person would. */
const become = async (scene: Scene, text: string): Promise<unknown> => {
  const {sim} = scene;
  allow(scene);
  sim.write('a.yaml', text);
  sim.monitors.acted();
  await sim.advance(shortMs);
  const policy = vmRecord(sim.host, 'a')?.policy;
  // Live changes are on the command line from the next boot on; what is to be off is made to be off.
  const verb = policy?.runPolicy === 'Halted' ? 'stop' : 'restart';
  if (sim.control !== null) await sim.during(sim.control.power(ref, verb, {now: true}));
  await sim.advance(shortMs);
  if (sim.control !== null && verb === 'restart' && scene.sim.host.qemus.of(uidOf(scene)) === undefined)
    await sim.during(sim.control.power(ref, 'start', {now: true}));
  await sim.advance(shortMs);
  return portrait(scene);
};

const uidOf = ({sim}: Scene): string => vmRecord(sim.host, 'a')?.uid ?? '';

const portrait = (scene: Scene): unknown => {
  const record = vmRecord(scene.sim.host, 'a');
  const {problems: _ours, ...machine} = scene.machine('a') as {problems: unknown};
  return {machine, policy: record?.policy, violations: scene.sim.violations};
};

const fresh = async (text: string): Promise<unknown> => {
  const scene = await stage();
  const end = await become(scene, text);
  expect(is(scene, 'ManifestValid', 'True')).toBe(true);
  scene.end();
  return end;
};

const textOf = (row: FieldRow, value: unknown): string => vm('a', row.put(baseSpec, value));

const is = (scene: Scene, type: string, status: string): boolean =>
  new RegExp(`- type: ${type}\\n\\s+status: "?${status}`).test(statusText(scene.sim, 'a'));

describe('every field of a VirtualMachine', () => {
  test('has a row of values, or a reason why not', () => {
    const rows = [...fieldRows.map(({path}) => path), ...Object.keys(withoutValues)];
    expect([...rows].sort()).toEqual([...fieldsOf(crds.VirtualMachine)].sort());
    expect(new Set(rows).size).toBe(rows.length);
  });

  test('is led through its least, its most, each of its words and its absence, or says why not', () => {
    const lacking = fieldRows.flatMap(({path, values}) =>
      namedValues(crds.VirtualMachine, path)
        .filter(value => !values.includes(value))
        .map(value => `${path} ${String(value)}`),
    );
    expect([...lacking].sort()).toEqual(Object.keys(withoutValue).sort());
  });

  test('that a class has is one of them', () => {
    const known = new Set(fieldsOf(crds.VirtualMachine));
    expect(fieldsOf(crds.VirtualMachineClass).filter(path => !known.has(path))).toEqual([]);
  });
});

/** Of so many fields one in `npm run test:fast`: of valid values, and of invalid ones. */
const [some, few] = [4, 6];

describe('an edit of', () => {
  test.each(fieldRows.filter((_, at) => isThorough || at % some === 0))(
    `$path ends where a fresh declaration would, from ${isThorough ? 'every value to every other' : 'its first value to its last and back'}`,
    async row => {
      const {isOneWay} = row;
      const values = isThorough ? row.values : ends(row.values);
      const scene = await stage();
      // What comes first is a fresh declaration itself.
      const references = [await become(scene, textOf(row, values[0]))];
      for (const value of values.slice(1)) references.push(await fresh(textOf(row, value)));
      const kinds = new Set(references.map(each => JSON.stringify(each))).size;
      // The ends alone may mean the same: left out, and the default that is written down.
      if (isThorough) expect({differ: kinds > 1}).toEqual({differ: values.length > 1 && !row.isInvisible});
      const once = values.map((_, at) => at);
      const around = isThorough ? walkOfPairs(values.length) : [...once, 0];
      const trail = [JSON.stringify(values[0]) ?? 'removed'];
      for (const at of (isOneWay ? once : around).slice(1)) {
        trail.push(JSON.stringify(values[at]) ?? 'removed');
        expect({trail, end: await become(scene, textOf(row, values[at]))}).toEqual({
          trail,
          end: references[at],
        });
      }
      scene.end();
    },
  );

  test.each(
    fieldRows.filter(({invalid}) => invalid !== undefined).filter((_, at) => isThorough || at % few === 0),
  )('$path to what is invalid changes nothing, and is left without help', async row => {
    const scene = await stage();
    const before = await become(scene, textOf(row, row.values.at(-1)));
    scene.sim.write('a.yaml', textOf(row, row.invalid));
    await scene.sim.advance(shortMs);
    expect(is(scene, 'ManifestValid', 'False')).toBe(true);
    expect(portrait(scene)).toEqual(before);
    scene.sim.write('a.yaml', textOf(row, row.values.at(-1)));
    await scene.sim.advance(shortMs);
    expect(is(scene, 'ManifestValid', 'True')).toBe(true);
    expect(portrait(scene)).toEqual(before);
    expect(scene.sim.host.files.stat(`${manifestsDir}/a.yaml`)?.type).toBe('file');
    scene.end();
  });
});

describe('an edit that is refused', () => {
  const second = (source: Spec): string =>
    vm('a', {...baseSpec, disks: [...(baseSpec['disks'] as Spec[]), {name: 'second', ...source}]});
  const file = (path: string, format = 'raw') => ({file: {path, format}});
  test.each([
    {what: 'another file of a disk', from: file('/images/one.raw'), to: file('/images/two.raw')},
    {what: 'a file that is not there', from: file('/images/one.raw'), to: file('/images/none.raw')},
    {what: 'another format of a file', from: file('/images/one.raw'), to: file('/images/one.raw', 'qcow2')},
    {what: 'a smaller disk', from: {blank: {}, size: '32Mi'}, to: {blank: {}, size: '16Mi'}},
    {what: 'an image for a blank disk', from: {blank: {}, size: '64Mi'}, to: {image: 'base', size: '64Mi'}},
    {what: 'a blank disk for an image', from: {image: 'base', size: '64Mi'}, to: {blank: {}, size: '64Mi'}},
  ])('($what) changes nothing also with a restart, and is left without help', async ({from, to}) => {
    const scene = await stage();
    const before = await become(scene, second(from));
    expect(await become(scene, second(to))).toEqual(before);
    expect(is(scene, 'Admitted', 'False')).toBe(true);
    expect(await become(scene, second(from))).toEqual(before);
    expect(is(scene, 'Admitted', 'True')).toBe(true);
    scene.end();
  });
});

describe('a class that says', () => {
  test.each(classRows())('$path gives the machine that the VM’s own field would', async row => {
    const value = row.values.at(-1);
    const scene = await stage();
    // Of what is only ever raised the last value alone; of the rest also the way to the first value and back.
    const trail = isThorough && !row.isOneWay ? [value, row.values[0], value] : [value];
    for (const each of trail) {
      const reference = await fresh(textOf(row, each));
      const {spec, rest} = inClass(row, each);
      scene.sim.write('class.yaml', classText(spec));
      await scene.sim.advance(shortMs);
      expect({each, end: await become(scene, vm('a', rest))}).toEqual({each, end: reference});
    }
    scene.end();
  });
});
