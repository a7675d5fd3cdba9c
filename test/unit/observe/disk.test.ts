// Disks in the file system in memory: what is there but is not a disk is unknown, never absent.
import {expect, test} from '@jest/globals';
import {readDisk} from '../../../controller/observe/disk.ts';
import {fakeFiles} from '../../fakes/files.ts';

test('nothing is absent', () => {
  expect(readDisk(fakeFiles(), '/vms/a/root.qcow2', 'qcow2')).toEqual({state: 'absent'});
});

test('a raw disk is as large as its file, whatever its first bytes say', () => {
  const files = fakeFiles();
  files.control.put('/d.raw', Buffer.concat([Buffer.from('QFI\u00fb', 'latin1'), Buffer.alloc(996)]), {
    uid: 7,
  });
  expect(readDisk(files, '/d.raw', 'raw')).toMatchObject({
    state: 'present',
    value: {format: 'raw', virtualSizeBytes: 1000, backing: null, ownerUid: 7},
  });
});

test('a qcow2 that is no qcow2 is unknown, with the path and the reason', () => {
  const files = fakeFiles();
  files.control.put('/d.qcow2', Buffer.alloc(4096));
  expect(readDisk(files, '/d.qcow2', 'qcow2')).toEqual({state: 'unknown', why: '/d.qcow2: no qcow2 header'});
});

test('a link, a FIFO or a directory under the name of a disk is unknown, and not followed', () => {
  const files = fakeFiles();
  files.control.put('/etc/shadow', 'secret');
  files.control.symlink('/etc/shadow', '/link');
  files.control.special('/fifo', 'fifo');
  files.control.directory('/dir');
  for (const path of ['/link', '/fifo', '/dir'])
    expect(readDisk(files, path, 'raw')).toMatchObject({
      state: 'unknown',
      why: expect.stringContaining(path),
    });
});

test('a disk that cannot be read is unknown', () => {
  const files = fakeFiles();
  files.control.put('/d.qcow2', Buffer.alloc(4096));
  files.control.failOn('/d.qcow2', 'EACCES', 'readRegular');
  expect(readDisk(files, '/d.qcow2', 'qcow2')).toMatchObject({
    state: 'unknown',
    why: expect.stringContaining('EACCES'),
  });
});
