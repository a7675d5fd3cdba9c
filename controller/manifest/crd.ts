// The shape of what is embedded of each CRD (crds.gen.ts), so that nothing parses CRD YAML at run time. Types only.

/** The part of OpenAPI v3 that a structural schema of ours uses. */
export type JsonSchema = {
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'boolean';
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly format?: string;
  readonly nullable?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  /** Of a map with free keys: what its values are. */
  readonly additionalProperties?: JsonSchema;
  /** A number, or text of this pattern; there is no `type` then. */
  readonly 'x-kubernetes-int-or-string'?: true;
  /** Only for unions: each member requires one key. */
  readonly oneOf?: readonly {readonly required: readonly string[]}[];
  readonly 'x-kubernetes-list-type'?: 'atomic' | 'map' | 'set';
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
};

/** One column of `vmlet get`, as kubectl knows it. Priority 0 is always shown, more only with `-o wide`. */
export type PrinterColumn = {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'date';
  readonly jsonPath: string;
  readonly priority: number;
  readonly description: string;
};

export type CustomResource = {
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly columns: readonly PrinterColumn[];
  /** openAPIV3Schema of the whole object. */
  readonly schema: JsonSchema;
};
