// Are two values of plain data the same? Pure; knows no kind of object.

/** JSON-like values and bigints by content, all else (Maps, functions) by identity. What is shared costs nothing. */
export const isSame = (left: unknown, right: unknown): boolean => {
  if (Object.is(left, right)) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left)) return Array.isArray(right) && isSameList(left, right);
  const names = Object.keys(left);
  const others = Object.keys(right);
  // The order of keys counts, as it does in the text that becomes of them.
  return (
    isPlain(left) &&
    isPlain(right) &&
    names.length === others.length &&
    names.every((name, index) => name === others[index] && isSame(left[name], right[name]))
  );
};

const isSameList = (left: readonly unknown[], right: readonly unknown[]): boolean => {
  if (left.length !== right.length) return false;
  // Each look at each object comes through here.
  for (let at = 0; at < left.length; at += 1)
    if (left[at] !== right[at] && !isSame(left[at], right[at])) return false;
  return true;
};

const isPlain = (value: object): value is Readonly<Record<string, unknown>> => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};
