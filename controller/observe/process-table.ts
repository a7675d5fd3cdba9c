// Which hypervisor processes run, by the uid on their command lines: one pass over /proc for all VMs, no spawn.
// Only reads; deciding what two processes for one VM mean is observe/vm.ts.
import {parseVmmArgv} from '../drivers/qemu/command-line.ts';
import {keptText} from '../host/kept-text.ts';
import type {Host, ProcessFacts, ProcessIdentity} from '../host/host.ts';
import type {VmProcess} from './snapshot.ts';

export type VmmProcess = VmProcess & {
  readonly uid: string;
  /** Stopped by a signal: it holds its disks but answers nothing. */
  readonly stopped: boolean;
};

type TableHost = Pick<Host, 'processes' | 'files' | 'paths'>;

export type ProcessTable = {
  /** Every hypervisor process of ours by VM uid; more than one for a uid are all listed. */
  read(): ReadonlyMap<string, readonly VmmProcess[]>;
  /** Those that no read before has found as hypervisors: among a thousand of these it looks at hardly any. */
  readNew(): ReadonlyMap<string, readonly VmmProcess[]>;
  /** This one has ended: another process may get its pid. */
  forget(pid: number): void;
};

/**
 * A table that remembers what it has read: a hypervisor runs no other program, so that of one that was seen before only
 * what can change is read again.
 */
export const openProcessTable = (host: TableHost): ProcessTable => {
  let known = new Map<number, ProcessFacts>();
  /** By facts, which are the same value while they say the same. */
  const readings = new WeakMap<ProcessFacts, VmmProcess>();
  const readingOf = (facts: ProcessFacts): {facts: ProcessFacts; process: VmmProcess} | undefined => {
    const before = readings.get(facts);
    if (before !== undefined) return {facts, process: before};
    const brief = briefly(facts);
    const process = asVmmProcess(host, brief);
    if (process === undefined) return undefined;
    readings.set(brief, process);
    return {facts: brief, process};
  };
  const tableOf = (listed: readonly ProcessFacts[], settled: Map<number, ProcessFacts>) => {
    const table = new Map<string, VmmProcess[]>();
    const parents = new Map<number, number>();
    for (const facts of listed) {
      const reading = readingOf(facts);
      if (reading === undefined) continue;
      const {process} = reading;
      if (!process.launching) settled.set(process.pid, reading.facts);
      parents.set(process.pid, facts.parentPid);
      const others = table.get(process.uid);
      if (others === undefined) table.set(process.uid, [process]);
      else others.push(process);
    }
    known = settled;
    for (const [uid, processes] of table)
      if (processes.length > 1) table.set(uid, processes.filter(isNotForkOf(processes, parents)));
    return table;
  };
  const list = (newOnly: boolean): ProcessFacts[] =>
    host.processes.list(argv => parseVmmArgv(argv) !== null, known, {newOnly});
  return {
    read: () => tableOf(list(false), new Map()),
    readNew: () => tableOf(list(true), new Map(known)),
    forget: pid => {
      known.delete(pid);
    },
  };
};

/**
 * With no more of its command line than parseVmmArgv reads, and its program: of a thousand machines the rest would take more
 * memory than all that is known of them.
 */
const briefly = (facts: ProcessFacts): ProcessFacts => {
  const {argv} = facts;
  const named = ['-name', '-uuid'].flatMap(option => [option, argv[argv.indexOf(option) + 1] ?? '']);
  return {...facts, argv: [argv[0] ?? '', ...named].map(keptText)};
};

/** Between fork and exec, a tool that the wrapper runs looks like the wrapper itself: it is not a second life. */
const isNotForkOf =
  (processes: readonly VmmProcess[], parents: ReadonlyMap<number, number>) =>
  (process: VmmProcess): boolean =>
    !process.launching || !processes.some(other => other.pid === parents.get(process.pid));

/** The same reading for one process that is known already; undefined when it is gone or no hypervisor of ours. */
export const inspectVmmProcess = (host: TableHost, identity: ProcessIdentity): VmmProcess | undefined => {
  const facts = host.processes.inspect(identity);
  return facts === undefined ? undefined : asVmmProcess(host, facts);
};

/** True only when it is certain that this process is no more; one that cannot be looked at may well run. */
export const isGone = ({processes}: Pick<Host, 'processes'>, identity: ProcessIdentity): boolean => {
  try {
    return processes.inspect(identity) === undefined;
  } catch {
    return false;
  }
};

/** True for a hypervisor or the wrapper that becomes one; anybody may write a uid on his command line. */
export const isVmmExecutable = (exe: string): boolean =>
  isHypervisor(exe) || wrapperNames.has(executableName(exe));

/** The wrapper of execute/launch-wrapper.ts, one exec after the other. */
const wrapperNames: ReadonlySet<string> = new Set(['sh', 'dash', 'bash', 'busybox', 'unshare', 'setpriv']);

const isHypervisor = (exe: string): boolean => executableName(exe).startsWith('qemu-system-');

/** An upgraded package leaves running processes with ` (deleted)` behind the path. */
const executableName = (exe: string): string =>
  exe
    .replace(/ \(deleted\)$/, '')
    .split('/')
    .at(-1) ?? '';

const asVmmProcess = (host: TableHost, facts: ProcessFacts): VmmProcess | undefined => {
  const named = parseVmmArgv(facts.argv);
  // /proc/PID/exe of another user's process cannot be read without root; its argv[0] has to do then.
  const exe = facts.exe === '' ? (facts.argv[0] ?? '') : facts.exe;
  if (named === null || !isVmmExecutable(exe)) return undefined;
  const owner = host.files.stat(`/proc/${String(facts.pid)}`)?.uid ?? null;
  if (!mayBeOurs(host, named.uid, owner)) return undefined;
  return {
    uid: named.uid,
    pid: facts.pid,
    startTicks: facts.startTicks,
    launching: !isHypervisor(exe),
    revision: named.revision,
    hostUid: owner,
    stopped: facts.stopped === true,
  };
};

/**
 * Uids are no secret, so a local user could freeze a VM by putting its uid on a command line of his own. Ours run
 * as root (the wrapper), as the daemon's user, or as the user that the VM's console log belongs to.
 */
const mayBeOurs = (host: TableHost, uid: string, owner: number | null): boolean => {
  const self = host.files.stat('/proc/self')?.uid;
  if (owner === null || owner === 0 || self === undefined || owner === self) return true;
  const vmUser = host.files.stat(host.paths.vm(uid).consoleLog, {follow: false})?.uid;
  return vmUser === undefined || vmUser === owner;
};
