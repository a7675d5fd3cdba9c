// Manifests made from the CRDs themselves: most are valid, some have one thing wrong, written in one of several styles.
// Follows the schema blindly; what the rules of the decoder say of the result is the target's business.
import fc from 'fast-check';
import {stringify} from 'yaml';
import type {JsonSchema} from '../../controller/manifest/crd.ts';
import {crds} from '../../controller/manifest/crds.gen.ts';

/** Strings that have meant something to a program that joined them into a command. */
export const evilStrings = [
  'a,script=/x',
  'x=y',
  ',,',
  '"},{"driver":"file"',
  "'; reboot; '",
  '$(reboot)',
  '`id`',
  '../../etc/shadow',
  '/etc/shadow',
  '~/x',
  'json:{"driver":"file"}',
  'nbd://host/x',
  'fat:/etc',
  '-drive',
  '--',
  '%d',
  '%s%n',
  'a b',
  'a\tb',
  'a\nb',
  'a\u0000b',
  '\u001b[31m',
  '\u202e',
  '\u{1f600}',
  '__proto__',
  'constructor',
  '=',
  '!!js/function x',
  '*a',
  '&a',
  '<<',
  'yes',
  'null',
  '0x10',
  '1e999',
  '0b11',
  '1_000',
  '2026-01-01',
  'x'.repeat(5000),
];

const evil: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(...evilStrings),
  fc.string({unit: 'binary', maxLength: 20}),
  fc.jsonValue({maxDepth: 3}),
  fc.constantFrom<unknown>(-1, 0, 1.5, 2 ** 53, 1e308, '', null, true, [], {}),
);

/** Values of one field. `strange` is the share of values that ignore the schema, in percent. */
export const valueOf = (schema: JsonSchema, strange: number): fc.Arbitrary<unknown> =>
  strange === 0
    ? goodValue(schema, 0)
    : fc.oneof(
        {weight: 100 - strange, arbitrary: goodValue(schema, strange)},
        {weight: strange, arbitrary: evil},
      );

const goodValue = (schema: JsonSchema, strange: number): fc.Arbitrary<unknown> => {
  switch (schema.type) {
    case 'object':
      return objectOf(schema, strange);
    case 'array':
      return fc.uniqueArray(valueOf(schema.items ?? {}, strange), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 3, 3),
        selector: item => (item as {name?: unknown} | null)?.name ?? JSON.stringify(item),
      });
    case 'integer':
      return fc.integer({min: schema.minimum ?? 0, max: Math.min(schema.maximum ?? 1 << 20, 1 << 20)});
    case 'boolean':
      return fc.boolean();
    default:
      return stringOf(schema);
  }
};

const stringOf = ({enum: words, pattern, maxLength = 40}: JsonSchema): fc.Arbitrary<string> => {
  if (words !== undefined) return fc.constantFrom(...words);
  if (pattern === undefined) return fc.string({maxLength});
  // An address that fits the pattern is hardly ever one.
  if (pattern.includes('/[0-9]{1,3}')) return fc.constantFrom('192.168.1.3/24', '10.0.0.1/8', 'fd00::3/64');
  if (pattern.startsWith('^[0-9.]{7')) return fc.constantFrom('127.0.0.1', '0.0.0.0');
  if (pattern.includes('(Ki|Mi')) return fc.constantFrom('64Mi', '1Gi', '512M', '10Gi', '999999Ki', '2Ti');
  if (pattern.includes('(:[0-9A-Fa-f]{2}){5}')) return fc.stringMatching(/^52:54:00(:[0-9A-Fa-f]{2}){3}$/);
  if (pattern.includes('(ms|s|m')) return fc.constantFrom('500ms', '30s', '2m', '1h', '1m30s');
  return fc.stringMatching(new RegExp(pattern)).filter(text => text.length <= maxLength);
};

const objectOf = (schema: JsonSchema, strange: number): fc.Arbitrary<unknown> => {
  const fields = Object.entries(schema.properties ?? {});
  const unions = (schema.oneOf ?? []).flatMap(({required}) => required);
  const required = schema.required ?? [];
  const part = (names: readonly string[]): fc.Arbitrary<Record<string, unknown>> =>
    fc.record(
      Object.fromEntries(
        fields
          .filter(([name]) => !unions.includes(name) || names.includes(name))
          // Words for a kernel that is not booted are refused by a rule, not by the schema.
          .filter(([name]) => !(name === 'cmdline' && names.includes('firmware')))
          .map(([name, field]) => [name, valueOf(field, strange)]),
      ),
      {requiredKeys: [...required, ...names]},
    );
  const whole = unions.length === 0 ? part([]) : fc.oneof(...unions.map(name => part([name])));
  if (strange === 0) return whole;
  const extra = fc.tuple(whole, fc.constantFrom('memroy', '__proto__', '<<', 'x', ''), evil);
  return fc.oneof(
    {weight: 40, arbitrary: whole},
    {
      weight: 1,
      arbitrary: extra.map(([value, key, odd]) => Object.fromEntries([...Object.entries(value), [key, odd]])),
    },
  );
};

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,10}[a-z0-9]$/);

const object = (strange: number): fc.Arbitrary<unknown> =>
  fc.oneof(
    ...Object.values(crds).map(({kind, schema}) =>
      fc.record({
        apiVersion: fc.constant('vmlet.dev/v1alpha1'),
        kind: fc.constant(kind),
        metadata: fc.record(
          {name, namespace: name, labels: fc.dictionary(name, name, {maxKeys: 3})},
          {requiredKeys: ['name']},
        ),
        spec: valueOf(schema.properties?.['spec'] ?? {}, strange),
      }),
    ),
  );

const written = (value: unknown, style: number): string => {
  if (style === 0) return JSON.stringify(value);
  const options = [
    {},
    {indent: 4, lineWidth: 0},
    {collectionStyle: 'flow'},
    {defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN'},
    {defaultStringType: 'BLOCK_LITERAL', defaultKeyType: 'PLAIN'},
  ] as const;
  return stringify(value, {...options[style - 1], aliasDuplicateObjects: style % 2 === 0});
};

/** A file of one or two objects. */
export const manifestTexts: fc.Arbitrary<Buffer> = fc
  .tuple(
    fc.array(fc.oneof(object(0), object(3)), {minLength: 1, maxLength: 2}),
    fc.nat(5),
    fc.constantFrom('---\n', '\n---\n', '...\n---\n'),
  )
  .map(([objects, style, separator]) =>
    Buffer.from(objects.map(each => written(each, style)).join(`\n${separator}`)),
  );
