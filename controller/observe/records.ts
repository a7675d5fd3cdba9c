// What vmlet remembers, read once at start and kept in memory; execute/record.ts writes it. A damaged file is set
// aside and the record rebuilt from what else is known: the daemon always starts.
import {join} from 'node:path';
import type {Host} from '../host/host.ts';
import {readState} from '../host/state-file.ts';
import {asRecord} from './record.ts';
import type {ObjectRecord, Revision, RevisionFile} from './record.ts';

/** Read every good record; name the damaged files, which are left where they are. */
export const readRecords = ({
  files,
  paths,
}: Host): {records: ObjectRecord[]; damaged: {path: string; why: string}[]} => {
  const records: ObjectRecord[] = [];
  const damaged: {path: string; why: string}[] = [];
  for (const path of recordFiles({files, paths})) {
    const state = readState(files, path);
    const record = state.state === 'good' ? asRecord(state.content) : null;
    if (record !== null) records.push(record);
    else if (state.state !== 'absent')
      damaged.push({path, why: state.state === 'damaged' ? state.why : 'not a record of this version'});
  }
  return {records, damaged};
};

const recordFiles = ({files, paths}: Pick<Host, 'files' | 'paths'>): string[] =>
  (files.list(paths.recordsDir) ?? []).flatMap(namespace => {
    const inNamespace = join(paths.recordsDir, namespace);
    return (files.list(inNamespace) ?? []).flatMap(kind =>
      (files.list(join(inNamespace, kind)) ?? [])
        .filter(name => name.endsWith('.json'))
        .map(name => join(inNamespace, kind, name)),
    );
  });

type RevisionHost = Pick<Host, 'files' | 'paths'>;

/** One revision, or null when it is not there or damaged. What only people read is left out: a thousand are kept. */
export const readRevision = (host: RevisionHost, uid: string, number: number): Revision | null => {
  const file = readRevisionFile(host, uid, number);
  if (file === null) return null;
  const {spec: _spec, hypervisor: _hypervisor, argv: _argv, ...revision} = file;
  return revision;
};

/** The same whole. */
export const readRevisionFile = (
  {files, paths}: RevisionHost,
  uid: string,
  number: number,
): RevisionFile | null => {
  if (number === 0) return null;
  const state = readState(files, paths.revision(uid, number));
  return state.state === 'good' ? (state.content as RevisionFile) : null;
};

/** Uids that have revisions: what a lost record can be rebuilt from. */
export const revisionUids = ({files, paths}: Host): string[] => files.list(paths.revisionsDir) ?? [];

/** The newest readable revision of a uid. */
export const newestRevision = (host: Host, uid: string): Revision | null => {
  for (const number of revisionNumbers(host, uid).reverse()) {
    const revision = readRevision(host, uid, number);
    if (revision !== null) return revision;
  }
  return null;
};

/** The numbers that there are files of, in order. */
export const revisionNumbers = ({files, paths}: RevisionHost, uid: string): number[] =>
  (files.list(paths.vm(uid).revisions) ?? [])
    .map(name => Number(name.replace(/\.json$/, '')))
    .filter(number => Number.isInteger(number) && number > 0)
    .sort((left, right) => left - right);
