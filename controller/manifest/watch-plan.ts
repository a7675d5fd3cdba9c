// Which directories must be watched so that a change of a source is noticed, its replacement included.
// Looks at names and links only; nothing is watched here.
import {dirname, join} from 'node:path';
import type {Files} from '../host/host.ts';

export type WatchPlan = {
  /** The source's real directory, or null while there is none. */
  readonly tree: string | null;
  /** Real directories that hold a link on the way to it, or the nearest one that exists while it is missing. */
  readonly names: readonly string[];
  /** Differs when any of these is another directory than before, though its name may be the same. */
  readonly identity: string;
};

/**
 * A swapped symlink (`current -> releases/43`) is seen only in the directory that holds the link; a directory renamed
 * away is seen by its own watch; a missing one only where it will appear. Anything else waits for the rescan.
 */
export const planWatch = (root: string, files: Files): WatchPlan => {
  const names = linkHolders(root, files);
  const realRoot = files.realpath(root);
  const isDirectory = realRoot !== undefined && files.stat(realRoot)?.type === 'directory';
  const tree = isDirectory ? realRoot : null;
  if (tree === null) names.add(nearestDirectory(root, files));
  const watched = [...names].sort();
  return {
    tree,
    names: watched,
    identity: [tree ?? 'none', ...watched].map(path => `${path}=${inodeOf(path, files)}`).join(' '),
  };
};

/** As many hops as the kernel follows. */
const hopLimit = 40;

const linkHolders = (root: string, files: Files): Set<string> => {
  const holders = new Set<string>();
  let rest = root.split('/').filter(part => part !== '');
  let at = '/';
  for (let hops = 0; rest.length > 0 && hops < hopLimit;) {
    const [part = '', ...others] = rest;
    const path = join(at, part);
    const facts = files.stat(path, {follow: false});
    if (facts === undefined) break;
    if (facts.type === 'symlink') {
      holders.add(at);
      hops += 1;
      const target = files.readlink(path) ?? '';
      if (target.startsWith('/')) at = '/';
      rest = [...target.split('/').filter(name => name !== ''), ...others];
    } else {
      at = path;
      rest = others;
    }
  }
  return holders;
};

const nearestDirectory = (path: string, files: Files): string => {
  for (let at = path; ; at = dirname(at)) {
    const real = files.realpath(at);
    if (real !== undefined && files.stat(real)?.type === 'directory') return real;
    if (at === '/') return at;
  }
};

const inodeOf = (path: string, files: Files): string => {
  const facts = files.stat(path);
  return facts === undefined ? 'none' : `${String(facts.device)}:${String(facts.inode)}`;
};
