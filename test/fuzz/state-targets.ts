// What vmlet keeps on disk: state files with a checksum, and the few without one. Damage is seen, never believed, and
// never ends the daemon.
import {isDeepStrictEqual} from 'node:util';
import fc from 'fast-check';
import {parseDaemonFile} from '../../controller/api/protocol.ts';
import {foldLines, parseEventLines} from '../../controller/cli/events.ts';
import {decodeState, encodeState} from '../../controller/host/state-file.ts';
import type {Host} from '../../controller/host/host.ts';
import {makePaths} from '../../controller/host/paths.ts';
import {emptyMemory, notCounted, parseMemory, serializeMemory} from '../../controller/manifest/memory.ts';
import {readImage} from '../../controller/observe/image.ts';
import {newestRevision, readRecords} from '../../controller/observe/records.ts';
import {fakeFiles} from '../fakes/files.ts';
import {daemon, node, record, uid} from '../unit/status/fixture.ts';
import {openWorld} from '../unit/cli/world.ts';
import {bentFrom} from './bytes.ts';
import {demand} from './target.ts';
import type {FuzzTarget} from './target.ts';

const words = [
  '{',
  '}',
  '[',
  ']',
  '"',
  ',',
  ':',
  'null',
  '0',
  '1e999',
  '-1',
  '\n',
  '\u0000',
  '"__proto__":',
  '{"sha256":',
];
const paths = makePaths({stateDir: '/var/lib/vmlet', runtimeDir: '/run/vmlet'});

const revision = {
  number: 2,
  createdAt: record.createdAt,
  generation: 3,
  vm: node.vm,
  manifest: record.manifest,
};
const contents: readonly unknown[] = [record, {hostId: 'host-0001'}, revision];

/** Records, revisions and the host id: good only when the content is what was written. */
export const stateTarget: FuzzTarget = {
  name: 'state',
  cases: bentFrom('state', contents.map(encodeState), words),
  check: bytes => {
    const state = decodeState(bytes);
    if (state.state === 'good')
      demand(
        contents.some(each => isDeepStrictEqual(JSON.parse(JSON.stringify(each)), state.content)),
        'damage was believed',
      );
    const files = fakeFiles();
    files.control.put(paths.record(record), bytes);
    files.control.put(paths.revision(uid, 2), bytes);
    const host = {files, paths} as unknown as Host;
    const {records, damaged} = readRecords(host);
    demand(records.length + damaged.length === 1, 'a record is neither read nor damaged');
    newestRevision(host, uid);
    return state.state;
  },
};

const key = 'VirtualMachine/default/web' as const;
const owned = {
  ...{key, file: 'web.yaml', document: 1, alsoIn: ['copy.yaml']},
  missing: {...notCounted, change: 1, isGranted: true},
};
const memories = [
  {memory: emptyMemory, released: new Set<typeof key>()},
  {
    memory: {
      objects: new Map([[key, owned]]),
      budget: {...emptyMemory.budget, changes: new Map([[1, {budget: 1, spent: 1}]]), lastChange: 1},
    },
    released: new Set([key]),
  },
];

/** What a source remembers, the budget of removals above all. */
export const memoryTarget: FuzzTarget = {
  name: 'source-memory',
  cases: bentFrom('source-memory', memories.map(serializeMemory), words),
  check: bytes => {
    const parsed = parseMemory(bytes.toString('utf8'), 5_000);
    if (parsed === undefined) return 'damaged';
    const text = serializeMemory(parsed);
    demand(memories.map(serializeMemory).includes(text), 'damage was believed');
    return 'good';
  },
};

const digest = `sha256:${'a'.repeat(64)}`;
const imageFacts = (fingerprint: string): string =>
  JSON.stringify({
    ...{schema: 1, digest, format: 'raw', virtualSizeBytes: 4, sizeBytes: 4, fingerprint},
    importedAt: '2026-01-01T00:00:00Z',
  });

/** The facts beside a stored image: never intact for a file that is another. */
export const imageFactsTarget: FuzzTarget = {
  name: 'image-facts',
  cases: bentFrom('image-facts', [imageFacts('1:2:3:4:5'), imageFacts('')], words),
  check: bytes => {
    const files = fakeFiles();
    files.control.put(paths.imageFacts(digest), bytes);
    files.control.put(paths.image(digest), 'data');
    const image = readImage(files, paths, digest);
    if (image.state === 'present') {
      demand(!image.value.intact, 'another file is believed to be the image');
      demand(['raw', 'qcow2'].includes(image.value.format), 'a format that is none');
      demand(typeof image.value.why === 'string', 'no reason');
    }
    return image.state;
  },
};

const event = {
  ...{object: key, type: 'Normal', reason: 'Started', message: 'it runs', count: 1},
  ...{firstSeen: '2026-01-01T00:00:00Z', lastSeen: '2026-01-01T00:00:00Z'},
};
const eventLine = `${JSON.stringify(event)}\n`;

/** The file of events, as `vmlet events` shows it. */
export const eventsTarget: FuzzTarget = {
  name: 'events',
  cases: fc.oneof(
    bentFrom('events', [eventLine.repeat(2), eventLine], words),
    fc
      .tuple(fc.constantFrom(...Object.keys(event)), fc.jsonValue({maxDepth: 2}))
      .map(([field, value]) => Buffer.from(`${JSON.stringify({...event, [field]: value})}\n`)),
  ),
  check: async bytes => {
    const world = openWorld();
    world.files.control.put(world.paths.eventsFile, bytes);
    const {code, out, err} = await world.run('events', '-A');
    demand(code === 0, err);
    demand(!/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/.test(out), 'a line steers the terminal');
    return foldLines(parseEventLines(bytes.toString('utf8'))).length > 0 ? 'shown' : 'left out';
  },
};

const daemonFile = {
  ...daemon,
  ...{
    runtimeDir: '/run/vmlet',
    statusDir: '/run/vmlet/status',
    apiSocket: '/run/vmlet/api.sock',
    manifestsDir: '/m',
  },
};

/** Where the CLI finds the other directories. */
export const daemonFileTarget: FuzzTarget = {
  name: 'daemon-file',
  cases: bentFrom('daemon-file', [JSON.stringify(daemonFile)], words),
  check: async bytes => {
    const world = openWorld();
    world.files.control.put(world.paths.daemonFile, bytes);
    const {code, err} = await world.run('get', 'vm', '-A');
    demand(code === 0, err);
    const parsed = parseDaemonFile(bytes.toString('utf8'));
    if (parsed !== undefined) demand(typeof parsed.statusDir === 'string', 'no status directory');
    return parsed === undefined ? 'damaged' : 'good';
  },
};
