// Where a symlink of a source leads, as far as the walk may follow it. Content is never opened here.
import {basename, dirname, join} from 'node:path';
import type {FileFacts, Files} from '../host/host.ts';

export type LinkTarget =
  | {readonly kind: 'dangling'}
  | {readonly kind: 'outside'; readonly facts: FileFacts}
  | {readonly kind: 'inside'; readonly realPath: string; readonly facts: FileFacts};

/**
 * A resolver for one scan. The directory that a link leads through is resolved once, so that one scan sees one
 * generation of `..data` even when it is swapped halfway.
 */
export const linkResolver = (files: Files, realRoot: string): ((linkPath: string) => LinkTarget) => {
  const realDirectories = new Map<string, string | undefined>();

  const resolve = (linkPath: string): string | undefined => {
    const target = files.readlink(linkPath);
    if (target === undefined) return undefined;
    // Joined by hand: path.join would fold `link/..` before the link is resolved.
    const absolute = target.startsWith('/') ? target : `${dirname(linkPath)}/${target}`;
    const parent = dirname(absolute);
    if (!realDirectories.has(parent)) realDirectories.set(parent, files.realpath(parent));
    const realParent = realDirectories.get(parent);
    return realParent === undefined ? undefined : files.realpath(join(realParent, basename(absolute)));
  };

  return linkPath => {
    const realPath = resolve(linkPath);
    const facts = realPath === undefined ? undefined : files.stat(realPath, {follow: false});
    if (realPath === undefined || facts === undefined) return {kind: 'dangling'};
    const isInside = realPath === realRoot || realPath.startsWith(`${realRoot}/`);
    return isInside ? {kind: 'inside', realPath, facts} : {kind: 'outside', facts};
  };
};

/** Anyone may write here: what it says is nobody's word. */
export const isWorldWritable = ({mode}: FileFacts): boolean => (mode & 0o002) !== 0;

/** Whether anyone could put another file in the place of this one: links may lead where the walk never goes. */
export const isUnderOpenDirectory = (files: Files, realRoot: string, realPath: string): boolean => {
  for (let parent = dirname(realPath); parent.length > realRoot.length; parent = dirname(parent)) {
    const facts = files.stat(parent, {follow: false});
    if (facts !== undefined && isWorldWritable(facts)) return true;
  }
  return false;
};
