// The transient systemd service that a VM is where systemd is pid 1: argv of systemd-run, pure and golden-tested.
// A service, not a scope: systemd is the parent, so neither our end nor our upgrade touches the guest.
import type {VmPaths} from '../host/paths.ts';

export type LaunchUnit = {
  readonly uid: string;
  readonly argv: readonly string[];
  readonly paths: VmPaths;
  /** Device nodes that may be used, besides those that every service has. */
  readonly devices: readonly string[];
  /** The wrapper opens or makes device nodes as root before it drops its rights: the walls must leave it that. */
  readonly opensDevices: boolean;
  /** User networking: the hypervisor speaks IP itself. */
  readonly needsInternet: boolean;
};

/** Name of the unit of a VM; also how its cgroup is recognised. */
export const unitName = (uid: string): string => `vmlet-vm-${uid}.service`;

/** Stops every guest at the host's shutdown (controller/install/vmlet-guests.service). */
export const guestsUnit = 'vmlet-guests.service';

/**
 * `systemd-run` for the launch wrapper. The user is dropped to by the wrapper (setpriv), since systemd takes only users
 * that some database knows; what the unit leaves is what the wrapper needs for that (systemd.exec(5)).
 * No PartOf or BindsTo of the daemon's unit: its stop is not the guest's.
 */
export const systemdRunArgv = (unit: LaunchUnit): readonly string[] => [
  'systemd-run',
  '--quiet',
  `--unit=${unitName(unit.uid)}`,
  '--slice=vmlet.slice',
  '--service-type=exec',
  '--collect',
  // Its own word for it would be the whole command line, whose newlines break the unit when systemd reads it again.
  '--description=vmlet virtual machine',
  ...[...life(unit.paths), ...walls(unit), ...devicesOf(unit)].flatMap(property => ['--property', property]),
  '--',
  ...unit.argv,
];

const life = (paths: VmPaths): readonly string[] => [
  // Stops run in the reverse order: at the host's shutdown guests are asked to go before systemd ends their services.
  `Before=${guestsUnit}`,
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
];

/** ProtectHome and a stricter ProtectSystem would hide disks that a manifest names; the VM's own user keeps it out. */
const walls = ({opensDevices, needsInternet}: LaunchUnit): readonly string[] => [
  'PrivateTmp=yes',
  'PrivateIPC=yes',
  'PrivateMounts=yes',
  'ProtectSystem=full',
  'ProtectKernelTunables=yes',
  'ProtectKernelModules=yes',
  'ProtectKernelLogs=yes',
  'ProtectControlGroups=yes',
  'ProtectClock=yes',
  'ProtectHostname=yes',
  'ProtectProc=invisible',
  'KeyringMode=private',
  'LockPersonality=yes',
  'RestrictRealtime=yes',
  'RestrictSUIDSGID=yes',
  'SystemCallArchitectures=native',
  `RestrictAddressFamilies=AF_UNIX${needsInternet ? ' AF_INET AF_INET6' : ''}`,
  ...(needsInternet ? [] : ['IPAddressDeny=any']),
  ...(opensDevices
    ? []
    : [
        'CapabilityBoundingSet=CAP_SETUID CAP_SETGID CAP_SETPCAP',
        'NoNewPrivileges=yes',
        'RestrictNamespaces=yes',
        // seccomp: QEMU puts up a filter of its own.
        'SystemCallFilter=@system-service seccomp',
        'SystemCallFilter=~@resources',
        // A call that a newer QEMU tries is refused; its guest is not killed for it.
        'SystemCallErrorNumber=EPERM',
      ]),
];

const devicesOf = ({devices, opensDevices}: LaunchUnit): readonly string[] => [
  'DevicePolicy=closed',
  ...devices.map(device => `DeviceAllow=${device} rwm`),
  // A /dev of its own with these alone in it; where the wrapper makes nodes itself, the host's.
  ...(opensDevices ? [] : ['PrivateDevices=yes', ...devices.map(device => `BindPaths=-${device}`)]),
];
