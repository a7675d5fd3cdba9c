// Keeps a log that another process appends to below a size: the tail is copied aside, then the log is truncated.
// Works because the writer has it open with O_APPEND (QEMU's logappend=on, our own vmm.log): it goes on at 0.
import type {Files} from '../host/host.ts';
import {olderLog} from '../host/paths.ts';

/** Each log keeps this much, and as much again in its older half. */
export const logLimitBytes = 1024 * 1024;

/**
 * True when the log was over its limit and was cut. What the writer adds between the copy and the cut (well under
 * a millisecond) is lost; a log that is no regular file is left alone.
 */
export const boundLog = (files: Files, path: string, beforeCut: () => void = () => undefined): boolean => {
  const facts = files.stat(path, {follow: false});
  if (facts?.type !== 'file' || facts.sizeBytes <= logLimitBytes) return false;
  beforeCut();
  const tail = files.readAt(path, facts.sizeBytes - logLimitBytes, logLimitBytes) ?? Buffer.alloc(0);
  files.writeAtomic(olderLog(path), tail, {mode: 0o600, durable: false});
  files.truncate(path, 0);
  return true;
};
