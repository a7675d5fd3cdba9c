import {describe, expect, test} from '@jest/globals';
import {readLaunchFailure} from '../../../controller/execute/launch-log.ts';
import {systemdRunArgv} from '../../../controller/execute/launch-unit.ts';
import type {LaunchUnit} from '../../../controller/execute/launch-unit.ts';
import {launchArgv} from '../../../controller/execute/launch-wrapper.ts';
import type {LaunchPlan} from '../../../controller/execute/launch-wrapper.ts';
import {makePaths} from '../../../controller/host/paths.ts';

const plan: LaunchPlan = {
  command: {
    argv: ['/usr/bin/qemu-system-x86_64', '-name', "x'; touch /tmp/owned; '"],
    needsTun: true,
    devices: [{fd: 3, path: '/dev/tap7'}],
  },
  cgroups: ['/sys/fs/cgroup/memory/vmlet/u', '/sys/fs/cgroup/pids/vmlet/u'],
  privateTun: true,
  user: {id: 200_007, groups: []},
};

describe('the launch wrapper', () => {
  test('drops everything before the hypervisor, in arguments that no text can change', () => {
    const argv = launchArgv(plan);
    expect(argv.slice(0, 7)).toEqual(['unshare', '--mount', '--propagation', 'slave', '--', 'sh', '-c']);
    expect(argv.slice(8)).toEqual([
      'vmlet-launch',
      '2',
      '/sys/fs/cgroup/memory/vmlet/u',
      '/sys/fs/cgroup/pids/vmlet/u',
      'tun',
      '3',
      '/dev/tap7',
      '--',
      'setpriv',
      '--reuid=200007',
      '--regid=200007',
      '--clear-groups',
      '--no-new-privs',
      '--bounding-set=-all',
      '--inh-caps=-all',
      '--',
      ...plan.command.argv,
    ]);
  });

  test('has the same script for every VM', () => {
    const bare = {
      ...plan,
      cgroups: [],
      privateTun: false,
      user: null,
      command: {...plan.command, devices: []},
    };
    const argv = launchArgv(bare);
    expect(argv[2]).toBe(launchArgv(plan)[7]);
    expect(argv.slice(3)).toEqual(['vmlet-launch', '0', 'no-tun', '--', ...plan.command.argv]);
  });

  test('keeps the groups that it is told to keep', () => {
    const argv = launchArgv({...plan, user: {id: 200_007, groups: [104]}});
    expect(argv).toContain('--groups=104');
    expect(argv).not.toContain('--clear-groups');
  });
});

const unit: LaunchUnit = {
  uid: 'u',
  argv: ['sh', '-c', 'x'],
  paths: makePaths({stateDir: '/var/lib/vmlet', runtimeDir: '/run/vmlet'}).vm('u'),
  devices: ['/dev/kvm'],
  opensDevices: false,
  needsInternet: false,
};

test('the transient service has this command line', () => {
  const argv = systemdRunArgv(unit);
  expect(argv.join('\n')).toBe(
    `systemd-run
--quiet
--unit=vmlet-vm-u.service
--slice=vmlet.slice
--service-type=exec
--collect
--description=vmlet virtual machine
--property
Before=vmlet-guests.service
--property
Restart=no
--property
KillMode=control-group
--property
TimeoutStopSec=90
--property
SendSIGHUP=no
--property
OOMPolicy=continue
--property
LimitCORE=0
--property
TasksMax=128
--property
UMask=0077
--property
StandardInput=null
--property
StandardOutput=append:/var/lib/vmlet/logs/u/vmm.log
--property
StandardError=append:/var/lib/vmlet/logs/u/vmm.log
--property
WorkingDirectory=/run/vmlet/vm/u
--property
PrivateTmp=yes
--property
PrivateIPC=yes
--property
PrivateMounts=yes
--property
ProtectSystem=full
--property
ProtectKernelTunables=yes
--property
ProtectKernelModules=yes
--property
ProtectKernelLogs=yes
--property
ProtectControlGroups=yes
--property
ProtectClock=yes
--property
ProtectHostname=yes
--property
ProtectProc=invisible
--property
KeyringMode=private
--property
LockPersonality=yes
--property
RestrictRealtime=yes
--property
RestrictSUIDSGID=yes
--property
SystemCallArchitectures=native
--property
RestrictAddressFamilies=AF_UNIX
--property
IPAddressDeny=any
--property
CapabilityBoundingSet=CAP_SETUID CAP_SETGID CAP_SETPCAP
--property
NoNewPrivileges=yes
--property
RestrictNamespaces=yes
--property
SystemCallFilter=@system-service seccomp
--property
SystemCallFilter=~@resources
--property
SystemCallErrorNumber=EPERM
--property
DevicePolicy=closed
--property
DeviceAllow=/dev/kvm rwm
--property
PrivateDevices=yes
--property
BindPaths=-/dev/kvm
--
sh
-c
x`,
  );
});

describe('the log of a failed launch', () => {
  test.each([
    ['', {stage: 'unknown', message: 'it wrote nothing to its log', terminal: false}],
    [
      'vmlet-launch: note: not in cgroup /x\nsetpriv: setgroups failed: Operation not permitted\n',
      {stage: 'wrapper', message: 'setpriv: setgroups failed: Operation not permitted', terminal: false},
    ],
    [
      'vmlet-launch: cannot open /dev/tap7\n',
      {stage: 'wrapper', message: 'cannot open /dev/tap7', terminal: false},
    ],
    [
      "qemu-system-x86_64: warning: TCG\nqemu-system-x86_64: -cpu nope: unable to find CPU model 'nope'\n",
      {stage: 'hypervisor', message: "-cpu nope: unable to find CPU model 'nope'", terminal: true},
    ],
    [
      '2026-01-01T00:00:00.000001Z qemu-system-x86_64: -netdev x: could not configure /dev/net/tun (t): Device or resource busy\n',
      {
        stage: 'hypervisor',
        message: '-netdev x: could not configure /dev/net/tun (t): Device or resource busy',
        terminal: false,
      },
    ],
    [
      'qemu-system-x86_64: \x1b[31mred\x07 error\n',
      {stage: 'hypervisor', message: '[31mred  error', terminal: false},
    ],
    [
      '**\nERROR:kvm.c:2: assertion failed\n',
      {stage: 'hypervisor', message: 'ERROR:kvm.c:2: assertion failed', terminal: false},
    ],
  ])('%j is read', (log, failure) => {
    expect(readLaunchFailure(log)).toEqual(failure);
  });
});

test('a VM with user networking may speak IP, and no other', () => {
  const properties = systemdRunArgv({...unit, needsInternet: true});
  expect(properties).toContain('RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6');
  expect(properties).not.toContain('IPAddressDeny=any');
});

test('where the wrapper makes or opens device nodes as root, the walls leave it that and nothing else', () => {
  const walls = systemdRunArgv(unit);
  const left = systemdRunArgv({...unit, opensDevices: true});
  expect(walls.filter(each => !left.includes(each)).map(each => each.split('=')[0])).toEqual([
    'CapabilityBoundingSet',
    'NoNewPrivileges',
    'RestrictNamespaces',
    'SystemCallFilter',
    'SystemCallFilter',
    'SystemCallErrorNumber',
    'PrivateDevices',
    'BindPaths',
  ]);
  expect(left.filter(each => !walls.includes(each))).toEqual([]);
});
