// Whose word the host policy is, and what it may say.
import {expect, test} from '@jest/globals';
import {formatDiagnostic} from '../../../controller/manifest/diagnostic.ts';
import {machineRefusals} from '../../../controller/desired/policy.ts';
import {policy as vmPolicy, vm} from '../plan/good.ts';
import {checkPolicy, noPolicy, readPolicy} from '../../../controller/manifest/policy.ts';
import {fakeFiles} from '../../fakes/files.ts';

const path = '/etc/vmlet/policy.yaml';

const host = (text: string, {uid = 0, mode = 0o644} = {}) => {
  const files = fakeFiles();
  files.control.put(path, text);
  files.chown(path, uid, uid);
  files.chmod(path, mode);
  return files;
};

test('without a file at the default place nothing is set; a file that is named must be there', () => {
  expect(readPolicy(fakeFiles(), null, 0)).toEqual(noPolicy);
  expect(() => readPolicy(fakeFiles(), '/no/such.yaml', 0)).toThrow('there is no such file');
});

test("root's and the daemon's own file is obeyed", () => {
  expect(readPolicy(host('hostId: host-0001'), null, 0)).toEqual({...noPolicy, hostId: 'host-0001'});
  expect(readPolicy(host('hostId: host-0001', {uid: 1000}), path, 1000)).toEqual({
    ...noPolicy,
    hostId: 'host-0001',
  });
  expect(readPolicy(host(''), null, 0)).toEqual(noPolicy);
});

test.each([
  ["another user's", 'hostId: host-0001', {uid: 1000}, 'it belongs to uid 1000'],
  ['one that others may write', 'hostId: host-0001', {mode: 0o664}, 'others may write it'],
  ['one with a field that does not exist', 'hostname: x', {}, 'policy.yaml:1:1 hostname: unknown field'],
  [
    'one with a host id that is no name',
    'hostId: a/b',
    {},
    'policy.yaml:1:9 hostId: "a/b"; expected 8-64 of A-Z a-z 0-9 -',
  ],
  ['one that is no YAML', 'hostId: [', {}, 'policy /etc/vmlet/policy.yaml:1:9: '],
  ['one with a key given twice', 'hostId: host-0001\nhostId: host-0002', {}, 'key hostId is given twice'],
  ['one of nested maps as keys', '{'.repeat(400), {}, 'is never closed'],
  ['one nested without end', '['.repeat(3_000), {}, 'nested deeper than 32 levels'],
  [
    'one of 9,000 keys',
    Array.from({length: 9_000}, (_, at) => `k${String(at)}:`).join('\n'),
    {},
    'keys in a map',
  ],
  ['one with an alias', 'hostId: &a host-0001', {}, 'anchor &a not supported'],
])('%s ends the start', (_what, text, owner, message) => {
  expect(() => readPolicy(host(text, owner), null, 0)).toThrow(message);
  try {
    readPolicy(host(text, owner), null, 0);
  } catch (thrown) {
    expect(thrown).toMatchObject({code: 'E-CONFIG', terminal: true});
  }
});

const problemsOf = (text: string): string[] => {
  const checked = checkPolicy('p.yaml', text);
  return 'policy' in checked ? [] : checked.diagnostics.map(formatDiagnostic);
};

const goodPolicy = (text: string) => {
  const checked = checkPolicy('p.yaml', text);
  if ('diagnostics' in checked) throw new Error(checked.diagnostics.map(formatDiagnostic).join());
  return checked.policy;
};

test('every mistake is told at once, with its place', () => {
  expect(
    problemsOf(
      [
        'capacity: {memory: {reserve: 2}}',
        'allow:',
        '  bridgs: [br0]',
        '  hostPorts: ["8000-", "70000"]',
        'limits: {cpus: many}',
        'removals: {maxPerChange: 101%, selectors: [{matchLabels: {app: db}}]}',
      ].join('\n'),
    ),
  ).toEqual([
    'p.yaml:1:30 capacity.memory.reserve: 2 has no unit; expected a whole number from 1 with a unit of Ki, Mi, Gi, Ti, k, M, G, T; give a unit: 2Mi [E-VALUE]',
    'p.yaml:3:3 allow.bridgs: unknown field; did you mean bridges? [E-FIELD]',
    'p.yaml:4:15 allow.hostPorts[0]: "8000-"; expected a port or a range of ports; write it like "8000-8999" [E-VALUE]',
    'p.yaml:5:16 limits.cpus: "many"; expected a whole number 0-100000 [E-VALUE]',
    'p.yaml:6:26 removals.maxPerChange: "101%"; expected a whole number from 0, or a percentage from 0% to 100%; write it like 1 or 25% [E-VALUE]',
    'p.yaml:6:44 removals.selectors[0].maxPerChange: missing; expected a whole number from 0, or a percentage from 0% to 100%; add maxPerChange [E-FIELD]',
  ]);
  expect(problemsOf('allow: {hostPorts: ["9-8", "70000"]}')).toHaveLength(2);
  expect(problemsOf('sources: [{name: a}, {name: a}]')[0]).toContain('sources[1].name');
});

test('what a policy says is plain numbers, and what it leaves out is free', () => {
  expect(
    goodPolicy(
      'starts: {parallel: 3}\ncapacity: {memory: {reserve: 1Gi}}\nlimits: {memory: 8Gi}\nallow: {hostPorts: ["80", "8000-8999"]}',
    ),
  ).toEqual({
    ...noPolicy,
    parallelStarts: 3,
    capacity: {memory: {reserve: 2 ** 30, overcommitPercent: 100}, cpus: null, diskReserveBytes: 0},
    limits: {machines: null, memoryBytes: 8 * 2 ** 30, cpus: null, diskBytes: null},
    allow: {
      ...noPolicy.allow,
      hostPorts: [
        [80, 80],
        [8000, 8999],
      ],
    },
  });
});

const refusalsOf = (text: string, change: Partial<typeof vm> = {}, source = 'manifests'): string[] =>
  machineRefusals(goodPolicy(text), source, {...vm, ...change}, vmPolicy, path => path);

const fileDisk = (path: string): typeof vm.disks => [
  {name: 'data', serial: 'data', slot: 3, readOnly: false, source: {kind: 'file', path, format: 'raw'}},
];

test.each<[string, string, Partial<typeof vm>, string[]]>([
  ['no policy allows all', '', {disks: fileDisk('/etc/shadow')}, []],
  ['a path below is allowed', 'allow: {paths: [/srv/vm/]}', {disks: fileDisk('/srv/vm/a/b.raw')}, []],
  [
    'a sibling is not below',
    'allow: {paths: [/srv/vm]}',
    {disks: fileDisk('/srv/vm2/b.raw')},
    ['disk data: /srv/vm2/b.raw is in no directory of allow.paths'],
  ],
  [
    'nobody climbs out',
    'allow: {paths: [/srv/vm]}',
    {disks: fileDisk('/srv/vm/../x')},
    ['disk data: /srv/vm/../x is in no directory of allow.paths'],
  ],
  ['a pattern of links', 'allow: {bridges: ["br*"]}', {}, []],
  [
    'a pattern ends where it ends',
    'allow: {bridges: ["*1", "x*r0"]}',
    {},
    ['interface lan: link br0 is not in allow.bridges'],
  ],
  [
    'an empty list allows nothing',
    'allow: {bridges: []}',
    {},
    ['interface lan: link br0 is not in allow.bridges'],
  ],
  [
    'arguments and devices',
    'allow: {extraArgs: false, usbDevices: false, pciDevices: ["0000:01:00.0"]}',
    {
      hypervisor: {...vm.hypervisor, extraArgs: ['-s']},
      devices: [
        {kind: 'pci', address: '0000:02:00.0'},
        {kind: 'usb', vendorId: '1d6b', productId: '0001'},
      ],
    },
    [
      'PCI device 0000:02:00.0 is not in allow.pciDevices',
      'USB device 1d6b:0001: allow.usbDevices is false',
      'extraArgs: allow.extraArgs is false',
    ],
  ],
])('%s', (_what, text, change, expected) => {
  expect(refusalsOf(text, change)).toEqual(expected);
});

test('a source may have less than the host, and never more', () => {
  const text = 'allow: {bridges: [br1]}\nsources: [{name: lab, allow: {bridges: [br0]}}]';
  expect(refusalsOf(text, {}, 'lab')).toEqual(['interface lan: link br0 is not in allow.bridges']);
  const narrow = 'sources: [{name: lab, allow: {bridges: []}}]';
  expect(refusalsOf(narrow, {}, 'lab')).toEqual([
    'interface lan: link br0 is not in sources[lab].allow.bridges',
  ]);
  expect(refusalsOf(narrow)).toEqual([]);
});
