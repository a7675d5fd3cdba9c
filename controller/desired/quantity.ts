// Bytes as people and manifests write them. Pure.

const units = ['Ti', 'Gi', 'Mi', 'Ki'] as const;

/** The exact size in the largest binary unit that divides it: 10737418240 -> `10Gi`; else the bare bytes. */
export const formatQuantity = (sizeBytes: number): string => {
  for (const [index, unit] of units.entries()) {
    const unitBytes = 1024 ** (units.length - index);
    if (sizeBytes >= unitBytes && sizeBytes % unitBytes === 0)
      return `${String(sizeBytes / unitBytes)}${unit}`;
  }
  return String(sizeBytes);
};
