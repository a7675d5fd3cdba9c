// What /proc says of processes. Only reads: starting and signalling is process.ts.
import {closeSync, openSync, readdirSync, readFileSync, readlinkSync, readSync} from 'node:fs';
import {systemCode} from '../errors.ts';
import type {ProcessFacts, ProcessIdentity, Processes} from './host.ts';

/** Every live process whose command line is wanted, or that is known. */
export const listProcesses: Processes['list'] = (
  isWanted = () => true,
  known,
  {newOnly} = {newOnly: false},
) => {
  const listed: ProcessFacts[] = [];
  for (const name of readdirSync('/proc')) {
    if (name < '1' || name > '9~') continue;
    const pid = Number(name);
    const before = known?.get(pid);
    if (newOnly && before !== undefined) continue;
    const facts =
      (before === undefined ? undefined : readAgain(before)) ??
      readProcess(pid, argv => argv.length > 0 && isWanted(argv));
    if (facts !== undefined) listed.push(facts);
  }
  return listed;
};

/** Undefined when it is no more. */
const readAgain = (before: ProcessFacts): ProcessFacts | undefined => {
  const stat = readStat(before.pid);
  if (stat?.startTicks !== before.startTicks || isDead(stat)) return undefined;
  const {parentPid} = stat;
  const stopped = isStopped(stat);
  return stopped === before.stopped && parentPid === before.parentPid
    ? before
    : {...before, stopped, parentPid};
};

/**
 * One process, or undefined when it is gone, a zombie, or its pid was reused. Most who ask want no more than that: what it
 * runs is read when somebody looks at it, and is nothing once the process is gone.
 */
export const inspectProcess = ({pid, startTicks}: ProcessIdentity): ProcessFacts | undefined => {
  const stat = readStat(pid);
  if (stat?.startTicks !== startTicks || isDead(stat)) return undefined;
  return {
    pid,
    startTicks,
    stopped: isStopped(stat),
    parentPid: stat.parentPid,
    get exe() {
      return readExe(pid);
    },
    get argv() {
      return readArgv(pid) ?? [];
    },
  };
};

const readProcess = (
  pid: number,
  isWanted: (argv: readonly string[]) => boolean = () => true,
): ProcessFacts | undefined => {
  const argv = readArgv(pid);
  if (argv === undefined || !isWanted(argv)) return undefined;
  const stat = readStat(pid);
  if (stat === undefined || isDead(stat)) return undefined;
  const {startTicks, parentPid} = stat;
  return {pid, startTicks, exe: readExe(pid), argv, stopped: isStopped(stat), parentPid};
};

const isDead = ({state}: {state: string}): boolean => state === 'Z' || state === 'X';
const isStopped = ({state}: {state: string}): boolean => state === 'T' || state === 't';

/** undefined for a process that is gone. Empty for kernel threads, and for an instant in the middle of an exec. */
const readArgv = (pid: number): string[] | undefined => {
  const raw = readUnlessGone(`/proc/${String(pid)}/cmdline`);
  if (raw === undefined) return undefined;
  return raw === '' ? [] : raw.replace(/\0$/, '').split('\0');
};

/**
 * Only the kernel's word that there is no such process counts: one that we cannot look at (EMFILE) may well run. Hundreds
 * of files of /proc are read before a start: three calls each, where readFileSync makes five.
 */
const readUnlessGone = (path: string): string | undefined => {
  try {
    const descriptor = openSync(path, 'r');
    try {
      const sizeBytes = readSync(descriptor, procBuffer);
      if (sizeBytes < procBuffer.length) return procBuffer.toString('utf8', 0, sizeBytes);
      return Buffer.concat([Buffer.from(procBuffer), readFileSync(descriptor)]).toString('utf8');
    } finally {
      closeSync(descriptor);
    }
  } catch (thrown) {
    const code = systemCode(thrown);
    if (code === 'ENOENT' || code === 'ESRCH') return undefined;
    throw thrown;
  }
};

/** A command line is given in one piece when there is room for it. */
const procBuffer = Buffer.alloc(256 * 1024);

const readExe = (pid: number): string => {
  try {
    return readlinkSync(`/proc/${String(pid)}/exe`);
  } catch {
    return '';
  }
};

/** State, start and parent; undefined for a process that is gone. proc(5): comm may hold spaces and parentheses, so fields are counted from the last ')'. */
export const readStat = (pid: number): {state: string; startTicks: number; parentPid: number} | undefined => {
  const raw = readUnlessGone(`/proc/${String(pid)}/stat`);
  if (raw === undefined) return undefined;
  const fields = raw.slice(raw.lastIndexOf(')') + 2).split(' ', 20);
  return {state: fields[0] ?? 'X', startTicks: Number(fields[19]), parentPid: Number(fields[1])};
};

/** This process, as others can verify it. */
export const ownIdentity = (): ProcessIdentity => ({
  pid: process.pid,
  startTicks: readStat(process.pid)?.startTicks ?? 0,
});
