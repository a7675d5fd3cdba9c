// The form of every durable file under the state directory: one line with a checksum, then JSON.
// Reads, and never changes anything: what becomes of a damaged file is for those who know what it held.
import {createHash} from 'node:crypto';
import type {Files} from './host.ts';

/** A state file as it stands on disk: its content is bound to a checksum, so that damage is noticed and set aside. */
export const encodeState = (content: unknown): string => {
  const body = JSON.stringify(content, null, 1);
  return `${JSON.stringify({sha256: sha256(body)})}\n${body}\n`;
};

export type StateFile =
  | {readonly state: 'absent'}
  | {readonly state: 'good'; readonly content: unknown}
  | {readonly state: 'damaged'; readonly why: string};

/** The reverse of encodeState; never throws. */
export const decodeState = (bytes: Buffer | undefined): StateFile => {
  if (bytes === undefined) return {state: 'absent'};
  const text = bytes.toString('utf8');
  const end = text.indexOf('\n');
  try {
    const header = JSON.parse(text.slice(0, end)) as {sha256?: unknown};
    const body = text.slice(end + 1).replace(/\n$/, '');
    if (header.sha256 !== sha256(body)) return {state: 'damaged', why: 'checksum does not match'};
    return {state: 'good', content: JSON.parse(body)};
  } catch {
    return {state: 'damaged', why: 'not a state file'};
  }
};

/** A record holds a manifest twice at most, and a manifest is bounded. */
const stateLimitBytes = 16 * 1024 * 1024;

/** The state file at `path`; what is no plain file is damage too. Throws when it cannot be read just now. */
export const readState = (files: Pick<Files, 'stat' | 'readRegular'>, path: string): StateFile => {
  const facts = files.stat(path, {follow: false});
  if (facts === undefined) return {state: 'absent'};
  if (facts.type !== 'file') return {state: 'damaged', why: `it is a ${facts.type}, not a file`};
  return decodeState(files.readRegular(path, stateLimitBytes));
};

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
