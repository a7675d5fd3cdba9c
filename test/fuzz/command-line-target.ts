// Promise: no string of a manifest changes the meaning of a command line. A good VM and the same with one string
// replaced go through decoding, resolving and the driver; the two command lines may differ in the values that are free
// text, and in nothing else: no option more, no key more, no fixed value changed. The same for lines to ip.
import {isDeepStrictEqual} from 'node:util';
import fc from 'fast-check';
import type {Lookup} from '../../controller/desired/collector.ts';
import type {ImageRef, ResolvedVm} from '../../controller/desired/node.ts';
import {resolveVm} from '../../controller/desired/resolve-vm.ts';
import {qemuCommand} from '../../controller/drivers/qemu/command-line.ts';
import {VmletError} from '../../controller/errors.ts';
import * as lines from '../../controller/execute/link-lines.ts';
import {mergeClass} from '../../controller/manifest/classes.ts';
import type {JsonSchema} from '../../controller/manifest/crd.ts';
import {crds} from '../../controller/manifest/crds.gen.ts';
import {decodeFile} from '../../controller/manifest/decode.ts';
import type {VirtualMachineSpec} from '../../controller/manifest/types.gen.ts';
import {plainContext, uid} from '../fixtures/qemu/cases.ts';
import {makePaths} from '../../controller/host/paths.ts';
import {evilStrings, valueOf} from './manifest-cases.ts';
import {demand} from './target.ts';
import type {FuzzTarget} from './target.ts';

type Leaf = readonly (string | number)[];
type Case = {readonly spec: unknown; readonly leaf: number; readonly text: string};

const schema = crds.VirtualMachine.schema.properties?.['spec'] ?? {};

const enumWords = (each: JsonSchema): readonly string[] => [
  ...(each.enum ?? []),
  ...Object.values(each.properties ?? {}).flatMap(enumWords),
  ...(each.items === undefined ? [] : enumWords(each.items)),
];
const chosenWords = new Set(enumWords(schema));

/** Places of free text; extraArgs and preStart are commands by intent, and so not among them. */
const leavesOf = (value: unknown, path: Leaf = []): Leaf[] => {
  if (typeof value === 'string') return chosenWords.has(value) ? [] : [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    key === 'extraArgs' || key === 'preStart' ? [] : leavesOf(each, [...path, key]),
  );
};

const replaced = (value: unknown, leaf: Leaf, text: string): unknown => {
  const [step, ...rest] = leaf;
  if (step === undefined) return text;
  if (Array.isArray(value))
    return value.map((each: unknown, at): unknown =>
      at === Number(step) ? replaced(each, rest, text) : each,
    );
  return Object.fromEntries(
    Object.entries(value as Record<string, unknown>).map(([key, each]) => [
      key,
      key === step ? replaced(each, rest, text) : each,
    ]),
  );
};

const paths = makePaths({stateDir: '/srv/vm,state', runtimeDir: '/run/vmlet'});
const image = (name: string): Lookup<ImageRef> => ({
  found: {
    ...{
      name,
      digest: `sha256:${'a'.repeat(64)}`,
      path: '/srv/images/a',
      format: 'raw',
      virtualSizeBytes: 4096,
    },
  },
});

const resolve = (spec: unknown): ResolvedVm | null => {
  const object = {apiVersion: 'vmlet.dev/v1alpha1', kind: 'VirtualMachine', metadata: {name: 'web'}, spec};
  const decoded = decodeFile('m.json', Buffer.from(JSON.stringify(object)), {source: 's', directory: '/m'})
    .objects[0];
  if (decoded === undefined) return null;
  const {node} = resolveVm({
    ...{object: decoded.object, spec: mergeClass(decoded.object.spec as VirtualMachineSpec, undefined)},
    ...{
      record: {uid, hostUid: 200_001, generation: 1},
      class: null,
      latest: null,
      booted: null,
      hostId: 'host-1',
      isRoot: true,
      paths,
      image,
    },
    bridge: network => ({found: `br-${network.slice(0, 8)}`}),
    accelerator: {found: {accelerator: 'tcg', cpuModel: 'max'}},
    isReady: () => true,
  });
  return node?.vm ?? null;
};

/** Options whose argument is one text, whatever it holds. */
const wholeTexts = new Set(['-append', '-kernel', '-initrd', '-bios', '-uuid']);
/** Keys whose value a manifest may choose. */
const freeKeys = new Set([
  'guest',
  'process',
  'string',
  'serial',
  'filename',
  'mac',
  'ifname',
  'br',
  'str',
  'host',
  'size',
  'vendorid',
  'productid',
]);
const freeOptions = new Set(['-append', '-cpu', '-m']);

/** `a=b,c=d` as QEMU reads it: two commas are one that is meant. */
const commaPairs = (text: string): [string, string][] =>
  text
    .replaceAll(',,', '\u0001')
    .split(',')
    .map(part => {
      const at = part.indexOf('=');
      return at === -1 ? [part, ''] : [part.slice(0, at), part.slice(at + 1).replaceAll('\u0001', ',')];
    });

/** What may not differ: the arguments with every free value taken out. */
const skeleton = (argv: readonly string[]): unknown[] =>
  argv.map((argument, at) => {
    const option = argv[at - 1] ?? '';
    if (freeOptions.has(option)) return 'free';
    if (wholeTexts.has(option) || argument.startsWith('-')) return argument;
    if (argument.startsWith('{')) return withoutFree(JSON.parse(argument));
    return commaPairs(argument).map(([key, value]) => [key, freeKeys.has(key) ? 'free' : value]);
  });

const withoutFree = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutFree);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      freeKeys.has(key) && (typeof each === 'string' || typeof each === 'number')
        ? 'free'
        : withoutFree(each),
    ]),
  );
};

/** As `ip -batch` splits a line: blanks, with quotes, backslashes and comments that would change what it says. */
const ipWords = (line: string): string[] => {
  demand(!/["'\\#\n\r]/.test(line), `ip would read this otherwise: ${line}`);
  return line.split(/[ \t]+/);
};

const linkLines = (vm: ResolvedVm): string[][] =>
  vm.interfaces.flatMap(({mac, addresses, binding}) => [
    ...addresses.map(cidr => ipWords(lines.addAddress('br0', cidr))),
    ...(binding.kind === 'tap'
      ? [
          ipWords(lines.addTap(binding.tap, 200_001, binding.multiQueue)),
          ipWords(lines.addAltname(binding.tap, binding.altname)),
          ipWords(lines.setMaster(binding.tap, binding.bridge)),
        ]
      : []),
    ...(binding.kind === 'macvtap'
      ? [ipWords(lines.addMacvtap(binding.tap, binding.link, mac, binding.mode))]
      : []),
  ]);

const commandOf = (vm: ResolvedVm): readonly string[] | null => {
  try {
    const nodes = vm.interfaces.flatMap(({binding}, at) =>
      binding.kind === 'macvtap' ? [[binding.tap, `/dev/tap${String(at)}`] as const] : [],
    );
    return qemuCommand(vm, {
      ...plainContext('/srv'),
      uefiFirmware: '/usr/share/OVMF.fd',
      macvtapNodes: new Map(nodes),
    }).argv;
  } catch (thrown) {
    demand(thrown instanceof VmletError && thrown.code === 'E-CONFIG', `not coded: ${String(thrown)}`);
    return null;
  }
};

const texts: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '/a,script=/x',
    '/a,file.filename=/etc/shadow',
    ...evilStrings.filter(text => text.length < 100),
  ),
  fc.string({maxLength: 20}),
  fc.string({unit: 'grapheme', maxLength: 12}),
  fc.stringMatching(/^[a-z0-9,=.:/_-]{1,20}$/),
  // Near to what a field takes, with one word more.
  fc
    .tuple(
      fc.constantFrom('a', '/x', '192.168.1.3/24', '52:54:00:00:00:01', 'max', '1Gi', '30s'),
      fc.constantFrom(...evilStrings),
    )
    .map(([start, end]) => (start + end).slice(0, 200)),
);

const part = (name: string): fc.Arbitrary<unknown> => valueOf(schema.properties?.[name] ?? {}, 0);

/** What most VMs are; what is left out of it comes from the schema, whose every field is meant to be met. */
const specs = fc
  .record(
    {
      hypervisor: fc.record({
        qemu: fc.record(
          {
            machine: fc.constantFrom('q35', 'q35', 'pc', 'microvm'),
            cpuModel: fc.constantFrom('max', 'qemu64,+avx'),
          },
          {requiredKeys: ['machine']},
        ),
      }),
      memory: fc.constant({size: '512Mi'}),
      boot: fc.oneof(
        fc.constant({kernel: {image: 'k', initrd: 'i'}, cmdline: ['quiet', 'root=/dev/vda']}),
        fc.constant({firmware: 'bios'}),
      ),
      disks: fc.uniqueArray(
        fc.oneof(
          fc.constant({name: 'root', image: 'debian', size: '10Gi', serial: 'abc'}),
          fc.constant({name: 'data', blank: {}, size: '1Gi'}),
          fc.constant({name: 'old', file: {path: '/srv/old.img', format: 'raw'}}),
        ),
        {minLength: 2, selector: ({name}) => name},
      ),
      interfaces: part('interfaces'),
      devices: part('devices'),
      bootstrap: part('bootstrap'),
      class: part('class'),
      shutdown: part('shutdown'),
      deletion: part('deletion'),
      dependsOn: part('dependsOn'),
    },
    {requiredKeys: ['hypervisor', 'memory', 'boot', 'disks']},
  )
  .map(({devices, ...spec}) => (spec.hypervisor.qemu.machine === 'microvm' ? spec : {...spec, devices}));

export const commandLineTarget: FuzzTarget = {
  name: 'command-line',
  cases: fc
    .record({spec: specs, leaf: fc.nat(200), text: texts})
    .map(each => Buffer.from(JSON.stringify(each))),
  check: bytes => {
    const {spec, leaf, text} = JSON.parse(bytes.toString('utf8')) as Case;
    const places = leavesOf(spec);
    const place = places[leaf % Math.max(1, places.length)];
    const good = resolve(spec);
    const plain = good && commandOf(good);
    if (good === null || plain === null || place === undefined) return 'no command line to compare with';
    const changed = resolve(replaced(spec, place, text));
    const argv = changed && commandOf(changed);
    if (changed === null || argv === null) return 'refused';
    demand(argv.length === plain.length, `${place.join('.')}: ${String(argv.length)} arguments`);
    const [wanted, got] = [skeleton(plain), skeleton(argv)];
    for (const [at, each] of wanted.entries())
      demand(
        isDeepStrictEqual(each, got[at]),
        `${place.join('.')}: ${String(argv[at])} instead of ${String(plain[at])}`,
      );
    demand(!argv.some(argument => argument.includes('\0')), 'a NUL byte');
    const [before, after] = [linkLines(good), linkLines(changed)];
    demand(
      isDeepStrictEqual(
        before.map(words => words.length),
        after.map(words => words.length),
      ),
      `${place.join('.')}: other lines to ip`,
    );
    return isDeepStrictEqual(argv, plain) ? 'accepted, the same command' : 'accepted, another value';
  },
};
