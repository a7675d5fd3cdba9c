// Which vmlet is meant: flag, VMLET_STATE_DIR, `.vmlet/` here or in a parent, then the default. Reads, never makes.
import {dirname, join, resolve} from 'node:path';
import {parseDaemonFile} from '../api/protocol.ts';
import type {Host} from '../host/host.ts';
import {makePaths} from '../host/paths.ts';
import type {Paths} from '../host/paths.ts';

export type LocateInput = {
  readonly stateDir?: string | undefined;
  readonly runtimeDir?: string | undefined;
  readonly statusDir?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly uid: number;
};

export type Located = {
  readonly paths: Paths;
  /** Where the daemon of that state directory reads manifests, when it has said so. */
  readonly manifestsDir: string | null;
};

/** Flags win over what the daemon wrote down, which wins over defaults. */
export const locate = (input: LocateInput, files: Host['files']): Located => {
  const stateDir = findStateDir(input, files);
  const daemon = readDaemonFile(stateDir, files);
  const runtimeDir = input.runtimeDir === undefined ? undefined : resolve(input.cwd, input.runtimeDir);
  const statusDir = input.statusDir === undefined ? daemon?.statusDir : resolve(input.cwd, input.statusDir);
  return {
    paths: makePaths({
      stateDir,
      runtimeDir: runtimeDir ?? daemon?.runtimeDir ?? defaultRuntimeDir(input),
      ...(statusDir === undefined ? {} : {statusDir}),
    }),
    manifestsDir: daemon?.manifestsDir ?? null,
  };
};

/** The state directory by the contract's order; its real path, since the socket's name is made from it. */
export const findStateDir = (input: LocateInput, files: Host['files']): string => {
  const given = input.stateDir ?? nonEmpty(input.env['VMLET_STATE_DIR']);
  const found = given === undefined ? nearest(input, files) : resolve(input.cwd, given);
  const path = found ?? defaultStateDir(input);
  return files.realpath(path) ?? path;
};

/** A directory that someone else planted above us must not tell root's CLI where to connect. */
const nearest = ({cwd, uid}: LocateInput, files: Host['files']): string | undefined => {
  for (let directory = resolve(cwd); ; directory = dirname(directory)) {
    const candidate = join(directory, '.vmlet');
    const link = files.stat(candidate, {follow: false});
    const target = link === undefined ? undefined : files.stat(candidate);
    const trusted = link?.uid === uid || link?.uid === 0;
    if (target?.type === 'directory' && trusted && (target.uid === uid || target.uid === 0)) return candidate;
    if (directory === dirname(directory)) return undefined;
  }
};

/** /var/lib/vmlet for root, else below the user's own state directory (XDG base directory specification). */
export const defaultStateDir = ({env, uid}: Pick<LocateInput, 'env' | 'uid'>): string =>
  uid === 0
    ? '/var/lib/vmlet'
    : join(nonEmpty(env['XDG_STATE_HOME']) ?? join(env['HOME'] ?? '/', '.local/state'), 'vmlet');

/** /run/vmlet for root, else below the user's runtime directory. */
export const defaultRuntimeDir = ({env, uid}: Pick<LocateInput, 'env' | 'uid'>): string =>
  uid === 0 ? '/run/vmlet' : join(nonEmpty(env['XDG_RUNTIME_DIR']) ?? `/run/user/${String(uid)}`, 'vmlet');

const readDaemonFile = (stateDir: string, files: Host['files']) => {
  const {daemonFile} = makePaths({stateDir, runtimeDir: '/'});
  const text = files.read(daemonFile)?.toString('utf8');
  return text === undefined ? undefined : parseDaemonFile(text);
};

const nonEmpty = (value: string | undefined): string | undefined => (value === '' ? undefined : value);
