// The form of every durable file under the state directory: one line with a checksum, then JSON. Pure.
import {createHash} from 'node:crypto';

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

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
