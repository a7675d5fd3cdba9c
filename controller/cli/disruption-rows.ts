// The disruption matrix as people and programs are shown it: a row for each field of a kind. Pure; printing is explain.ts
// and docs/changes.md.
import type {JsonSchema} from '../manifest/crd.ts';
import {crds} from '../manifest/crds.gen.ts';
import type {Kind} from '../manifest/object.ts';
import {disruptionMatrix} from '../plan/disruption.ts';
import type {Disruption} from '../plan/action.ts';

export type DisruptionRow = {
  readonly path: string;
  readonly class: Disruption;
  readonly reason: string;
  /** What it costs instead, and when. */
  readonly otherwise?: {readonly when: string; readonly class: Disruption; readonly reason: string};
};

/** What changing each field of a kind costs, in the order of the matrix; `below` is a path that is wanted with what it holds. */
export const disruptionRows = (kind: Kind, below = ''): DisruptionRow[] => {
  const isClass = kind === 'VirtualMachineClass';
  const table = disruptionMatrix[isClass ? 'VirtualMachine' : kind];
  return Object.entries(table)
    .filter(([path]) => !isClass || hasField(crds[kind].schema, path))
    .filter(([path]) => below === '' || path === below || /^(?:\.|\[| )/.test(path.slice(below.length)))
    .filter(([path]) => path.startsWith(below))
    .map(([path, {disruption, reason, otherwise}]) => ({
      path,
      class: disruption,
      reason,
      ...(otherwise === undefined
        ? {}
        : {otherwise: {when: otherwise.when, class: otherwise.disruption, reason: otherwise.reason}}),
    }));
};

const hasField = (schema: JsonSchema, path: string): boolean => {
  let place: JsonSchema | undefined = schema;
  for (const step of path.split('.')) place = (place?.items ?? place)?.properties?.[step.replace('[]', '')];
  return place !== undefined && path.startsWith('spec.');
};
