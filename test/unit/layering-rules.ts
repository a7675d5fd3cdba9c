// The rules of docs/architecture.md as data, and the reading of a source file that they are checked on. Pure.
import {dirname, join, normalize} from 'node:path';

export type Import = {
  /** Path below controller/, or the name of a package. */
  readonly target: string;
  readonly isPackage: boolean;
  readonly names: readonly string[];
  readonly typeOnly: boolean;
  /** An import(), which loads when it runs. */
  readonly isLate: boolean;
};

export type SourceFile = {
  readonly path: string;
  readonly text: string;
  /** The text without comments and the content of strings: what runs. */
  readonly code: string;
  readonly imports: readonly Import[];
};

/** What a layer may import; patterns are paths below controller/, a layer may always import itself. */
type Layer = {
  readonly files: RegExp;
  /** Values and types. */
  readonly any: readonly RegExp[];
  /** Types only. */
  readonly types: readonly RegExp[];
  /** Packages and Node's modules beside those that have a door; undefined: all of them. */
  readonly packages?: RegExp;
};

const errors = /^errors\.ts$/;
const host = /^host\//;
const desiredNames = /^desired\/(names|quantity|same)\.ts$/;
const measuring =
  /^observe\/(record|records|snapshot|disk|image|qcow2|links|vm|process-table|log-bound)\.ts$/;
const facts = /^observe\/(snapshot|record)\.ts$/;

/** The table of docs/architecture.md, "Who may import whom". */
const layers: readonly Layer[] = [
  {files: errors, any: [], types: [], packages: /^$/},
  {files: host, any: [errors], types: []},
  {
    files: /^manifest\//,
    any: [errors, host],
    types: [/^desired\/node\.ts$/, facts],
  },
  {
    files: /^desired\//,
    any: [/^manifest\/(classes|quantity)\.ts$/],
    types: [/^manifest\//, /^host\/paths\.ts$/, facts],
    // Hashing and the spelling of addresses are arithmetic.
    packages: /^node:(crypto|net)$/,
  },
  {files: /^drivers\//, any: [errors, host], types: [/^desired\/node\.ts$/, facts]},
  {
    files: /^observe\//,
    any: [errors, host, /^drivers\/qemu\//],
    types: [/^desired\/node\.ts$/, /^drivers\/driver\.ts$/],
  },
  {
    files: /^plan\//,
    any: [desiredNames],
    types: [/^desired\//, /^host\//, facts, /^drivers\/driver\.ts$/],
    packages: /^$/,
  },
  {
    files: /^execute\//,
    // What bears our mark is arithmetic on names.
    any: [errors, host, /^plan\/action\.ts$/, measuring, /^drivers\/qemu\//, /^desired\/names\.ts$/],
    types: [/^desired\//, /^drivers\//, /^observe\//],
  },
  {
    files: /^status\//,
    // YAML is read in one way only, whoever wrote it.
    any: [
      errors,
      host,
      facts,
      desiredNames,
      /^plan\/action\.ts$/,
      /^manifest\/(load-yaml|prescan|tree)\.ts$/,
    ],
    types: [/^desired\//, /^manifest\/(object|types\.gen)\.ts$/],
  },
  {
    files: /^api\//,
    any: [errors, host, /^status\//, /^plan\/(action|object-plan)\.ts$/],
    types: [/^desired\/node\.ts$/, /^execute\/queue\.ts$/, facts],
  },
  // Foreign texts in, plain values out.
  {files: /^adopt\//, any: [errors, /^desired\/quantity\.ts$/], types: []},
  {
    files: /^cli\//,
    any: [
      errors,
      host,
      /^api\/(client|protocol|plan-report|sweep)\.ts$/,
      /^manifest\//,
      /^status\//,
      /^plan\/(action|disruption)\.ts$/,
      /^adopt\//,
      desiredNames,
    ],
    types: [/^desired\//, /^plan\//],
  },
  // A look has no effects: it cannot reach what has.
  {
    files: /^look\//,
    any: [errors, /^(manifest|desired|observe|plan|status)\//, /^world\.ts$/],
    types: [host],
  },
  {
    files: /^preview\//,
    any: [
      errors,
      host,
      /^(look|manifest|desired|observe|plan|drivers)\//,
      /^api\/plan-report\.ts$/,
      /^(world|open-world|policy-file|source-facts)\.ts$/,
    ],
    types: [/^(api|cli)\//],
  },
  // The files directly in controller/, and what people ask for, build and join everything.
  {files: /^requests\//, any: [/.*/], types: []},
  {files: /^[^/]+\.ts$/, any: [/.*/], types: []},
];

/** Packages and Node's modules that have one door, and who may hold it. */
const packageDoors: readonly (readonly [RegExp, RegExp])[] = [
  [/^execa$/, /^host\/process\.ts$/],
  [/^(node:)?child_process$/, /^host\/process\.ts$/],
  [/^winston$/, /^host\/log\.ts$/],
  [/^(chokidar|ajv|ajv-formats)(\/|$)/, /^manifest\//],
  [/^yaml$/, /^manifest\//],
  [/^(node:)?(timers|perf_hooks)(\/|$)/, /^host\/clock\.ts$/],
  // main.ts reads its own version before there is a host.
  [/^(node:)?fs(\/|$)/, /^(host\/|main\.ts$)/],
  // The API is a socket of its own.
  [/^(node:)?(net|http|https|dgram|tls)$/, /^(host|api)\//],
  [/^(node:)?worker_threads$/, /^manifest\/decod(er|e-worker)\.ts$/],
  [/^p-queue$/, /^(execute\/|daemon\.ts$|open-world\.ts$)/],
  [/^commander$/, /^cli\//],
  [/^saxes$/, /^adopt\/element\.ts$/],
  [/^croner$/, /^manifest\/window\.ts$/],
  [/^(node:)?os$/, /^host\//],
  // Flags are of the whole process.
  [/^(node:)?v8$/, /^main\.ts$/],
];

/** Globals that have one door. */
const globalDoors: readonly (readonly [string, RegExp, RegExp])[] = [
  ['the date', /\bDate\s*\(\s*\)|\bDate\.now\b/, /^host\/clock\.ts$/],
  ['a timer', /\b(setTimeout|setInterval|setImmediate)\s*\(/, /^host\/clock\.ts$/],
  // The time of a connect, which no decision hangs on.
  ['a timer', /\bAbortSignal\.timeout\b/, /^host\/(clock|sockets)\.ts$/],
  ['a clock', /\bperformance\.now\b|\bprocess\.hrtime\b/, /^host\/clock\.ts$/],
  ['the environment', /\bprocess\.(env|argv|cwd|chdir|stdin|stdout|stderr)\b/, /^main\.ts$/],
  ['the end of the process', /\bprocess\.(exit|exitCode|abort|kill)\b/, /^(main\.ts$|host\/process\.ts$)/],
  ['signals', /\bprocess\.(on|once|off|addListener)\b/, /^main\.ts$/],
  ['chance', /\bMath\.random\b|\brandomUUID\b|\brandomBytes\b|\bgetRandomValues\b/, /^main\.ts$/],
];

const badNames = /(^|[-/])(utils?|helpers?|managers?|common|misc)([-./]|$)/;
const mostLines = 320;

/** Everything that is wrong, one line each; empty when nothing is. */
export const violations = (sources: readonly SourceFile[]): readonly string[] => [
  ...sources.flatMap(source => [...wrongArrows(source), ...secondDoors(source), ...wrongStyle(source)]),
  ...cycles(sources),
];

const wrongArrows = ({path, imports}: SourceFile): string[] => {
  const layer = layers.find(each => each.files.test(path));
  if (layer === undefined) return [`${path}: no layer of docs/architecture.md holds it`];
  return imports.flatMap(({target, isPackage, typeOnly}) => {
    if (isPackage)
      return layer.packages === undefined || typeOnly || layer.packages.test(target)
        ? []
        : [`${path}: this layer imports no package, and it imports ${target}`];
    const may = (patterns: readonly RegExp[]): boolean => patterns.some(each => each.test(target));
    if (layer.files.test(target) || may(layer.any) || (typeOnly && may(layer.types))) return [];
    return [
      may(layer.types) ? `${path}: may import only types of ${target}` : `${path}: must not import ${target}`,
    ];
  });
};

/** Arithmetic on addresses, which happens to live beside the sockets. */
const pureNames = new Set(['isIP', 'isIPv4', 'isIPv6', 'SocketAddress', 'BlockList']);

const secondDoors = ({path, code, imports}: SourceFile): string[] => [
  ...imports.flatMap(({target, isPackage, typeOnly, names}) => {
    const isPure = typeOnly || (names.length > 0 && names.every(name => pureNames.has(name)));
    const door = isPackage && !isPure ? packageDoors.find(([name]) => name.test(target)) : undefined;
    return door === undefined || door[1].test(path) ? [] : [`${path}: ${target} has its door elsewhere`];
  }),
  ...globalDoors.flatMap(([what, pattern, holder]) =>
    holder.test(path) || !pattern.test(code) ? [] : [`${path}: uses ${what}, which has its door elsewhere`],
  ),
];

const wrongStyle = ({path, text, code}: SourceFile): string[] => {
  const lines = text.trimEnd().split('\n').length;
  const isGenerated = path.endsWith('.gen.ts');
  return [
    ...(/^(#!.*\n)?(\/\/|\/\*)/.test(text) ? [] : [`${path}: does not open with what lives here`]),
    ...(isGenerated || lines <= mostLines
      ? []
      : [`${path}: ${String(lines)} lines, ${String(mostLines)} at most`]),
    ...(badNames.test(path) || !/^[a-z0-9/.-]+$/.test(path) ? [`${path}: named after nothing`] : []),
    ...(/\bexport default\b/.test(code) ? [`${path}: has a default export`] : []),
  ];
};

/** Each cycle of value imports once, from its first file in order. */
const cycles = (sources: readonly SourceFile[]): string[] => {
  const next = new Map(
    sources.map(({path, imports}) => [
      path,
      imports.filter(each => !each.isPackage && !each.typeOnly).map(each => each.target),
    ]),
  );
  const found = new Set<string>();
  const done = new Set<string>();
  const walk = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) {
      const ring = trail.slice(at);
      const first = ring.indexOf([...ring].sort()[0] ?? '');
      const turned = [...ring.slice(first), ...ring.slice(0, first)];
      found.add(`import cycle: ${[...turned, turned[0]].join(' -> ')}`);
      return;
    }
    if (done.has(path)) return;
    for (const target of next.get(path) ?? []) walk(target, [...trail, path]);
    done.add(path);
  };
  for (const path of [...next.keys()].sort()) walk(path, []);
  return [...found];
};

/** Read one file. `path` is below controller/. */
export const parseSource = (path: string, text: string): SourceFile => {
  const plain = withoutComments(text);
  return {path, text, code: withoutStrings(plain), imports: importsOf(path, plain)};
};

const importPattern =
  /\b(?:import|export)\s+(?<typed>type\s+)?(?<names>[\w*\s{},$]*?)\s*from\s*'(?<from>[^']+)'|\bimport\s*\(\s*'(?<late>[^']+)'|\bimport\s+'(?<bare>[^']+)'/g;

const importsOf = (path: string, plain: string): Import[] =>
  [...plain.matchAll(importPattern)].map(({groups = {}}) => {
    const target = groups['from'] ?? groups['late'] ?? groups['bare'] ?? '';
    const isPackage = !target.startsWith('.');
    return {
      target: isPackage ? target : normalize(join(dirname(path), target)),
      isPackage,
      names: (groups['names'] ?? '').split(/[{},\s]+/).filter(name => name !== ''),
      typeOnly: groups['typed'] !== undefined,
      isLate: groups['late'] !== undefined,
    };
  });

/** Comments become nothing; strings and templates are kept. */
const withoutComments = (text: string): string =>
  text.replace(
    /('(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`)|\/\/[^\n]*|\/\*[^]*?\*\//g,
    (_match, literal: string | undefined) => literal ?? '',
  );

/** Templates keep their text: what they compute is code. */
const withoutStrings = (plain: string): string =>
  plain.replace(/'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g, "''");
