// Memory at start: every good record, every damaged one set aside and rebuilt from revisions and running processes.
import {dirname} from 'node:path';
import {rebuiltRecord} from './desired/admit.ts';
import {objectKey} from './desired/names.ts';
import type {ObjectKey} from './desired/node.ts';
import {errorText} from './errors.ts';
import {nextHostUid} from './look/host-uids.ts';
import type {ObjectRef} from './host/paths.ts';
import type {ObjectRecord} from './observe/record.ts';
import {newestRevision, readRecords, revisionUids} from './observe/records.ts';
import {documentFromYaml} from './status/document-text.ts';
import {listStatusFiles} from './status/status-files.ts';
import type {World} from './world.ts';

/** Fill world.records. The daemon always starts, whatever the state directory looks like. */
export const loadRecords = (world: World): void => {
  const {host, records} = world;
  const {records: good, damaged} = readRecords(host);
  for (const record of good) {
    records.set(keyOf(record), record);
    host.files.settleLater(dirname(host.paths.record(record)));
  }
  for (const {path, why} of damaged) {
    const aside = `${path}.damaged-${host.random.uuid().slice(0, 8)}`;
    try {
      host.files.rename(path, aside);
      host.log.error('a record is damaged and was set aside', {path, aside, why});
    } catch (thrown) {
      // Guests are worth more than the evidence: what is rebuilt takes its place once that can be written.
      host.log.error('a record is damaged and could not be set aside', {path, why, error: errorText(thrown)});
    }
  }
  rebuildLost(world);
  recallUids(world);
};

/** Take back the machines whose records are lost; they are written down with their first look. */
export const rebuildLost = (world: World): ObjectKey[] => {
  const keys: ObjectKey[] = [];
  // One by one: who is taken back has a user, which the next one must not get.
  for (const record of lostRecords(world)) {
    const key = keyOf(record);
    world.host.log.warn('a record was rebuilt from its newest revision', {object: key, uid: record.uid});
    world.records.set(key, record);
    world.unsaved.add(record);
    keys.push(key);
  }
  return keys;
};

/** A VM whose record is lost still has its revisions, its disks and maybe its process: its record as it would be. */
export function* lostRecords(world: World): Generator<ObjectRecord> {
  const {host, records, vms} = world;
  const known = new Set([...records.values()].map(record => record.uid));
  const taken = new Set<ObjectKey>();
  for (const uid of revisionUids(host)) {
    if (known.has(uid)) continue;
    const newest = newestRevision(host, uid);
    // The directory is named by the uid: a revision that says otherwise was put there by somebody else.
    if (newest?.vm.uid !== uid) continue;
    const {process} = vms.observe(uid);
    const record = rebuiltRecord(newest, {
      hostUid: hostUidOf(world, uid),
      runningRevision: process.state === 'present' ? process.value.revision : null,
    });
    const key = keyOf(record);
    // Two lives of one name: the one that is recorded wins, the other's disks stay where they are.
    if (records.has(key) || taken.has(key)) continue;
    taken.add(key);
    yield record;
  }
}

const keyOf = ({kind, namespace, name}: ObjectRecord): ObjectKey => objectKey(kind, namespace, name);

/**
 * A record that is lost whole leaves a status file that names its uid. Who is declared again under that name is given
 * it, or its links would count as a stranger's, its process as nobody's, and its disks would be made anew.
 */
const recallUids = (world: World): void => {
  const {host, records, fresh} = world;
  const taken = new Set([...records.values()].map(record => record.uid));
  for (const ref of statusFiles(world)) {
    const key = objectKey(ref.kind, ref.namespace, ref.name);
    if (records.has(key)) continue;
    const uid = uidInStatus(host, ref);
    if (uid === undefined || !isUid(uid) || taken.has(uid)) continue;
    const isVm = ref.kind === 'VirtualMachine';
    if (isVm && !leftSomething(world, uid)) continue;
    host.log.warn('a record is lost; its uid is known from its status file', {object: key, uid});
    taken.add(uid);
    fresh.set(key, {uid, hostUid: isVm ? hostUidOf(world, uid) : null, now: host.clock.now()});
  }
};

/** Undefined for what is no status file, also when it cannot be read: one of them must not hide all the others. */
const uidInStatus = ({files, paths}: World['host'], ref: ObjectRef): string | undefined => {
  try {
    return documentFromYaml(files.read(paths.status(ref))?.toString('utf8') ?? '')?.metadata.uid;
  } catch {
    return undefined;
  }
};

const statusFiles = ({host}: World): ObjectRef[] => {
  try {
    return listStatusFiles(host.files, host.paths.statusDir);
  } catch (thrown) {
    host.log.warn('status files could not be looked through', {error: errorText(thrown)});
    return [];
  }
};

/** A purge that was cut short has destroyed all that bore the uid: the life that it named is over. */
const leftSomething = ({host, vms}: World, uid: string): boolean => {
  const {disks, revisions} = host.paths.vm(uid);
  const isThere = (path: string): boolean => host.files.stat(path, {follow: false}) !== undefined;
  return isThere(disks) || isThere(revisions) || vms.observe(uid).process.state === 'present';
};

/** The user that a VM ran as owns its disks; root does for an instant while they are made. */
const hostUidOf = (world: World, uid: string): number | null => {
  if (!world.identity.isRoot) return null;
  const owner = world.host.files.stat(world.host.paths.vm(uid).disks, {follow: false})?.uid ?? 0;
  return owner === 0 ? nextHostUid(world) : owner;
};

const isUid = (text: unknown): boolean =>
  typeof text === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
