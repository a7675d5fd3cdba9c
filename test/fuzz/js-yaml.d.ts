// The part of js-yaml 4 that the differential check uses; the package brings no types.
declare module 'js-yaml' {
  export const CORE_SCHEMA: unknown;
  export const loadAll: (
    text: string,
    iterator: null,
    options: {schema: unknown; json?: boolean; filename?: string},
  ) => unknown[];
}
