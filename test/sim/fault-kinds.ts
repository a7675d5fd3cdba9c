// The kinds of faults that vmlet is to survive, and the rows of faults.ts and of the actors that provoke each. A kind
// that cannot be provoked says why. A new kind, or a new thing that can fail, is a row here.

export type FaultKind = {
  readonly group: 'fs' | 'process' | 'net' | 'QMP' | 'clock' | 'watcher' | 'git' | 'systemd';
  readonly kind: string;
  /** Names of faults and actors. */
  readonly by: readonly string[];
  readonly notYet?: string;
};

const row =
  (group: FaultKind['group']) =>
  (kind: string, ...by: readonly string[]): FaultKind => ({group, kind, by});
const fs = row('fs');
const process = row('process');
const net = row('net');
const qmp = row('QMP');
const clock = row('clock');
const watcher = row('watcher');
const systemd = row('systemd');
const git = (kind: string): FaultKind => ({
  group: 'git',
  kind,
  by: [],
  notYet: 'there is no git source yet',
});

export const faultKinds: readonly FaultKind[] = [
  fs('ENOSPC', 'disk full', 'the disk is full for a while'),
  fs('EDQUOT', 'quota exceeded'),
  fs('EMFILE', 'too many open files'),
  fs('EROFS', 'file system read-only'),
  fs('EIO', 'read error', 'write error'),
  fs('ESTALE', 'file handle stale'),
  fs(
    'EACCES',
    'stat error',
    'a manifest is unreadable for a while',
    'the state directory is unwritable for a while',
  ),
  fs('short read', 'header cut', 'break a manifest'),
  fs('short write', 'append done by half'),
  // A failed fsync is an error before the rename, one of the directory an error after it.
  fs('fsync EIO', 'write error', 'write done but reported as failed'),
  fs('rename done-but-error', 'write done but reported as failed'),
  fs('vanish between stat and open', 'manifest gone between look and open'),
  // The port tells these three alike: the process could not be started.
  process('EAGAIN', 'fork fails', 'hypervisor cannot be started'),
  process('ENOMEM', 'fork fails', 'process table unreadable', 'the next hypervisor ends at once'),
  process('EMFILE', 'fork fails', 'process table unreadable'),
  process('non-zero', 'qemu-img fails', 'link change fails'),
  process('signal', 'tool killed by a signal', 'link change cut short', 'a hypervisor is killed'),
  process('endless stdout', 'tool talks without end'),
  process('stuck', 'qemu-img hangs', 'link change hangs', 'listing links hangs'),
  // The port counts a zombie as gone, so one is a hypervisor that ended; one that is stopped is neither.
  process('zombie', 'a hypervisor is killed', 'a monitor falls silent or answers again'),
  net('EBUSY', 'link change fails'),
  net('EEXIST foreign', 'somebody takes a name that is ours, or gives it back'),
  net('other name', 'a tap is given another name'),
  net('bridge gone', 'a bridge is deleted or changed by hand'),
  net(
    'ENOBUFS',
    'links cannot be listed',
    'link change fails',
    'the network of the host answers nothing for a while',
  ),
  net('slow', 'link change slow'),
  qmp('refused', 'monitor refuses'),
  qmp('no greeting', 'a monitor falls silent or answers again'),
  qmp('half line', 'monitor cuts a reply'),
  qmp('error reply', 'monitor answers with an error'),
  qmp('event first', 'monitor says an event first'),
  qmp('timeout', 'a monitor falls silent or answers again'),
  qmp('EOF', 'monitor hangs up before a command'),
  qmp('wrong uuid', 'monitor names another uuid'),
  qmp('reply lost after effect', 'monitor loses a reply after its effect'),
  clock('+1 h', 'somebody sets the clock'),
  clock('-1 h', 'somebody sets the clock'),
  clock('+1 d', 'somebody sets the clock'),
  clock('-1 d', 'somebody sets the clock'),
  clock('stall', 'the machine stands still'),
  watcher('drop', 'manifest hints lost', 'link hints lost', 'the link monitor dies'),
  watcher('dup', 'manifest hints twice', 'link hints twice'),
  // Hints that are late by different times overtake each other.
  watcher('reorder', 'manifest hints late', 'link hints late'),
  watcher('late', 'manifest hints late', 'link hints late'),
  watcher('overflow', 'manifest watch overflows'),
  git('timeout'),
  git('auth'),
  git('force-push'),
  git('empty tree'),
  git('partial'),
  git('wrong signature'),
  systemd('bus gone', 'systemd: no bus'),
  systemd('job timeout', 'systemd: the job hangs'),
  systemd('unit exists', 'systemd: the unit exists'),
  systemd('unit failed', 'systemd: the unit fails'),
  systemd('lost start reply', 'systemd: the reply is lost'),
];

/** Sieve's modes by name. */
export const sieveModes: readonly {readonly mode: string; readonly by: readonly string[]}[] = [
  {mode: 'crash after each effect', by: ['the daemon is killed at an effect to come']},
  {
    mode: 'an observation k rounds old',
    by: ['links of an earlier look', 'process table of an earlier look', 'stat of an earlier look'],
  },
  {mode: 'events missed', by: ['manifest hints lost', 'link hints lost']},
];

/** Faults that no kind asks for, because something else does. */
export const otherFaults: readonly string[] = [
  'removal fails',
  'removal done but reported as failed',
  'qemu-img done but reported as failed',
  'hypervisor started but reported as failed',
  'link change done but reported as failed',
];
