// `run --once`: wait until every object is as it should be, or say which are not and why.
import type {DirectorySource} from './manifest/source.ts';
import {formatDiagnostic} from './manifest/diagnostic.ts';
import type {StatusDocument, VmStatus} from './status/status-types.ts';
import type {World} from './world.ts';

export type OnceResult = {readonly ready: boolean; readonly reasons: readonly string[]};

/** Ready, or stopped because that is what is wanted. */
const isSatisfied = (document: StatusDocument): boolean => {
  const ready = document.status.conditions.find(each => each.type === 'Ready');
  if (ready?.status === 'True') return isCurrent(document);
  const {phase} = document.status as Partial<VmStatus>;
  return document.kind === 'VirtualMachine' && (phase === 'Stopped' || phase === 'Removed');
};

/** The status is of the spec that is declared now, and nothing of that spec was refused. */
const isCurrent = ({status, metadata}: StatusDocument): boolean =>
  status.observedGeneration === metadata.generation &&
  !status.conditions.some(each => each.type === 'ManifestValid' && each.status === 'False');

/** How things stand now. */
export const judgeOnce = (world: World, source: DirectorySource): OnceResult => {
  const keys = new Set([...world.records.keys(), ...world.verdicts.keys()]);
  const reasons = [...keys].flatMap(key => {
    // What was removed is kept, not wanted.
    if (world.records.get(key)?.tombstone != null) return [];
    const document = world.statuses.get(key);
    if (document === undefined) return [`${key}: not looked at yet`];
    if (isSatisfied(document)) return [];
    const ready = document.status.conditions.find(each => each.type === 'Ready');
    return [`${key}: ${ready?.reason ?? 'Unknown'}: ${ready?.message ?? ''}`];
  });
  const scan = source.lastScan();
  const invalid = (scan?.files ?? []).flatMap(file =>
    file.diagnostics.filter(each => each.severity === 'error').map(formatDiagnostic),
  );
  const unread =
    scan === null || scan.state !== 'complete' ? [`manifests: ${scan?.why ?? 'no manifest was found'}`] : [];
  const all = [...unread, ...invalid, ...reasons];
  return {ready: all.length === 0, reasons: all};
};
