// vm.start: directories, launch (wrapper or systemd service), monitor, seal, `cont`. Starts nothing where a process
// is, and leaves nothing half-started behind. What to start is complete in the action.
import {VmletError} from '../errors.ts';
import {makeVmCgroups} from '../host/cgroup.ts';
import type {Files, Log, ProcessIdentity} from '../host/host.ts';
import {readImage} from '../observe/image.ts';
import {done} from '../plan/action.ts';
import {failedBy, lastLines} from './failure.ts';
import {readLaunchFailure} from './launch-log.ts';
import {systemdRunArgv} from './launch-unit.ts';
import {launchArgv} from './launch-wrapper.ts';
import {continueGuest} from './vm-continue.ts';
import {prepareDirectories} from './vm-directories.ts';
import {killVmm, waitFor, waitForEnd} from './vm-end.ts';
import type {ActionOf, VmExecutor, VmTools} from './vm-tools.ts';

type Start = ActionOf<'vm.start'>;

/** Nobody but us starts a VM, and in a crowd of starts a pass over all processes for each costs more than the starts. */
const tableAgeMs = 100;
const monitorTimeoutMs = 10_000;
const killTimeoutMs = 5_000;
/** Enough for QEMU's complaints; the rest of a flood is not read. */
const logReadBytes = 64 * 1024;

export const startVm: VmExecutor<'vm.start'> = async (action, tools, options) => {
  if (tools.identity.isRoot && (action.hostUid ?? 0) === 0)
    return {
      kind: 'failed',
      code: 'E-STATE',
      message: 'its record names no user; no hypervisor runs as root',
      terminal: true,
    };
  tools.vms.refreshFor(action.uid, {atMostAgeMs: tableAgeMs});
  const {process} = tools.vms.observe(action.uid);
  if (process.state === 'present') return done(false);
  if (process.state === 'unknown')
    return {kind: 'failed', code: 'E-CONFLICT', message: `not started: ${process.why}`, terminal: false};
  let started: ProcessIdentity | undefined;
  let mayRun = false;
  try {
    checkImages(action, tools);
    prepareDirectories(tools.host, action.paths, action.hostUid);
    started = await launch(action, tools, options.signal);
    const session = await tools.vms.attach(action.uid, started, {
      timeoutMs: monitorTimeoutMs,
      signal: options.signal,
    });
    checkUuid(tools, action.uid);
    mayRun = true;
    await continueGuest(session, {uid: action.uid, beforeRun: action.command.beforeRun}, tools);
    return done(true);
  } catch (thrown) {
    // A launch that failed may have left a process all the same; the next look must not take it for absent.
    if (started === undefined) tools.vms.doubt(action.uid);
    // A reply that is lost after `cont` says nothing about the guest: it may run, and the next look tells.
    const ended = started === undefined || mayRun || (await endHalfStarted(action, tools, started));
    const failure = failedBy(explained(action, tools, thrown), options, 'not started');
    if (ended || failure.kind !== 'failed') return failure;
    return {...failure, message: `${failure.message}; its process could not be ended yet`};
  }
};

const launch = async (action: Start, tools: VmTools, signal: AbortSignal): Promise<ProcessIdentity> => {
  const {host, identity} = tools;
  const privateTun = identity.isRoot && action.command.needsTun && !isOpenToAll(host.files, '/dev/net/tun');
  const argv = launchArgv({
    command: action.command,
    // systemd makes the cgroup of its service itself.
    cgroups: identity.isRoot && !identity.hasSystemd ? makeVmCgroups(host, action.uid) : [],
    privateTun,
    user: action.hostUid === null ? null : {id: action.hostUid, groups: kvmGroups(action, host.files)},
  });
  if (!identity.isRoot || !identity.hasSystemd)
    return host.processes.launch(
      {argv, logPath: action.paths.vmmLog, cwd: action.paths.runtime},
      noteEnd(host.log, action.uid),
    );
  return launchService(action, tools, {argv, privateTun}, signal);
};

/** Apart: it is kept for as long as the hypervisor runs, and must not keep its command line. */
const noteEnd =
  (log: Log, uid: string) =>
  ({code, signal}: {readonly code: number | null; readonly signal: string | null}): void => {
    log.debug('hypervisor ended', {uid, code, signal});
  };

/** systemd is the parent, so the process is found where every adopted one is: in the process table. */
const launchService = async (
  action: Start,
  tools: VmTools,
  {argv, privateTun}: {argv: readonly string[]; privateTun: boolean},
  signal: AbortSignal,
): Promise<ProcessIdentity> => {
  const devices = ['/dev/kvm', '/dev/net/tun', '/dev/vhost-net', '/dev/vhost-vsock'];
  const [command = '', ...args] = systemdRunArgv({
    uid: action.uid,
    argv,
    paths: action.paths,
    devices: [...devices, ...action.command.devices.map(device => device.path)],
    opensDevices: privateTun || action.command.devices.length > 0,
    needsInternet: action.command.needsInternet === true,
  });
  const result = await tools.host.processes.run(command, args, {signal});
  if (result.exitCode !== 0)
    throw new VmletError('E-TOOL', `systemd-run failed: ${lastLines(result.stderr)}`);
  // The wrapper's forks come and go; the hypervisor itself is what stays.
  const found = () => {
    tools.vms.refresh();
    const seen = tools.vms.observe(action.uid).process;
    return seen.state === 'present' && !seen.value.launching;
  };
  await waitFor(tools, action.uid, found, {timeoutMs: monitorTimeoutMs, signal});
  const {process} = tools.vms.observe(action.uid);
  if (process.state === 'present') return process.value;
  throw new VmletError('E-TOOL', 'the service was started, but its hypervisor has ended');
};

/** Once more, just before a guest trusts them: an overlay on a base that changed is corrupt data. */
const checkImages = (action: Start, {host}: VmTools): void => {
  for (const digest of action.images) {
    const image = readImage(host.files, host.paths, digest);
    if (image.state === 'present' && image.value.intact) continue;
    const why =
      image.state === 'present'
        ? image.value.why
        : image.state === 'unknown'
          ? image.why
          : 'it is not stored';
    throw new VmletError('E-IMAGE', `image ${digest}: ${why ?? 'it has changed'}`);
  }
};

/** It was asked when it was reached. */
const checkUuid = ({vms}: VmTools, uid: string): void => {
  const {monitor} = vms.observe(uid);
  const uuid = monitor.state === 'connected' ? monitor.uuid : '';
  if (uuid !== uid)
    throw new VmletError('E-NOT-OURS', `the monitor answers for ${uuid || 'no VM'}, not ${uid}`);
};

/** Ten milliseconds apart. An exec takes less than one; on a host without a free core the wrapper takes seconds. */
const mostLooks = 500;

/** Only the process that we started, and only before its guest may have run. */
const endHalfStarted = async (action: Start, tools: VmTools, started: ProcessIdentity): Promise<boolean> => {
  const {clock, processes} = tools.host;
  // In the middle of its exec it cannot be told by its command line, and is not killed on a guess.
  for (let look = 0; look < mostLooks && processes.inspect(started) !== undefined; look += 1) {
    if (killVmm(tools.host, action.uid, started)) break;
    await clock.sleep(10);
  }
  // Not the caller's signal: also an aborted start must not leave a process.
  const signal = new AbortController().signal;
  const ended = await waitForEnd(tools, action.uid, started, {timeoutMs: killTimeoutMs, signal});
  tools.vms.refresh();
  return ended;
};

/** When the hypervisor ended by itself, its log says why better than our missing monitor. */
const explained = (action: Start, tools: VmTools, thrown: unknown): unknown => {
  const log = tools.host.files.readHead(action.paths.vmmLog, logReadBytes)?.toString() ?? '';
  const failure = readLaunchFailure(log);
  const isOurs = thrown instanceof VmletError && (thrown.code === 'E-TOOL' || thrown.code === 'E-TIMEOUT');
  if (!isOurs || failure.stage === 'unknown') return thrown;
  const who = failure.stage === 'wrapper' ? 'the launch wrapper failed' : 'QEMU';
  return new VmletError(failure.stage === 'wrapper' ? 'E-HOST' : 'E-TOOL', `${who}: ${failure.message}`, {
    cause: thrown,
    terminal: failure.terminal,
  });
};

const isOpenToAll = (files: Files, path: string): boolean =>
  ((files.stat(path)?.mode ?? 0) & 0o006) === 0o006;

/** /dev/kvm is mostly root:kvm 0660: its group is the one thing that a VM's user keeps. */
const kvmGroups = (action: Start, files: Files): readonly number[] => {
  const node = action.command.needsKvm ? files.stat('/dev/kvm') : undefined;
  if (node === undefined || (node.mode & 0o006) === 0o006 || (node.mode & 0o060) !== 0o060) return [];
  return node.gid === 0 ? [] : [node.gid];
};
