// Pages of docs/ that are made from the program's own tables: docs/reference/*.md and the tables of docs/changes.md.
// Pure, texts in and texts out; write-pages.js writes them, a test compares.
import {disruptionRows} from '../../controller/cli/disruption-rows.ts';
import type {DisruptionRow} from '../../controller/cli/disruption-rows.ts';
// @ts-expect-error plain JavaScript, without types on purpose
import {referencePage} from '../../controller/install/reference.js';
import {crds, defaultClassSpec} from '../../controller/manifest/crds.gen.ts';
import type {CustomResource} from '../../controller/manifest/crd.ts';
import type {Kind} from '../../controller/manifest/object.ts';

type ReferencePage = (resource: CustomResource, builtin: unknown, costOf: (path: string) => string) => string;

/** Every page of docs/reference/ by its path. */
export const referencePages = (): Record<string, string> =>
  Object.fromEntries(
    Object.values(crds).map(resource => [
      `docs/reference/${resource.singular}.md`,
      (referencePage as ReferencePage)(resource, defaultClassSpec, costOf(resource.kind as Kind)),
    ]),
  );

/** `hot`, or `hot, restart` where there is an exception; a list that is one value is `x[]` in the page and `x` here. */
const costOf = (kind: Kind) => {
  const rows = new Map(disruptionRows(kind).map(row => [row.path, row]));
  return (path: string): string => {
    const row = rows.get(path) ?? rows.get(path.replace(/\[\]$/, ''));
    return row === undefined
      ? ''
      : [row.class, ...(row.otherwise === undefined ? [] : [row.otherwise.class])].join(', ');
  };
};

const begin = '<!-- made from the matrix by `npm run gen` -->';
const end = '<!-- end of the matrix -->';

/** docs/changes.md with its tables as the matrix says now. */
export const changesPage = (page: string): string => {
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error('docs/changes.md has lost its markers');
  return [
    before,
    begin,
    '\n',
    (['VirtualMachine', 'Network', 'Image'] as const).map(table).join('\n'),
    end,
    after,
  ].join('');
};

const table = (kind: Kind): string =>
  [
    `### ${kind}`,
    '',
    '| Field | A change is | Why |',
    '|---|---|---|',
    ...disruptionRows(kind).flatMap(lines),
    '',
  ].join('\n');

const lines = ({path, class: cost, reason, otherwise}: DisruptionRow): string[] => [
  `| \`${path}\` | ${cost} | ${reason} |`,
  ...(otherwise === undefined
    ? []
    : [`| | ${otherwise.class} | where ${otherwise.when}: ${otherwise.reason} |`]),
];
