// The transient systemd service that a VM is where systemd is pid 1: argv of systemd-run, pure and golden-tested.
// A service, not a scope: systemd is the parent, so neither our end nor our upgrade touches the guest.
import type {VmPaths} from '../host/paths.ts';

export type LaunchUnit = {
  readonly uid: string;
  readonly argv: readonly string[];
  readonly paths: VmPaths;
  /** Device nodes that may be used, besides those that every service has. */
  readonly devices: readonly string[];
};

/** Name of the unit of a VM; also how its cgroup is recognised. */
export const unitName = (uid: string): string => `vmlet-vm-${uid}.service`;

/**
 * `systemd-run` for the launch wrapper. User, groups and capabilities are dropped by the wrapper (setpriv), which
 * must open devices first; the properties here hold for both (systemd.exec(5), systemd.resource-control(5)).
 * No PartOf or BindsTo of the daemon's unit: its stop is not the guest's.
 */
export const systemdRunArgv = ({uid, argv, paths, devices}: LaunchUnit): readonly string[] => [
  'systemd-run',
  '--quiet',
  `--unit=${unitName(uid)}`,
  '--slice=vmlet.slice',
  '--service-type=exec',
  '--collect',
  ...properties(paths, devices).flatMap(property => ['--property', property]),
  '--',
  ...argv,
];

const properties = (paths: VmPaths, devices: readonly string[]): readonly string[] => [
  'Description=vmlet virtual machine',
  'Restart=no',
  'KillMode=control-group',
  'TimeoutStopSec=90',
  'SendSIGHUP=no',
  'OOMPolicy=continue',
  'LimitCORE=0',
  'TasksMax=128',
  'UMask=0077',
  'StandardInput=null',
  `StandardOutput=append:${paths.vmmLog}`,
  `StandardError=append:${paths.vmmLog}`,
  `WorkingDirectory=${paths.runtime}`,
  'PrivateTmp=yes',
  'PrivateIPC=yes',
  'ProtectSystem=full',
  'ProtectKernelTunables=yes',
  'ProtectKernelModules=yes',
  'ProtectKernelLogs=yes',
  'ProtectClock=yes',
  'ProtectHostname=yes',
  'ProtectProc=invisible',
  'LockPersonality=yes',
  'RestrictRealtime=yes',
  'RestrictSUIDSGID=yes',
  'DevicePolicy=closed',
  ...devices.map(device => `DeviceAllow=${device} rwm`),
];
