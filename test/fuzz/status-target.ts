// Status files as readers meet them: damaged, of another version, or written by somebody else. The verbs that read them
// show what is there or nothing, never fail, and print nothing that steers a terminal.
import {isDeepStrictEqual} from 'node:util';
import {parseDocument, stringify} from 'yaml';
import {readTree, strictYaml} from '../../controller/manifest/tree.ts';
import {readPlainYaml} from '../../controller/status/read-plain-yaml.ts';
import {documentToYaml} from '../../controller/status/document-text.ts';
import {openStatusWriter} from '../../controller/status/writer.ts';
import type {Host} from '../../controller/host/host.ts';
import {openWorld, vm} from '../unit/cli/world.ts';
import {bentFrom} from './bytes.ts';
import {demand} from './target.ts';
import type {FuzzTarget} from './target.ts';

const ref = {kind: 'VirtualMachine', namespace: 'default', name: 'web'};

const good = [
  vm('web'),
  vm('web', {
    failure: {
      action: 'vm.start',
      code: 'E-TOOL',
      message: 'it "failed" [x]',
      at: '2026-01-01T00:00:00Z',
      terminal: true,
    },
    events: [
      {
        type: 'Warning',
        reason: 'Failed',
        message: 'no: such {thing}',
        count: 3,
        firstSeen: '2026-01-01T00:00:00Z',
        lastSeen: '2026-01-01T00:01:00Z',
      },
    ],
  }),
];

const words = [
  ...[
    '[',
    ']',
    '{',
    '}',
    '- ',
    ': ',
    '? ',
    '"',
    "'",
    '|\n',
    '>-\n',
    '&a ',
    '*a',
    '<<: ',
    '!!js/x ',
    '__proto__: ',
  ],
  ...[
    'null',
    '~',
    '5',
    'true',
    '.nan',
    '[]',
    '{}',
    '\n',
    '  ',
    '\u001b[2J',
    '\u0000',
    '\u202e',
    '---\n',
    '%YAML 1.1\n',
  ],
  ...['status:\n', 'conditions: 5\n', 'labels: {a: 5}\n', 'kind: Pod\n', 'events: [1]\n', 'message: {}\n'],
];

const verbs = [
  ['get', 'all', '-A', '-o', 'wide'],
  ['get', 'vm', '-A', '-o', 'yaml'],
  ['describe', 'vm'],
] as const;

export const statusTarget: FuzzTarget = {
  name: 'status',
  slow: true,
  cases: bentFrom(
    'status',
    good.flatMap(document => [
      stringify(document),
      documentToYaml(document),
      `${JSON.stringify(document)}\n`,
    ]),
    words,
  ),
  check: async bytes => {
    demandSameElsewhere(bytes.toString('utf8'));
    const world = openWorld();
    const path = world.paths.status(ref);
    world.files.control.put(path, bytes);
    let shown = '';
    for (const verb of verbs) {
      const {code, out, err} = await world.run(...verb);
      demand(code !== 1, `${verb.join(' ')}: ${err}`);
      demand(
        !/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/.test(out + err),
        `${verb.join(' ')} steers a terminal`,
      );
      shown += out;
    }
    const writer = openStatusWriter({...world, log: silent} as unknown as Host);
    demand(writer.write(vm('web')) !== 'failed', 'the daemon cannot write it anew');
    return shown.includes('web') ? 'shown' : 'left out';
  },
};

/** What the quick reader of our own files understands, YAML understands the same. */
const demandSameElsewhere = (text: string): void => {
  const plain = readPlainYaml(text);
  if (plain === undefined) return;
  const {contents, errors} = parseDocument(text, strictYaml);
  demand(errors.length === 0, 'YAML refuses it');
  const theirs = readTree(contents, Infinity).value;
  demand(isDeepStrictEqual(plain, theirs), `YAML reads ${JSON.stringify(theirs)}`);
};

const log = () => undefined;
const silent = {debug: log, info: log, warn: log, error: log};
