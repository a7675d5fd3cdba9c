// What `vmlet plan` prints is what run does, for every field: each value that a field is led through is written while nobody
// looks, planned, and then done as it was planned. Which fields and values there are the walks of field-changes see to.
import {expect, jest, test} from '@jest/globals';
import {classRows, classText, inClass} from './class-values.ts';
import {isThorough} from './effort.ts';
import {baseSpec, fieldRows} from './field-values.ts';
import {ends} from './field-walk.ts';
import {baseManifest, manifestsDir, plainVm} from './manifests.ts';
import {doneLines, pendingNow, pendingOf, planByDaemon, plannedLines} from './plan-compare.ts';
import {openScene} from './scene.ts';
import type {Scene} from './scene.ts';
import {sharedRows} from './shared-values.ts';

/** Generous: how fast a machine is proves nothing. */
jest.setTimeout(300_000);

/** A guest takes 20 s to give up. */
const restMs = 65_000;

const object = (kind: string, name: string, spec: unknown): string =>
  JSON.stringify({apiVersion: 'vmlet.dev/v1alpha1', kind, metadata: {name}, spec});

const stage = async (): Promise<Scene> => {
  const scene = await openScene();
  const {files} = scene.sim.host;
  for (const name of ['one', 'two']) files.control.put(`/images/${name}`, name);
  files.control.put('/images/one.raw', Buffer.alloc(512));
  files.control.put('/images/other', 'another kernel');
  const other = object('Image', 'other', {format: 'raw', source: {file: {path: '/images/other'}}});
  scene.sim.write('base.yaml', `${baseManifest}\n---\n${other}`);
  scene.declare(plainVm('b'));
  await scene.sim.advance(restMs);
  return scene;
};

const ref = {kind: 'VirtualMachine', namespace: 'default', name: 'a'};

/** The edit is planned before anybody notices it, and then done; what waits is taken into force for the next one. */
const planAndDo = async (scene: Scene, texts: Readonly<Record<string, string>>): Promise<void> => {
  const {sim} = scene;
  for (const may of ['change', 'stop'] as const)
    for (const name of ['a', 'b']) sim.monitors.licenses.grant(name, may, 'edited');
  for (const [file, text] of Object.entries(texts))
    sim.host.files.control.put(`${manifestsDir}/${file}`, text);
  const report = await planByDaemon(scene);
  const before = sim.host.log.length;
  sim.touched();
  sim.monitors.acted();
  await sim.advance(restMs);
  expect({texts, done: doneLines(scene, before)}).toEqual({texts, done: plannedLines(report)});
  expect({texts, pending: pendingNow(scene)}).toEqual({texts, pending: pendingOf(report)});
  expect(sim.violations).toEqual([]);
  if (pendingNow(scene).length > 0 && sim.control !== null)
    await sim.during(sim.control.power(ref, 'restart', {now: true}));
  await sim.advance(restMs);
};

/** Of so many fields one in `npm run test:fast`. */
const some = 8;
const chosen = <T>(rows: readonly T[]): readonly T[] => rows.filter((_, at) => isThorough || at % some === 0);
const walked = <T>(values: readonly T[]): readonly T[] => (isThorough ? values : ends(values));

test.each(chosen(fieldRows))(
  'what is planned of an edit of $path is what is done, and nothing else',
  async ({values, put, isOneWay}) => {
    const scene = await stage();
    const trail = walked(values);
    for (const value of isOneWay ? trail : [...trail, trail[0]])
      await planAndDo(scene, {'a.yaml': object('VirtualMachine', 'a', put(baseSpec, value))});
    scene.end();
  },
);

test.each(chosen(classRows()))(
  'what is planned of an edit of a class’s $path is what is done, and nothing else',
  async row => {
    const scene = await stage();
    const trail = walked(row.values);
    for (const value of row.isOneWay ? trail : [...trail, trail[0]]) {
      const {spec, rest} = inClass(row, value);
      const texts = {'class.yaml': classText(spec), 'a.yaml': object('VirtualMachine', 'a', rest)};
      await planAndDo(scene, texts);
    }
    scene.end();
  },
);

test.each(chosen(sharedRows))(
  'what is planned of an edit of a $kind’s $path is what is done, and nothing else',
  async ({kind, specs}) => {
    const scene = await stage();
    const trail = walked(specs);
    for (const spec of [...trail, trail[0]]) await planAndDo(scene, {'x.yaml': object(kind, 'x', spec)});
    scene.end();
  },
);
