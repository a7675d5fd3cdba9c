// One page of docs/reference/ from one CRD. Pure; generate.js writes the files.

/**
 * @param {object} resource names, columns and schema of a kind
 * @param {object} builtin spec of the built-in class
 * @param {(path: string) => string} costOf what changing the field with this path costs, '' for one that only holds others
 * @returns {string} Markdown
 */
export const referencePage = (resource, builtin, costOf) => {
  const {spec, status} = resource.schema.properties;
  const classed = resource.kind === 'VirtualMachine' || resource.kind === 'VirtualMachineClass';
  const lines = [
    `# ${resource.kind}`,
    '',
    '<!-- Generated from crds/ by `npm run gen`. Do not edit. -->',
    '',
    resource.schema.description,
    '',
    `\`apiVersion: vmlet.dev/v1alpha1\`, \`kind: ${resource.kind}\`. Names for the command line: ${[
      resource.plural,
      resource.singular,
      ...resource.shortNames,
    ]
      .map(name => `\`${name}\``)
      .join(', ')}.`,
    '',
    '## Spec',
    '',
    spec.description,
    '',
    ...(classed
      ? [
          'Values marked *class* are those of the built-in class `default`: a machine or its class may say otherwise.',
          '',
        ]
      : []),
    'A change is hot (at once), restart or recreate (with leave), or refused: [what changes cost](../changes.md).',
    '',
    '| Field | Type | Value when left out | A change is | Meaning |',
    '|---|---|---|---|---|',
    ...rows(spec, 'spec', classed ? builtin : undefined, costOf),
    '',
    '## Status',
    '',
    status.description,
    '',
    '| Field | Type | Meaning |',
    '|---|---|---|',
    ...statusRows(status, 'status'),
    '',
    '## Columns',
    '',
    '| Column | From | Shown |',
    '|---|---|---|',
    ...resource.columns.map(
      column =>
        `| ${column.name} | \`${column.jsonPath}\` | ${column.priority === 0 ? 'always' : '`-o wide`'} |`,
    ),
    '',
  ];
  return lines.join('\n');
};

const rows = (schema, path, builtin, costOf) =>
  Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const here = `${path}.${name}`;
    const given = builtin?.[name];
    const required = schema.required?.includes(name);
    const alternatives = schema.oneOf?.flatMap(one => one.required) ?? [];
    const others = alternatives.filter(other => other !== name);
    const choice =
      alternatives.includes(name) && others.length > 0
        ? ` Excludes ${others.map(other => `\`${other}\``).join(', ')}.`
        : '';
    const cell = required ? 'required' : leftOut(field, given);
    const below = field.type === 'array' ? field.items : field;
    return [
      `| \`${here}${field.type === 'array' ? '[]' : ''}\` | ${typeText(field)} | ${cell} | ${costOf(`${here}${field.type === 'array' ? '[]' : ''}`)} | ${escape(field.description)}${choice} |`,
      ...rows(
        below,
        field.type === 'array' ? `${here}[]` : here,
        field.type === 'object' ? given : undefined,
        costOf,
      ),
    ];
  });

const statusRows = (schema, path) =>
  Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const here = `${path}.${name}${field.type === 'array' ? '[]' : ''}`;
    return [
      `| \`${here}\` | ${typeText(field)} | ${escape(field.description ?? '')} |`,
      ...statusRows(field.type === 'array' ? field.items : field, here),
    ];
  });

const leftOut = (field, given) => {
  if (field.default !== undefined) return `\`${JSON.stringify(field.default)}\``;
  if (given === undefined) return '';
  return typeof given === 'object' && !Array.isArray(given) ? '' : `\`${JSON.stringify(given)}\` *class*`;
};

const typeText = field => {
  if (field.enum !== undefined) return field.enum.map(value => `\`${value}\``).join(', ');
  if (field['x-kubernetes-int-or-string']) return `integer, or string \`${escape(field.pattern)}\``;
  if (field.additionalProperties !== undefined) return `map of ${field.additionalProperties.type}`;
  if (field.type === 'array') return `list of ${field.items.type}`;
  if (field.minimum !== undefined) return `${field.type}, ${field.minimum}-${field.maximum}`;
  if (field.pattern !== undefined) return `${field.type} \`${escape(field.pattern)}\``;
  return field.type;
};

const escape = text => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
