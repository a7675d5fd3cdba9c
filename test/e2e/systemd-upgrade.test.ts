// Upgrade and downgrade of the daemon below guests that run: another version on the same state, both ways, also where
// the newer one wrote what the older one does not know.
import {afterAll, beforeAll, expect, jest, test} from '@jest/globals';
import * as fs from 'node:fs';
import {join} from 'node:path';
import {decodeState, encodeState} from '../../controller/host/state-file.ts';
import {vmManifest} from './manifests.ts';
import {makeSystemdHost} from './systemd-container.ts';
import type {SystemdHost, SystemdStatus} from './systemd-container.ts';

// Its waits end by themselves, and say what they waited for.
jest.setTimeout(180_000);

let host: SystemdHost;
let first: SystemdStatus;

beforeAll(async () => {
  host = await makeSystemdHost();
  host.write('kept.yaml', vmManifest('kept'));
  await host.boot();
  host.install();
  first = (await host.ready('kept'))[0] as SystemdStatus;
});

afterAll(() => host.close(), 60_000);

/** Make the checkout inside another version of vmlet. */
const release = (version: string): void => {
  const path = join(host.root, 'root/vmlet/package.json');
  const content = JSON.parse(fs.readFileSync(path, 'utf8')) as object;
  fs.writeFileSync(path, JSON.stringify({...content, version}, null, 2));
};

/** The older version, by its own installer. */
const installPrevious = (): string =>
  host.run('sh', '-c', 'exec node /opt/vmlet/previous/controller/install/install.js 2>&1');

const versions = (): string[] =>
  fs
    .readdirSync(join(host.root, 'opt/vmlet/versions'))
    .map(name => name.replace(/-[0-9a-f]{8}$/, ''))
    .sort();

/** Ready under a daemon of this version, and the very guest of the beginning. */
const keptBy = async (version: string): Promise<SystemdStatus> => {
  const seen = await host.until(
    'kept',
    ({daemon, conditions}) =>
      daemon.version === version && conditions.some(each => each.type === 'Ready' && each.status === 'True'),
  );
  expect(seen).toMatchObject({pid: first.pid, restarts: 0, lastError: null, pendingChanges: []});
  expect(host.guest('kept').bootIds).toHaveLength(1);
  await host.guestGetsTo('kept', (host.guest('kept').uptimeS ?? 0) + 2);
  return seen;
};

type Json = {[key: string]: unknown};

const stateFiles = (): string[] =>
  fs
    .readdirSync(join(host.root, 'var/lib/vmlet'), {recursive: true, encoding: 'utf8'})
    .filter(path => /^(host|records|revisions|sources)\b.*\.json$/.test(path))
    .map(path => join(host.root, 'var/lib/vmlet', path));

const future = {fromTheFuture: {since: 2}};

/** Maps by names that people chose, and what people wrote: no version adds to these. */
const notFields = ['manifest', 'labels'];

/** A field of a version to come, in every object at and below `value`. */
const withUnknown = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withUnknown);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value as Json).map(
    ([key, each]) => [key, notFields.includes(key) ? each : withUnknown(each)] as const,
  );
  return {...Object.fromEntries(entries), ...future};
};

/** As a newer version would have left the file. */
const writeFuture = (path: string): void => {
  const bytes = fs.readFileSync(path);
  // What a source held is a map by objects, without a checksum.
  const isSource = path.includes('/sources/');
  const state = isSource ? null : decodeState(bytes);
  if (state !== null && state.state !== 'good') throw new Error(`${path}: ${state.state}`);
  fs.writeFileSync(
    path,
    state === null
      ? JSON.stringify({...(JSON.parse(bytes.toString('utf8')) as object), ...future})
      : encodeState(withUnknown(state.content)),
  );
};

test('an upgrade goes below a running guest, and says its version in the status', async () => {
  const {version} = first.daemon;
  release('8.0.0');
  expect(host.install()).toContain('is the current version');
  await keptBy('8.0.0');
  expect(versions()).toEqual([version, '8.0.0'].sort());
});

test('a downgrade reads what the newer version wrote, changes nothing, and keeps what it does not know', async () => {
  host.systemctl('stop', 'vmlet');
  const files = stateFiles();
  expect(files.length).toBeGreaterThan(5);
  for (const path of files) writeFuture(path);
  installPrevious();
  const seen = await keptBy(first.daemon.version);
  expect(seen.revisions).toMatchObject(first.revisions);

  // The older version writes the record anew.
  host.write('kept.yaml', vmManifest('kept', {spec: {shutdown: {timeout: '50s'}}}));
  await host.until('kept', ({observedGeneration}) => observedGeneration > first.observedGeneration);
  const record = host.record('kept') as Json;
  expect(record).toMatchObject({...future, run: future, revisions: future});
  const all = fs.readdirSync(join(host.root, 'var/lib/vmlet'), {recursive: true, encoding: 'utf8'});
  expect(all.filter(path => path.includes('damaged'))).toEqual([]);
});

test('and back up again, where a third version takes the place of the oldest', async () => {
  host.install();
  await keptBy('8.0.0');
  release('9.0.0');
  host.install();
  await keptBy('9.0.0');
  expect(versions()).toEqual(['8.0.0', '9.0.0']);
  expect(host.record('kept')).toMatchObject(future);
});
