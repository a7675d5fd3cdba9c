// Memory at start: every good record, every damaged one set aside and rebuilt from revisions and running processes.
import {rebuiltRecord} from './desired/admit.ts';
import {objectKey} from './desired/names.ts';
import {nextHostUid} from './host-uids.ts';
import {newestRevision, readRecords, revisionUids} from './observe/records.ts';
import type {World} from './world.ts';

/** Fill world.records. The daemon always starts, whatever the state directory looks like. */
export const loadRecords = (world: World): void => {
  const {host, records} = world;
  const {records: good, damaged} = readRecords(host);
  for (const record of good) records.set(objectKey(record.kind, record.namespace, record.name), record);
  for (const {path, why} of damaged) {
    const aside = `${path}.damaged-${host.random.uuid().slice(0, 8)}`;
    host.log.error('a record is damaged and was set aside', {path, aside, why});
    host.files.rename(path, aside);
  }
  rebuildLost(world);
};

/** A VM whose record is lost still has its revisions, its disks and maybe its process. */
const rebuildLost = (world: World): void => {
  const {host, records, vms} = world;
  const known = new Set([...records.values()].map(record => record.uid));
  for (const uid of revisionUids(host)) {
    if (known.has(uid)) continue;
    const newest = newestRevision(host, uid);
    // The directory is named by the uid: a revision that says otherwise was put there by somebody else.
    if (newest?.vm.uid !== uid) continue;
    const {process} = vms.observe(uid);
    const record = rebuiltRecord(newest, {
      hostUid: host.files.stat(host.paths.vm(uid).disks)?.uid ?? nextHostUid(world),
      runningRevision: process.state === 'present' ? process.value.revision : null,
    });
    const key = objectKey(record.kind, record.namespace, record.name);
    // Two lives of one name: the one that is recorded wins, the other's disks stay where they are.
    if (records.has(key)) continue;
    host.log.warn('a record was rebuilt from its newest revision', {object: key, uid});
    records.set(key, record);
  }
};
