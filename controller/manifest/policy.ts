// The host policy file: root's word about what manifests may ask of this host. Read, checked by its schema with the place of
// every mistake, and turned into plain numbers. What follows from it for a machine is desired/policy.ts and look/capacity.ts.
import {VmletError} from '../errors.ts';
import type {Files} from '../host/host.ts';
import {printable} from '../host/printable.ts';
import type {HostPolicy, PolicyAllow, PolicyLimits, PolicyRemoval} from '../desired/node.ts';
import {policySchema} from './crds.gen.ts';
import {formatDiagnostic} from './diagnostic.ts';
import {loadYaml} from './load-yaml.ts';
import type {Diagnostic} from './object.ts';
import {parseFindings} from './parse-errors.ts';
import {positionsOf} from './position.ts';
import {findDanger} from './prescan.ts';
import {quantityBytes} from './quantity.ts';
import {schemaProblems} from './schema-errors.ts';
import {compileStrict} from './schema.ts';
import {offsetOf, pathText, readTree, sourceOf, strictYaml} from './tree.ts';
import type {Problem} from './tree.ts';
import type {AllowPolicy, LimitsPolicy, PolicySpec, RemovalsPolicy} from './types.gen.ts';

/** Where the policy is when nobody says otherwise. */
export const defaultPolicyPath = '/etc/vmlet/policy.yaml';
const limitBytes = 64 * 1024;

/** Half a megabyte of code that ajv never lets go of, so it is made once; not before there is a policy. */
let compiled: ReturnType<typeof compileStrict> | undefined;

const everything: PolicyAllow = {
  paths: null,
  bridges: null,
  hostPorts: null,
  pciDevices: null,
  usbDevices: true,
  extraArgs: true,
  hooks: true,
};
const withoutLimits: PolicyLimits = {machines: null, memoryBytes: null, cpus: null, diskBytes: null};

/** What holds without a file. */
export const noPolicy: HostPolicy = {
  hostId: null,
  parallelStarts: null,
  capacity: {memory: null, cpus: null, diskReserveBytes: 0},
  limits: withoutLimits,
  removals: [],
  allow: everything,
  sources: [],
};

/**
 * Read the policy. Without a file at the default place there is none; one that is named must be there. It is the word of
 * root, or of the user that the daemon runs as (`ownUid`); anybody else's is refused.
 */
export const readPolicy = (
  files: Pick<Files, 'readHead' | 'stat'>,
  path: string | null,
  ownUid: number,
): HostPolicy => {
  const file = path ?? defaultPolicyPath;
  const facts = files.stat(file);
  const bytes = facts === undefined ? undefined : files.readHead(file, limitBytes + 1);
  if (facts === undefined || bytes === undefined) {
    if (path !== null) throw bad(file, 'there is no such file');
    return noPolicy;
  }
  if (facts.uid !== 0 && facts.uid !== ownUid)
    throw bad(file, `it belongs to uid ${String(facts.uid)}; chown root ${file}`);
  if ((facts.mode & 0o022) !== 0) throw bad(file, 'others may write it; chmod go-w');
  if (bytes.length > limitBytes) throw bad(file, `it is over ${String(limitBytes / 1024)} KiB`);
  const checked = checkPolicy(file, bytes.toString('utf8'));
  if ('policy' in checked) return checked.policy;
  const [first] = checked.diagnostics;
  const more = checked.diagnostics.length - 1;
  const line = first === undefined ? `${file}: it cannot be read` : formatDiagnostic(first);
  const rest = more > 0 ? ` (and ${String(more)} more: \`vmlet validate --policy ${file}\`)` : '';
  throw refusal(`${line}${rest}`);
};

/** The policy that a text is, or everything that is wrong with it. */
export const checkPolicy = (
  file: string,
  text: string,
): {readonly policy: HostPolicy} | {readonly diagnostics: readonly Diagnostic[]} => {
  const place = positionsOf(text);
  const diagnose = (
    {code, what, expected, fix}: Pick<Diagnostic, 'code' | 'what' | 'expected' | 'fix'>,
    offset: number,
    path = '',
  ): Diagnostic => ({
    severity: 'error',
    file,
    ...place(offset),
    path,
    what,
    expected,
    fix,
    code,
    object: null,
  });
  const danger = findDanger({text, start: 0});
  if (danger !== undefined) return {diagnostics: [diagnose(danger, danger.offset)]};
  const {contents, errors} = loadYaml().parseDocument(text, strictYaml);
  if (errors.length > 0) {
    const findings = parseFindings(errors, text, place);
    return {diagnostics: findings.map(one => diagnose(one, one.offset))};
  }
  const {value, problems} = readTree(contents);
  const given = value ?? {};
  const validate = (compiled ??= compileStrict(policySchema));
  const isValid = validate(given);
  const all: Problem[] = [
    ...problems,
    ...(isValid ? [] : schemaProblems(validate.errors ?? [], 'policy', path => sourceOf(contents, path))),
  ];
  const spec = given as PolicySpec;
  if (all.length === 0) all.push(...portProblems(spec));
  if (all.length === 0) return {policy: policyOf(spec)};
  const diagnostics = all.map(one =>
    diagnose(
      one,
      typeof one.at === 'number' ? one.at : offsetOf(contents, one.path, one.at),
      pathText(one.path),
    ),
  );
  return {
    diagnostics: diagnostics.sort((left, right) => left.line - right.line || left.column - right.column),
  };
};

const portProblems = (spec: PolicySpec): Problem[] => {
  const lists = [
    {path: ['allow'] as const, allow: spec.allow},
    ...(spec.sources ?? []).map(({allow}, index) => ({path: ['sources', index, 'allow'] as const, allow})),
  ];
  return lists.flatMap(({path, allow}) =>
    (allow?.hostPorts ?? []).flatMap((text, index): Problem[] => {
      const [from, to] = rangeOf(text);
      if (from >= 1 && to <= 65_535 && from <= to) return [];
      const at = [...path, 'hostPorts', index];
      return [
        {
          code: 'E-VALUE',
          path: at,
          at: 'value',
          what: text,
          expected: 'a port from 1 to 65535, or a range of them with the smaller one first',
          fix: 'write it like "8000-8999"',
        },
      ];
    }),
  );
};

const rangeOf = (text: string): readonly [number, number] => {
  const [from = 0, to = from] = text.split('-').map(Number);
  return [from, to];
};

const policyOf = (spec: PolicySpec): HostPolicy => {
  const {memory, cpus, disk} = spec.capacity ?? {};
  return {
    hostId: spec.hostId ?? null,
    parallelStarts: spec.starts?.parallel ?? null,
    capacity: {
      memory:
        memory === undefined
          ? null
          : {reserve: bytesOf(memory.reserve) ?? 0, overcommitPercent: memory.overcommitPercent ?? 100},
      cpus:
        cpus === undefined
          ? null
          : {reserve: cpus.reserve ?? 0, overcommitPercent: cpus.overcommitPercent ?? 100},
      diskReserveBytes: bytesOf(disk?.reserve) ?? 0,
    },
    limits: limitsOf(spec.limits),
    removals: [
      ...removalsOf(null, spec.removals),
      ...(spec.sources ?? []).flatMap(({name, removals}) => removalsOf(name, removals)),
    ],
    allow: allowOf(spec.allow),
    sources: (spec.sources ?? []).map(({name, limits, allow}) => ({
      name,
      limits: limitsOf(limits),
      allow: allowOf(allow),
    })),
  };
};

const bytesOf = (quantity: string | undefined): number | null =>
  quantity === undefined ? null : quantityBytes(quantity);

const limitsOf = ({machines, memory, cpus, disk}: LimitsPolicy = {}): PolicyLimits => ({
  machines: machines ?? null,
  memoryBytes: bytesOf(memory),
  cpus: cpus ?? null,
  diskBytes: bytesOf(disk),
});

const removalsOf = (
  source: string | null,
  {maxPerChange, selectors = []}: RemovalsPolicy = {},
): PolicyRemoval[] => {
  const field = source === null ? 'removals' : `sources[${source}].removals`;
  return [
    ...(maxPerChange === undefined ? [] : [{field, source, matchLabels: null, max: maxPerChange}]),
    ...selectors.map(({matchLabels, maxPerChange: max}) => ({
      field: `${field}.selectors[${labelText(matchLabels)}]`,
      source,
      matchLabels,
      max,
    })),
  ];
};

const labelText = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join(',');

const allowOf = ({hostPorts, ...given}: AllowPolicy = {}): PolicyAllow => ({
  ...everything,
  ...given,
  hostPorts: hostPorts?.map(rangeOf) ?? null,
});

const bad = (file: string, why: string): VmletError => refusal(`${file}: ${why}`);

const refusal = (why: string): VmletError =>
  new VmletError('E-CONFIG', `policy ${printable(why, 700)}`, {terminal: true});
