// `npm run gen`: crds/*.yaml -> controller/manifest/{types,crds}.gen.ts. What is made from those in
// turn (docs) is test/docs/write-pages.js.
// generate() is pure (texts in, texts out), so that a test can tell when the committed files are stale.
import {readFileSync, readdirSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {compile} from 'json-schema-to-typescript';
import * as prettier from 'prettier';
import {parse} from 'yaml';

const banner = '// Generated from crds/ by `npm run gen`. Do not edit.';

/**
 * Every generated file by its path below the project's root.
 * @param {{crds: readonly string[], defaultClass: string, policy: string, prettierOptions: object}} input texts of the CRDs, the built-in class and the policy's schema
 * @returns {Promise<Record<string, string>>}
 */
export const generate = async ({crds, defaultClass, policy, prettierOptions}) => {
  const resources = crds.map(text => resource(parse(text)));
  const {openAPIV3Schema} = JSON.parse(JSON.stringify(parse(policy)));
  const builtin = parse(defaultClass).spec;
  const format = text => prettier.format(text, {...prettierOptions, parser: 'typescript'});
  return {
    'controller/manifest/types.gen.ts': await format(await typesFile(resources, openAPIV3Schema)),
    'controller/manifest/crds.gen.ts': await format(crdsFile(resources, builtin, openAPIV3Schema)),
  };
};

/** The input of generate() as it stands in the checkout at `root`. */
export const readInput = root => {
  const names = readdirSync(`${root}/crds`).filter(name => name.endsWith('.yaml'));
  return {
    crds: names.sort().map(name => readFileSync(`${root}/crds/${name}`, 'utf8')),
    defaultClass: readFileSync(`${root}/crds/classes/default.yaml`, 'utf8'),
    policy: readFileSync(`${root}/crds/policy/policy.yaml`, 'utf8'),
    prettierOptions: JSON.parse(readFileSync(`${root}/package.json`, 'utf8')).prettier,
  };
};

const resource = crd => {
  const {names, versions} = crd.spec;
  const [version] = versions;
  return {
    kind: names.kind,
    plural: names.plural,
    singular: names.singular,
    shortNames: names.shortNames,
    categories: names.categories,
    columns: version.additionalPrinterColumns.map(column => ({
      name: column.name,
      type: column.type,
      jsonPath: column.jsonPath,
      priority: column.priority ?? 0,
      description: column.description,
    })),
    schema: version.schema.openAPIV3Schema,
  };
};

const crdsFile = (resources, builtin, policy) => `${banner}
import type {CustomResource, JsonSchema} from './crd.ts';
import type {Kind} from './object.ts';
import type {VirtualMachineClassSpec} from './types.gen.ts';

/** The CRDs of crds/, by kind. */
export const crds: Readonly<Record<Kind, CustomResource>> = {
${resources.map(one => `${one.kind}: ${JSON.stringify(one)},`).join('\n')}
};

/** The spec of the built-in class \`default\` (crds/classes/default.yaml). */
export const defaultClassSpec = ${JSON.stringify(builtin)} as const satisfies VirtualMachineClassSpec;

/** The schema of the host policy file (crds/policy/policy.yaml). */
export const policySchema: JsonSchema = ${JSON.stringify(policy)};
`;

const typesFile = async (resources, policy) => {
  const definitions = new Map();
  const machine = resources.find(one => one.kind === 'VirtualMachine').schema.properties.spec;
  const properties = {};
  for (const one of resources) {
    const {spec, status} = one.schema.properties;
    if (one.kind === 'VirtualMachineClass') requireSameFields(spec, machine);
    else properties[one.kind] = typeSchema(spec, definitions);
    properties[`${one.kind}Status`] = typeSchema(status, definitions);
  }
  properties.Policy = typeSchema(policy, definitions);
  const root = {
    title: 'WireTypes',
    description: 'Spec and status of every kind as they stand in a file.',
    type: 'object',
    additionalProperties: false,
    required: Object.keys(properties),
    properties,
    definitions: Object.fromEntries(definitions),
  };
  const text = await compile(root, 'WireTypes', {
    bannerComment: banner,
    additionalProperties: false,
    ignoreMinAndMaxItems: true,
    format: false,
  });
  const fields = Object.keys(
    resources.find(one => one.kind === 'VirtualMachineClass').schema.properties.spec.properties,
  );
  return `${text}
/** What a class can set: the fields of a machine that do not belong to one machine. */
export type VirtualMachineClassSpec = Pick<VirtualMachineSpec, ${fields.map(field => `'${field}'`).join(' | ')}>;
`;
};

// A class is defined as "the machine's own fields", so a difference between the two CRDs is a mistake.
const requireSameFields = (classSpec, machineSpec) => {
  for (const [field, schema] of Object.entries(classSpec.properties)) {
    if (JSON.stringify(schema) !== JSON.stringify(machineSpec.properties[field])) {
      throw new Error(`crds: VirtualMachineClass spec.${field} differs from VirtualMachine spec.${field}`);
    }
  }
};

// Schema -> what json-schema-to-typescript turns into usable types: a title becomes a named type, a union becomes a
// TypeScript union, a field with a default is required (decoding fills it in), unknown fields do not exist.
const typeSchema = (schema, definitions) => {
  const body = typeBody(schema, definitions);
  if (schema.title === undefined) return body;
  const known = definitions.get(schema.title);
  if (known !== undefined && JSON.stringify(known) !== JSON.stringify(body)) {
    throw new Error(`crds: two different schemas have the title ${schema.title}`);
  }
  definitions.set(schema.title, body);
  return {$ref: `#/definitions/${schema.title}`};
};

const typeBody = (schema, definitions) => {
  const about = schema.description === undefined ? {} : {description: schema.description};
  if (schema['x-kubernetes-int-or-string']) return {...about, type: ['integer', 'string']};
  const type = schema.nullable === true ? [schema.type, 'null'] : schema.type;
  if (schema.type === 'array') return {...about, type, items: typeSchema(schema.items, definitions)};
  if (schema.type !== 'object')
    return {...about, type, ...(schema.enum === undefined ? {} : {enum: schema.enum})};
  const entries = Object.entries(schema.properties ?? {});
  const properties = Object.fromEntries(
    entries.map(([name, field]) => [name, typeSchema(field, definitions)]),
  );
  const always = [
    ...(schema.required ?? []),
    ...entries.filter(([, field]) => field.default !== undefined).map(([name]) => name),
  ];
  const variants = (schema.oneOf ?? [{required: []}]).map(({required}) => {
    const others = schema.oneOf === undefined ? [] : schema.oneOf.flatMap(one => one.required);
    const mine = entries
      .map(([name]) => name)
      .filter(name => required.includes(name) || !others.includes(name));
    return {
      type,
      additionalProperties: schema.additionalProperties ?? false,
      properties: Object.fromEntries(mine.map(name => [name, properties[name]])),
      required: [...always, ...required],
    };
  });
  return variants.length === 1 ? {...about, ...variants[0]} : {...about, anyOf: variants};
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  for (const [path, text] of Object.entries(await generate(readInput(root))))
    writeFileSync(`${root}/${path}`, text);
}
