// In which order VMs go down: who depends on others goes first, as it came last. Pure.
import {objectKey} from '../desired/names.ts';
import type {ObjectKey} from '../desired/node.ts';
import type {ObjectRecord} from '../observe/record.ts';

/**
 * For each VM, those that must be down before it is asked to go: all that depend on it. Of a circle, which a manifest
 * may declare, one link is left out, so that nobody waits for himself.
 */
export const stopsAfter = (
  vms: readonly Pick<ObjectRecord, 'kind' | 'namespace' | 'name' | 'policy'>[],
): ReadonlyMap<ObjectKey, readonly ObjectKey[]> => {
  const dependsOn = new Map(
    vms.map(vm => [objectKey(vm.kind, vm.namespace, vm.name), vm.policy?.dependsOn ?? []]),
  );
  const after = new Map<ObjectKey, ObjectKey[]>([...dependsOn.keys()].map(key => [key, []]));
  const done = new Set<ObjectKey>();
  const path = new Set<ObjectKey>();
  const visit = (key: ObjectKey): void => {
    path.add(key);
    for (const needed of dependsOn.get(key) ?? []) {
      if (path.has(needed)) continue;
      after.get(needed)?.push(key);
      if (dependsOn.has(needed) && !done.has(needed)) visit(needed);
    }
    path.delete(key);
    done.add(key);
  };
  for (const key of dependsOn.keys()) if (!done.has(key)) visit(key);
  return after;
};
