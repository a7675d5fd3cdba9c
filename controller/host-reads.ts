// What looks read of the host's files: disks, stored images, revisions, what a run left behind. Reads only; what was read of
// an untouched file is kept.
import {errorText} from './errors.ts';
import type {Host} from './host/host.ts';
import {readDisk} from './observe/disk.ts';
import {readImage} from './observe/image.ts';
import type {ImageFacts} from './observe/image.ts';
import {keptFiles} from './observe/kept-files.ts';
import {readRevision, readRevisionFile} from './observe/records.ts';
import type {DiskFile, Observation} from './observe/snapshot.ts';
import type {HostReads} from './world.ts';

/** The reads of this very host. */
export const readsOf = (host: Host): HostReads => {
  const {files, paths, clock, log} = host;
  const disks = keptFiles<Observation<DiskFile>>(clock);
  const imageFacts = keptFiles<ImageFacts>(clock);
  return {
    disk: (path, format) => readDisk(files, path, format, disks),
    image: digest => readImage(files, paths, digest, imageFacts),
    digest: async path => {
      try {
        return `sha256:${await files.sha256(path)}`;
      } catch {
        return null;
      }
    },
    revision: (uid, number) => readRevision(host, uid, number),
    revisionFile: (uid, number) => readRevisionFile(host, uid, number),
    hasLeftovers: uid => files.stat(paths.vm(uid).runtime, {follow: false}) !== undefined,
    freeBytes: () => {
      try {
        return files.freeBytes(paths.vmsDir);
      } catch (thrown) {
        // Stops nothing but what needs to know it.
        log.debug('free space not known', {path: paths.vmsDir, why: errorText(thrown)});
        return null;
      }
    },
  };
};
