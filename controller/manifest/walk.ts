// One walk over a source directory: which files are manifests, what else is in the way, and the proof that the tree
// stood still meanwhile. Nothing is opened or decoded here (scan.ts), and nothing is decided (safety.ts).
import {errorText, systemCode} from '../errors.ts';
import type {FileFacts, Files} from '../host/host.ts';
import {brokenFile} from './broken-file.ts';
import {classifyName, looksLikeManifest} from './file-name.ts';
import type {DecodedFile, IgnoredFile} from './object.ts';
import type {Pace} from './pace.ts';
import {isUnderOpenDirectory, isWorldWritable, linkResolver} from './source-link.ts';

export type WalkLimits = {
  readonly depth: number;
  /** Manifests in one source. */
  readonly files: number;
  /** Names of any kind in one source. */
  readonly entries: number;
};

/** The contract's limits; `entries` keeps a directory of other things from holding the loop. */
export const walkLimits: WalkLimits = {depth: 8, files: 20_000, entries: 200_000};

/** A manifest to read. */
export type Candidate = {
  /** Path below the root, as listed. */
  readonly file: string;
  /** Absolute, every link resolved: the only path that is opened. */
  readonly realPath: string;
  readonly isLink: boolean;
  /** As it was when the walk saw it. */
  readonly facts: FileFacts;
};

export type Walk = {
  readonly candidates: readonly Candidate[];
  /** What may hold objects and cannot be read, as files without a known content. */
  readonly broken: readonly DecodedFile[];
  readonly ignored: readonly IgnoredFile[];
  /** Owners other than root and us: uid to its files. */
  readonly foreign: ReadonlyMap<number, {readonly count: number; readonly first: string}>;
  /** True while every directory is as it was when it was listed. */
  isStable(): Promise<boolean>;
};

export type WalkOptions = {
  readonly root: string;
  readonly files: Files;
  readonly ownUid: number;
  readonly pace: Pace;
  readonly limits?: WalkLimits;
};

/** Walk the tree. `unavailable` says in words why nothing can be known of the source. */
export const walkSource = async (options: WalkOptions): Promise<Walk | {readonly unavailable: string}> => {
  const {root, files} = options;
  try {
    const realRoot = files.realpath(root);
    const facts = realRoot === undefined ? undefined : files.stat(realRoot, {follow: false});
    if (realRoot === undefined || facts === undefined) return {unavailable: `${root} does not exist`};
    if (facts.type !== 'directory') return {unavailable: `${root} is not a directory`};
    if (isWorldWritable(facts))
      return {
        unavailable: `${root} is writable by everyone, so nothing in it is obeyed; run: chmod o-w ${root}`,
      };
    return await walkTree(realRoot, options);
  } catch (thrown) {
    return {unavailable: `${root} cannot be read (${systemCode(thrown) ?? errorText(thrown)})`};
  }
};

type Pending = {path: string; realPath: string; depth: number};
type Listed = {realPath: string; facts: FileFacts; names: readonly string[]};

const walkTree = async (
  realRoot: string,
  {root, files, ownUid, pace, limits = walkLimits}: WalkOptions,
): Promise<Walk | {readonly unavailable: string}> => {
  const candidates = new Map<string, Candidate>();
  const broken: DecodedFile[] = [];
  const ignored: IgnoredFile[] = [];
  const foreign = new Map<number, {count: number; first: string}>();
  const listed = new Map<string, Listed>();
  // Directories reached through a link come last, so that a file is known by its own path where it has one.
  const directories: Pending[] = [{path: '', realPath: realRoot, depth: 0}];
  const linkedDirectories: Pending[] = [];
  const resolveLink = linkResolver(files, realRoot);
  let vanished = false;
  let entries = 0;

  const refuse = (file: string, what: string, fix: string): void => {
    broken.push(brokenFile(file, {code: 'E-FILE', what, expected: 'a regular file or a directory', fix}));
  };

  const noteOwner = (file: string, {uid}: FileFacts): void => {
    if (uid === 0 || uid === ownUid) return;
    const known = foreign.get(uid);
    foreign.set(uid, {count: (known?.count ?? 0) + 1, first: known?.first ?? file});
  };

  const enter = (directory: Pending): void => {
    if (listed.has(directory.realPath)) return;
    const facts = files.stat(directory.realPath, {follow: false});
    const names = facts?.type === 'directory' ? files.list(directory.realPath) : undefined;
    if (facts === undefined || names === undefined) {
      vanished = true;
      return;
    }
    if (isWorldWritable(facts)) {
      refuse(
        directory.path,
        'is writable by everyone, so nothing in it is obeyed',
        `chmod o-w ${directory.path}`,
      );
      return;
    }
    noteOwner(directory.path === '' ? '.' : directory.path, facts);
    listed.set(directory.realPath, {realPath: directory.realPath, facts, names});
  };

  const add = (candidate: Candidate): void => {
    if (isWorldWritable(candidate.facts)) {
      refuse(candidate.file, 'is writable by everyone, so it is not obeyed', `chmod o-w ${candidate.file}`);
      return;
    }
    const known = candidates.get(candidate.realPath);
    if (known !== undefined && (!known.isLink || candidate.isLink)) return;
    candidates.set(candidate.realPath, candidate);
    noteOwner(candidate.file, candidate.facts);
  };

  const descend = (into: Pending[], directory: Pending): void => {
    if (directory.depth > limits.depth)
      broken.push(
        brokenFile(directory.path, {
          code: 'E-LIMIT',
          what: `is nested more than ${String(limits.depth)} directories deep and is not read`,
          expected: `at most ${String(limits.depth)} levels below the source`,
          fix: 'move it up',
        }),
      );
    else into.push(directory);
  };

  const follow = (file: string, link: Pending, isManifest: boolean): void => {
    const target = resolveLink(link.realPath);
    if (target.kind === 'dangling') {
      refuse(file, 'is a symlink to nothing', 'restore its target or remove it');
    } else if (target.kind === 'outside') {
      if (isManifest || target.facts.type === 'directory')
        refuse(
          file,
          'is a symlink that leaves the source and is not followed',
          'put the content into the source',
        );
    } else if (target.facts.type === 'directory') {
      descend(linkedDirectories, {...link, realPath: target.realPath});
    } else if (!isManifest) {
      return;
    } else if (target.facts.type !== 'file') {
      refuse(file, `is not a regular file (${target.facts.type})`, 'remove it');
    } else if (isUnderOpenDirectory(files, realRoot, target.realPath)) {
      refuse(file, 'is a symlink into a directory that is writable by everyone', 'chmod o-w that directory');
    } else {
      add({file, realPath: target.realPath, isLink: true, facts: target.facts});
    }
  };

  const visit = (parent: Pending, name: string): void => {
    const file = parent.path === '' ? name : `${parent.path}/${name}`;
    const realPath = parent.realPath === '/' ? `/${name}` : `${parent.realPath}/${name}`;
    const named = classifyName(name);
    if (named.kind === 'ignored') {
      if (looksLikeManifest(name)) ignored.push({file, why: named.why});
      return;
    }
    const isManifest = named.kind === 'manifest';
    try {
      const facts = files.stat(realPath, {follow: false});
      const pending = {path: file, realPath, depth: parent.depth + 1};
      if (facts === undefined) vanished = true;
      else if (facts.type === 'directory') descend(directories, pending);
      else if (facts.type === 'symlink') follow(file, pending, isManifest);
      else if (!isManifest) return;
      else if (facts.type === 'file') add({file, realPath, isLink: false, facts});
      else refuse(file, `is not a regular file (${facts.type})`, 'remove it');
    } catch (thrown) {
      refuse(file, `cannot be read (${systemCode(thrown) ?? errorText(thrown)})`, 'check its permissions');
    }
  };

  const listOrRefuse = (directory: Pending): void => {
    try {
      enter(directory);
    } catch (thrown) {
      if (directory.path === '') throw thrown;
      refuse(
        directory.path,
        `cannot be read (${systemCode(thrown) ?? errorText(thrown)})`,
        'check its permissions',
      );
    }
  };

  const isAsListed = ({realPath, facts, names}: Listed): boolean => {
    const now = files.stat(realPath, {follow: false});
    const namesNow = files.list(realPath);
    return (
      now?.device === facts.device &&
      now.inode === facts.inode &&
      now.mtimeNs === facts.mtimeNs &&
      namesNow?.length === names.length &&
      names.every((name, index) => name === namesNow[index])
    );
  };

  const visited = new Set<string>();
  for (
    let next = directories.shift();
    next !== undefined;
    next = directories.shift() ?? linkedDirectories.shift()
  ) {
    listOrRefuse(next);
    const names = listed.get(next.realPath)?.names;
    if (names === undefined || visited.has(next.realPath)) continue;
    visited.add(next.realPath);
    for (const name of names) {
      visit(next, name);
      entries += 1;
      if (pace.isDue()) await pace.yieldTurn();
      if (candidates.size > limits.files)
        return {
          unavailable: `${root} holds more than ${String(limits.files)} manifests, which is the limit; none is applied`,
        };
      if (entries > limits.entries)
        return {
          unavailable: `${root} holds more than ${String(limits.entries)} names, which is the limit; none is applied`,
        };
    }
  }

  return {
    candidates: [...candidates.values()].sort((left, right) => (left.file < right.file ? -1 : 1)),
    broken,
    ignored,
    foreign,
    isStable: async () => {
      try {
        if (vanished || files.realpath(root) !== realRoot) return false;
        for (const directory of listed.values()) {
          if (!isAsListed(directory)) return false;
          if (pace.isDue()) await pace.yieldTurn();
        }
        return true;
      } catch {
        // What could be listed a moment ago and cannot now has changed.
        return false;
      }
    },
  };
};
