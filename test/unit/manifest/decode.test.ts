import {describe, expect, test} from '@jest/globals';
import fc from 'fast-check';
import {decodeFile} from '../../../controller/manifest/decode.ts';
import {hiddenCharacter} from '../../../controller/host/printable.ts';
import {formatDiagnostic, maxDiagnostics} from '../../../controller/manifest/diagnostic.ts';
import type {DecodedFile} from '../../../controller/manifest/object.ts';
import {badManifests, machine} from '../../fixtures/bad-manifests/cases.ts';

const options = {source: 'manifests', directory: '/srv/manifests'};
const decode = (text: string | Buffer, file = 'm.yaml'): DecodedFile =>
  decodeFile(file, Buffer.from(text as string), options);

const outcomeOf = ({objects, invalid, broken}: DecodedFile): string =>
  [broken ? 'broken' : '', invalid.length > 0 ? 'invalid' : '', objects.length > 0 ? 'valid' : '']
    .filter(Boolean)
    .join(' and ');

describe('bad manifests', () => {
  test.each(badManifests)('$name earns its exact message', ({text, file, expected, outcome}) => {
    const decoded = decode(text, file);
    expect(decoded.diagnostics.map(formatDiagnostic)).toEqual(expected);
    expect(outcomeOf(decoded)).toBe(outcome);
  });
});

describe('good manifests', () => {
  test('defaults outside the class are filled in and nothing that a class can set', () => {
    const {objects} = decode(
      machine('disks: [{name: root, image: debian}]\ninterfaces: [{name: lan, tap: {network: lan}}]'),
    );
    expect(objects[0]?.object).toEqual({
      apiVersion: 'vmlet.dev/v1alpha1',
      kind: 'VirtualMachine',
      metadata: {name: 'web', namespace: 'default', labels: {}, annotations: {}},
      spec: {
        boot: {kernel: {image: 'k'}},
        disks: [{name: 'root', image: 'debian', readOnly: false}],
        interfaces: [{name: 'lan', tap: {network: 'lan'}, addresses: []}],
        devices: [],
        dependsOn: [],
      },
    });
  });

  test('documents are counted without the empty ones, and each keeps its own verdict', () => {
    const decoded = decode(
      `# heading\n---\n${machine('')}---\n---\n${machine('cpu: {count: 0}', '{name: db}')}...\n${machine('', '{name: app, namespace: prod}')}`,
    );
    expect(decoded.objects.map(({key, source}) => [key, source.document])).toEqual([
      ['VirtualMachine/default/web', 1],
      ['VirtualMachine/prod/app', 3],
    ]);
    expect(decoded.invalid).toEqual(['VirtualMachine/default/db']);
    expect(decoded.diagnostics.map(one => [one.line, one.object])).toEqual([
      [16, 'VirtualMachine/default/db'],
    ]);
    expect(decoded.broken).toBe(false);
  });

  test('JSON goes the same way, also when it is indented by tabs', () => {
    const text =
      '{\n\t"apiVersion": "vmlet.dev/v1alpha1",\n\t"kind": "Image",\n\t"metadata": {"name": "k"},\n\t"spec": {\n\t\t"format": "raw",\n\t\t"source": {"file": {"path": "../boot/vmlinuz"}}\n\t}\n}\n';
    const {objects, diagnostics} = decode(text, 'sub/k.json');
    expect(diagnostics).toEqual([]);
    expect(objects[0]?.object.spec).toEqual({format: 'raw', source: {file: {path: '/srv/boot/vmlinuz'}}});
  });

  test('paths of disks and preStart programs are relative to the manifest, program names are not paths', () => {
    const spec =
      'disks: [{name: a, file: {path: ./a.img, format: raw}}]\npreStart: [{command: [./hook, ./x]}, {command: [touch, /x]}]';
    expect(decode(machine(spec)).objects[0]?.object.spec).toMatchObject({
      disks: [{file: {path: '/srv/manifests/a.img'}}],
      preStart: [{command: ['/srv/manifests/hook', './x']}, {command: ['touch', '/x']}],
    });
  });

  test('a byte order mark and Windows line ends are accepted', () => {
    const decoded = decode(`\ufeff${machine('cpu: {count: 1}')}`.replaceAll('\n', '\r\n'));
    expect(decoded.diagnostics).toEqual([]);
    expect(decoded.objects).toHaveLength(1);
  });

  test('YAML 1.1 words stay strings and leading zeros do not mean octal', () => {
    const decoded = decode(machine('boot2: 1', '{name: web, labels: {a: yes, b: no, c: on}}'));
    expect(decoded.diagnostics.map(one => one.path)).toEqual(['spec.boot2']);
  });
});

describe('limits', () => {
  test('at most 50 diagnostics a file, errors before warnings, the last one counting the rest', () => {
    const lines = Array.from({length: 70}, (_, at) => `x${String(at)}: 1`).join('\n');
    const {diagnostics} = decode(machine(lines, '{name: web, uid: x}'));
    expect(diagnostics).toHaveLength(maxDiagnostics);
    expect(diagnostics.at(-1)?.what).toBe('22 more problems in this file');
    expect(diagnostics.some(one => one.severity === 'warning')).toBe(false);
  });

  test('a diagnostic is one printable line, whatever the file is called', () => {
    const [diagnostic] = decode('', 'a\n\x1b[31m\u202e.yaml').diagnostics;
    expect(formatDiagnostic(diagnostic as never)).toMatch(/^a\\x0a\\x1b\[31mU\+202E\.yaml:1:1: /);
  });
});

describe('any input', () => {
  const check = (bytes: Buffer, file: string): void => {
    const decoded = decodeFile(file, bytes, options);
    expect(decoded.diagnostics.length).toBeLessThanOrEqual(maxDiagnostics);
    const errors = decoded.diagnostics.filter(one => one.severity === 'error');
    expect(errors.length > 0).toBe(decoded.broken || decoded.invalid.length > 0);
    expect(decoded.broken || decoded.invalid.length + decoded.objects.length > 0).toBe(true);
    for (const one of decoded.diagnostics) {
      const line = formatDiagnostic(one);
      expect(line).toMatch(/ \[[EW]-[A-Z-]+\]$/);
      expect(hiddenCharacter(line)).toBeUndefined();
      expect(line).not.toContain('\n');
    }
  };

  test('bytes never throw, and say either an object or an error', () => {
    fc.assert(
      fc.property(fc.uint8Array({maxLength: 400}), bytes => check(Buffer.from(bytes), 'a.yaml')),
      {numRuns: 300},
    );
  });

  const word = fc.constantFrom(
    ...[
      'a: ',
      '- ',
      '? ',
      ': ',
      '[',
      ']',
      '{',
      '}',
      ',',
      '"',
      "'",
      '&a ',
      '*a',
      '!t ',
      '!!str ',
      '|',
      '>',
      '\n',
      '\n  ',
      '\n\t',
      '#',
      '%',
      '---\n',
      '...\n',
    ],
    ...[
      '<<: ',
      '__proto__: ',
      'kind: VirtualMachine\n',
      'metadata: {name: web}\n',
      'spec:\n',
      'apiVersion: vmlet.dev/v1alpha1\n',
      'null',
      '~',
      '.nan',
      '1e999',
      '0o7',
      '\u202e',
      '\x00',
      '\r',
      '<<<<<<< a\n',
    ],
  );

  test('YAML-like text never throws, and says either an object or an error', () => {
    fc.assert(
      fc.property(fc.array(word, {maxLength: 60}), words => {
        check(Buffer.from(words.join('')), 'a.yaml');
        check(Buffer.from(words.join('')), 'a.json');
      }),
      {numRuns: 600},
    );
  });

  test('a valid manifest with any value in any field never throws', () => {
    const fields = [
      'class',
      'runPolicy',
      'hypervisor',
      'cpu',
      'memory',
      'boot',
      'disks',
      'interfaces',
      'devices',
      'readiness',
      'preStart',
      'deletion',
      'dependsOn',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...fields), fc.jsonValue({maxDepth: 5}), (field, value) => {
        const object = {
          apiVersion: 'vmlet.dev/v1alpha1',
          kind: 'VirtualMachine',
          metadata: {name: 'web'},
          spec: {[field]: value},
        };
        check(Buffer.from(JSON.stringify(object)), 'a.json');
      }),
      {numRuns: 500},
    );
  });

  test('every prefix of a manifest is refused or is the same machine, never another one', () => {
    const text = machine('memory: {size: 512Mi}', '\n  name: web-server\n  namespace: prod');
    for (let length = 0; length < text.length; length++) {
      const {objects, invalid, broken} = decode(text.slice(0, length));
      const keys = [...objects.map(one => one.key), ...invalid];
      if (!broken) expect(keys).toEqual(['VirtualMachine/prod/web-server']);
    }
  });
});
