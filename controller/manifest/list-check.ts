// Kubernetes' list types, which JSON Schema has no word for: the API server enforces them, so we do. Pure.

/** Positions of the items that repeat an earlier one, of that one, and what they share. */
export type Repeat = {readonly index: number; readonly first: number; readonly id: string};

/** `keys`: the fields that tell items apart, with commas between them. */
export const repeatedKeys = (list: unknown, keys: string): Repeat[] => {
  const names = keys.split(',');
  return repeats(list, item =>
    names.every(key => typeof fieldOf(item, key) === 'string')
      ? names.map(key => `${key} "${String(fieldOf(item, key))}"`).join(', ')
      : undefined,
  );
};

/** Of a `set`; items of an `atomic` list or a `map` may say what they like here. */
export const repeatedWords = (list: unknown, listType: string): Repeat[] =>
  listType === 'set'
    ? repeats(list, item => (typeof item === 'string' ? `"${item.toLowerCase()}"` : undefined))
    : [];

const repeats = (list: unknown, identity: (item: unknown) => string | undefined): Repeat[] => {
  const found: Repeat[] = [];
  const seen = new Map<string, number>();
  for (const [index, item] of (Array.isArray(list) ? list : []).entries()) {
    const id = identity(item);
    const first = id === undefined ? undefined : seen.get(id);
    if (id !== undefined && first !== undefined) found.push({index, first, id});
    else if (id !== undefined) seen.set(id, index);
  }
  return found;
};

const fieldOf = (item: unknown, field: string): unknown =>
  typeof item === 'object' && item !== null ? (item as Record<string, unknown>)[field] : undefined;
