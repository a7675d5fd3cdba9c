import {dirname} from 'node:path';
import {beforeEach, describe, expect, test} from '@jest/globals';
import {removeRecord, writeRecord, writeRevision} from '../../../controller/execute/record.ts';
import type {Host} from '../../../controller/host/host.ts';
import {decodeState, encodeState} from '../../../controller/host/state-file.ts';
import {
  newestRevision,
  readRecords,
  readRevision,
  readRevisionFile,
  revisionNumbers,
} from '../../../controller/observe/records.ts';
import type {fakeFiles} from '../../fakes/files.ts';
import {fakeVmHost} from '../../fakes/vm-host.ts';
import {record, revision, uid} from '../plan/good.ts';

let host: Host & {files: ReturnType<typeof fakeFiles>};

beforeEach(() => {
  const fake = fakeVmHost();
  host = {...fake.host, files: fake.files};
});

const recordPath = () => host.paths.record(record);

describe('a record', () => {
  test('is read back as it was written, private and durable', () => {
    const written: unknown[] = [];
    const {files} = host;
    const watched: Host = {
      ...host,
      files: {
        ...files,
        writeAtomic: (path, content, options) => {
          written.push(options);
          files.writeAtomic(path, content, options);
        },
      },
    };
    writeRecord(watched, record);
    expect(written).toEqual([{mode: 0o600, durable: true, settleLater: true}]);
    expect(files.control.unsettled()).toEqual([dirname(recordPath())]);
    expect(readRecords(host)).toEqual({records: [record], damaged: []});
  });

  test.each([
    ['cut short', (text: string) => text.slice(0, -20)],
    ['with one byte flipped', (text: string) => text.replace('"web"', '"wed"')],
    ['empty', () => ''],
    ['of zeros', (text: string) => '\0'.repeat(text.length)],
    ['of another version', () => encodeState({...record, schema: 2})],
    ['that is no record', () => encodeState([1, 2])],
  ])('%s is named as damaged, and the others are read', (_how, damage) => {
    writeRecord(host, {...record, name: 'other'});
    host.files.control.put(recordPath(), damage(encodeState(record)));
    const {records, damaged} = readRecords(host);
    expect(records.map(each => each.name)).toEqual(['other']);
    expect(damaged.map(each => each.path)).toEqual([recordPath()]);
  });

  test('that is removed takes its revisions with it, and nothing else', () => {
    writeRecord(host, record);
    writeRecord(host, {...record, name: 'other'});
    writeRevision(host, uid, revision(1));
    removeRecord(host, record);
    expect(readRecords(host).records.map(each => each.name)).toEqual(['other']);
    expect(newestRevision(host, uid)).toBeNull();
  });

  test('that cannot be written leaves the old one', () => {
    writeRecord(host, record);
    host.files.control.failOn(recordPath(), 'ENOSPC', 'writeAtomic');
    expect(() => {
      writeRecord(host, {...record, generation: 9});
    }).toThrow('ENOSPC');
    expect(readRecords(host).records).toEqual([record]);
  });
});

describe('a revision', () => {
  test('is read back by number; 0 and a damaged one are none', () => {
    writeRevision(host, uid, revision(1));
    writeRevision(host, uid, revision(2));
    host.files.control.put(host.paths.revision(uid, 2), 'damaged');
    expect(readRevision(host, uid, 1)).toEqual(revision(1));
    expect(readRevision(host, uid, 2)).toBeNull();
    expect(readRevision(host, uid, 0)).toBeNull();
    expect(newestRevision(host, uid)).toEqual(revision(1));
  });

  test('what only people read of it is in the file, and not in memory', () => {
    const details = {spec: {}, hypervisor: {path: '/usr/bin/qemu', version: '7.2'}, argv: ['qemu']};
    writeRevision(host, uid, {...revision(1), ...details});
    expect(readRevision(host, uid, 1)).toEqual(revision(1));
    expect(readRevisionFile(host, uid, 1)).toEqual({...revision(1), ...details});
  });

  test('more goes than the newest that are kept, but what is named stays', () => {
    for (let number = 1; number <= 6; number += 1)
      writeRevision(host, uid, revision(number), {newest: 3, also: [2]});
    expect(revisionNumbers(host, uid)).toEqual([2, 4, 5, 6]);
  });

  test('an old one that cannot be removed does not hold the new one up', () => {
    writeRevision(host, uid, revision(1));
    host.files.control.failOn(host.paths.revision(uid, 1), 'EBUSY', 'remove');
    writeRevision(host, uid, revision(2), {newest: 1, also: []});
    expect(revisionNumbers(host, uid)).toEqual([1, 2]);
  });

  test('the newest is the highest number, not the last name', () => {
    for (const number of [2, 10, 9]) writeRevision(host, uid, revision(number));
    expect(newestRevision(host, uid)?.number).toBe(10);
  });
});

test('a state file is bound to its checksum, and reading never throws', () => {
  expect(decodeState(undefined)).toEqual({state: 'absent'});
  expect(decodeState(Buffer.from(encodeState({a: 1})))).toEqual({state: 'good', content: {a: 1}});
  for (const text of ['', '\n', '{}', '{"sha256":1}\n{}', 'x\ny', '[]\n[]'])
    expect(decodeState(Buffer.from(text))).toMatchObject({state: 'damaged'});
});
