import {describe, expect, test} from '@jest/globals';
import {readFileSync} from 'node:fs';
import {builtinClass} from '../../../controller/manifest/classes.ts';
import type {JsonSchema} from '../../../controller/manifest/crd.ts';
import {crds} from '../../../controller/manifest/crds.gen.ts';
import {decodeFile} from '../../../controller/manifest/decode.ts';
import {patternWords} from '../../../controller/manifest/pattern-words.ts';
import {kinds, validate} from '../../../controller/manifest/schema.ts';

const visit = (schema: JsonSchema, path: string, see: (schema: JsonSchema, path: string) => void): void => {
  see(schema, path);
  for (const [name, field] of Object.entries(schema.properties ?? {})) visit(field, `${path}.${name}`, see);
  if (schema.items !== undefined) visit(schema.items, `${path}[]`, see);
};

const specOf = (kind: (typeof kinds)[number]): JsonSchema => crds[kind].schema.properties?.['spec'] ?? {};

describe('the CRDs', () => {
  test('are structural: every node has a type, lists have items and a list type, defaults are of plain data', () => {
    for (const {kind, schema} of Object.values(crds)) {
      visit(schema, kind, (node, path) => {
        if (node['x-kubernetes-int-or-string'] === true) return;
        expect([path, node.type]).toEqual([path, expect.any(String)]);
        if (node.type !== 'array') return;
        expect([path, node['x-kubernetes-list-type']]).toEqual([path, expect.any(String)]);
        for (const key of node['x-kubernetes-list-map-keys'] ?? [])
          expect(node.items?.required).toContain(key);
      });
    }
  });

  test('say nothing but `required` in the branches of a union', () => {
    for (const {kind, schema} of Object.values(crds))
      visit(schema, kind, node => {
        for (const branch of node.oneOf ?? []) expect(Object.keys(branch)).toEqual(['required']);
        for (const branch of node.oneOf ?? [])
          expect(node.properties).toHaveProperty(branch.required[0] ?? '');
      });
  });

  test('give no default to any field that a class can set, since it would beat the class', () => {
    visit(specOf('VirtualMachineClass'), 'spec', (node, path) =>
      expect([path, node.default]).toEqual([path, undefined]),
    );
  });

  test('describe every field of a spec, bound every list and string pattern, and have words for every pattern', () => {
    for (const kind of kinds)
      visit(specOf(kind), kind, (node, path) => {
        if (!path.endsWith('[]'))
          expect([path, node.description]).toEqual([path, expect.stringMatching(/\.$/)]);
        if (node.type === 'array') expect([path, node.maxItems]).toEqual([path, expect.any(Number)]);
        if (node.type === 'string' && node.enum === undefined)
          expect([path, node.maxLength]).toEqual([path, expect.any(Number)]);
        if (node.pattern !== undefined)
          expect([path, patternWords(node.pattern)]).toEqual([path, expect.anything()]);
      });
  });

  test('use no short name twice', () => {
    const names = Object.values(crds).flatMap(one => [one.plural, one.singular, ...one.shortNames]);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('the built-in class', () => {
  test('is a valid VirtualMachineClass and says something of every field that a class can set', () => {
    const bytes = readFileSync('crds/classes/default.yaml');
    const {objects, diagnostics} = decodeFile('default.yaml', bytes, {source: 'built-in', directory: '/'});
    expect(diagnostics).toEqual([]);
    expect(objects[0]?.object.spec).toEqual(builtinClass);
    expect(Object.keys(builtinClass).sort()).toEqual(
      Object.keys(specOf('VirtualMachineClass').properties ?? {}).sort(),
    );
  });
});

describe('validate', () => {
  const object = (spec: unknown): unknown => ({
    apiVersion: 'vmlet.dev/v1alpha1',
    kind: 'VirtualMachine',
    metadata: {name: 'a'},
    spec,
  });
  const keywords = (spec: unknown): string[] =>
    validate('VirtualMachine', object(spec)).map(one => one.keyword);

  test('a list with map keys refuses a repeated key and nothing else', () => {
    const disk = (name: string): unknown => ({name, image: 'x'});
    expect(keywords({disks: [disk('a'), disk('b')]})).toEqual([]);
    expect(keywords({disks: [disk('a'), disk('b'), disk('a'), disk('a')]})).toEqual([
      'x-kubernetes-list-map-keys',
      'x-kubernetes-list-map-keys',
    ]);
  });

  test('an atomic list may repeat itself, a set may not', () => {
    expect(keywords({boot: {kernel: {image: 'k'}, cmdline: ['a', 'a']}})).toEqual([]);
    const addresses = ['fe80::A/64', 'fe80::a/64'];
    expect(keywords({interfaces: [{name: 'a', user: {}, addresses}]})).toEqual(['x-kubernetes-list-type']);
  });

  test('errors of one call are not seen by the next', () => {
    expect(
      keywords({
        disks: [
          {name: 'a', image: 'x'},
          {name: 'a', image: 'x'},
        ],
      }),
    ).toHaveLength(1);
    expect(keywords({})).toEqual([]);
  });
});
