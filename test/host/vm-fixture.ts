// A real Host in temporary directories, and VMs without disks or links that sit in their firmware.
// Everything started through it is ended by `close`, by pid and start time.
import {chmodSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {randomUUID} from 'node:crypto';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {ResolvedVm, StopStep} from '../../controller/desired/node.ts';
import type {VmmCommand} from '../../controller/drivers/driver.ts';
import {qemuCommand} from '../../controller/drivers/qemu/command-line.ts';
import {cleanVm} from '../../controller/execute/vm-clean.ts';
import {killVmm} from '../../controller/execute/vm-end.ts';
import {startVm} from '../../controller/execute/vm-start.ts';
import {stopVm} from '../../controller/execute/vm-stop.ts';
import type {ActionOf, VmTools} from '../../controller/execute/vm-tools.ts';
import {systemClock} from '../../controller/host/clock.ts';
import {systemFiles} from '../../controller/host/files.ts';
import type {Host, ProcessIdentity} from '../../controller/host/host.ts';
import {makePaths} from '../../controller/host/paths.ts';
import {ownIdentity} from '../../controller/host/process-facts.ts';
import {systemProcesses} from '../../controller/host/process.ts';
import {systemSockets} from '../../controller/host/sockets.ts';
import {watchVms} from '../../controller/observe/vm.ts';
import type {VmWatch} from '../../controller/observe/vm.ts';
import type {Outcome} from '../../controller/plan/action.ts';

export const hostUid = 200_731;

export type VmFixture = {
  host: Host;
  tools: VmTools;
  /** `uid hint` of every change so far. */
  changes: string[];
  /** A second daemon, as after a restart. */
  anotherWatch(): VmWatch;
  startAction(options?: StartOptions): ActionOf<'vm.start'>;
  start(options?: StartOptions): Promise<{outcome: Outcome; uid: string}>;
  stop(uid: string, ladder: readonly StopStep[]): Promise<Outcome>;
  process(uid: string): ProcessIdentity;
  /** Until `holds`, woken by changes of this VM; fails the test after 10 s. */
  until(uid: string, holds: () => boolean, watch?: VmWatch): Promise<void>;
  close(): Promise<void>;
};

export type StartOptions = {
  uid?: string;
  asRoot?: boolean;
  changeCommand?: (command: VmmCommand) => VmmCommand;
};

export const openFixture = (): VmFixture => {
  const base = mkdtempSync(join(tmpdir(), 'vmlet-vm-'));
  chmodSync(base, 0o711);
  const nothing = () => undefined;
  const host: Host = {
    processes: systemProcesses(),
    files: systemFiles(randomUUID),
    sockets: systemSockets(),
    clock: systemClock(),
    random: {uuid: randomUUID, fraction: Math.random},
    log: {debug: nothing, info: nothing, warn: nothing, error: nothing},
    paths: makePaths({stateDir: join(base, 'state'), runtimeDir: join(base, 'run')}),
  };
  host.files.makeDirectory(host.paths.stateDir, {mode: 0o711});
  host.files.makeDirectory(host.paths.runtimeDir, {mode: 0o711});
  const changes: string[] = [];
  const watches: VmWatch[] = [];
  const open = (): VmWatch => {
    const watch = watchVms(host, (uid, hint) => changes.push(`${uid} ${hint}`));
    watches.push(watch);
    return watch;
  };
  const vms = open();
  const tools: VmTools = {
    host,
    vms,
    identity: {
      hostId: randomUUID(),
      bootId: readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
      daemon: ownIdentity(),
      isRoot: true,
      arch: 'x86_64',
      cpuCount: 1,
      memoryBytes: 1024 ** 3,
      hasSystemd: false,
    },
  };
  const uids: string[] = [];
  const {signal} = new AbortController();

  const process = (uid: string): ProcessIdentity => {
    const {process} = vms.observe(uid);
    if (process.state !== 'present') throw new Error(`${uid} is ${process.state}`);
    return process.value;
  };

  const startAction: VmFixture['startAction'] = (options = {}) => {
    const uid = options.uid ?? randomUUID();
    uids.push(uid);
    const paths = host.paths.vm(uid);
    const command = qemuCommand(resolvedVm(uid), {
      paths,
      binary: '/usr/bin/qemu-system-x86_64',
      version: {major: 7, minor: 2},
      revision: 3,
      tscKhz: null,
      macvtapNodes: new Map(),
    });
    return {
      type: 'vm.start',
      priority: 0,
      uid,
      revision: 3,
      command: (options.changeCommand ?? (same => same))(command),
      paths,
      hostUid: options.asRoot === true ? null : hostUid,
      images: [],
    };
  };

  return {
    host,
    tools,
    changes,
    anotherWatch: open,
    startAction,
    process,
    start: async options => {
      const action = startAction(options);
      return {outcome: await startVm(action, tools, {signal}), uid: action.uid};
    },
    stop: (uid, ladder) => stopVm({type: 'vm.stop', uid, process: process(uid), ladder}, tools, {signal}),
    until: async (uid, holds, watch = vms) => {
      const late = AbortSignal.timeout(10_000);
      while (!holds()) await watch.changed(uid, {timeoutMs: 200, signal: late});
    },
    close: async () => {
      vms.refresh();
      for (const uid of uids) {
        const {process} = vms.observe(uid);
        if (process.state === 'present') killVmm(host, uid, process.value);
      }
      for (const uid of uids) {
        const ended = () => {
          vms.refresh();
          return vms.observe(uid).process.state === 'absent';
        };
        while (!ended()) await host.clock.sleep(20);
        await cleanVm({type: 'vm.clean', uid, paths: host.paths.vm(uid)}, tools, {signal});
      }
      for (const watch of watches) watch.close();
      rmSync(base, {recursive: true, force: true});
    },
  };
};

const resolvedVm = (uid: string): ResolvedVm => ({
  namespace: 'default',
  name: 'probe',
  uid,
  hypervisor: {name: 'qemu', machine: 'q35', accelerator: 'tcg', cpuModel: 'max', extraArgs: []},
  cpuCount: 1,
  memoryBytes: 64 * 1024 * 1024,
  balloon: false,
  boot: {kind: 'firmware', firmware: 'bios'},
  disks: [],
  interfaces: [],
  devices: [],
  hostname: 'probe',
  guestAgent: true,
});
