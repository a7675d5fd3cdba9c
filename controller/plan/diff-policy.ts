// What two revisions differ in beside the machine itself: the fields that change without touching the guest. Pure.
import type {PendingChange} from './action.ts';
import {part, same} from './diff-part.ts';
import {vmCosts} from './disruption-vm.ts';

/** Fields of a merged spec that no machine is made of. */
const fields = [
  'class',
  'runPolicy',
  'readiness',
  'dependsOn',
  'preStart',
  'shutdown',
  'update',
  'deletion',
] as const;

/** Between two merged specs; nothing where one of them was not recorded. */
export const policyChanges = (from: unknown, to: unknown): readonly PendingChange[] => {
  if (!isObject(from) || !isObject(to)) return [];
  return fields.flatMap(field => leafChanges(`spec.${field}`, from[field], to[field]));
};

const leafChanges = (path: string, from: unknown, to: unknown): readonly PendingChange[] => {
  if (same(from, to)) return [];
  if (isObject(from) && isObject(to))
    return [...new Set([...Object.keys(from), ...Object.keys(to)])].flatMap(name =>
      leafChanges(`${path}.${name}`, from[name], to[name]),
    );
  const reason =
    path === 'spec.class' ? 'what it sets is listed field by field' : (vmCosts[path]?.reason ?? '');
  return [part(path, from ?? null, to ?? null, {disruption: 'hot', reason}).change];
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
