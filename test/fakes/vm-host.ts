// A whole Host in memory with hypervisors in it, for tests of VM observers and executors.
import {fakeClock} from './clock.ts';
import type {FakeClock} from './clock.ts';
import {fakeFiles} from './files.ts';
import type {FakeFilesControl} from './files.ts';
import {fakeHypervisors} from './qemu.ts';
import type {FakeHypervisorOptions, FakeHypervisors} from './qemu.ts';
import type {Files, Host, HostIdentity, Processes} from '../../controller/host/host.ts';
import {makePaths} from '../../controller/host/paths.ts';
import {watchVms} from '../../controller/observe/vm.ts';
import type {VmTools} from '../../controller/execute/vm-tools.ts';
import type {ActionOf} from '../../controller/execute/vm-tools.ts';

export const uid = '11111111-2222-4333-8444-555555555555';

export type FakeVmHost = {
  host: Host;
  clock: FakeClock;
  files: Files & {control: FakeFilesControl};
  qemus: FakeHypervisors;
  tools: VmTools;
  changes: string[];
  /** Run `work` while time goes on until it settles. */
  during<T>(work: Promise<T>): Promise<T>;
  startAction(): ActionOf<'vm.start'>;
};

const identity: HostIdentity = {
  hostId: 'host',
  bootId: 'boot',
  daemon: {pid: 1, startTicks: 1},
  isRoot: true,
  arch: 'x86_64',
  cpuCount: 1,
  memoryBytes: 1024 ** 3,
  hasSystemd: false,
};

export const fakeVmHost = (
  options: Partial<FakeHypervisorOptions> & {identity?: Partial<HostIdentity>; run?: Processes['run']} = {},
): FakeVmHost => {
  const clock = fakeClock();
  const files = fakeFiles();
  const qemus = fakeHypervisors({
    clock,
    appendLog: (path, text) => {
      files.append(path, text, 0o600);
    },
    ...options,
  });
  const nothing = () => undefined;
  const host: Host = {
    processes: qemus.processes,
    sockets: qemus.sockets,
    files,
    clock,
    random: {uuid: () => uid, fraction: () => 0.5},
    log: {debug: nothing, info: nothing, warn: nothing, error: nothing},
    paths: makePaths({stateDir: '/state', runtimeDir: '/run/vmlet'}),
  };
  const changes: string[] = [];
  const vms = watchVms(host, (changed, hint) => changes.push(`${changed} ${hint}`));
  const paths = host.paths.vm(uid);
  return {
    host,
    clock,
    files,
    qemus,
    changes,
    tools: {host, vms, identity: {...identity, ...options.identity}},
    during: async work => {
      let settled = false;
      const watched = work.finally(() => {
        settled = true;
      });
      await clock.settle();
      while (!settled) await clock.advance(clock.nextTimerMs() ?? 1);
      return watched;
    },
    startAction: () => ({
      type: 'vm.start',
      priority: 0,
      uid,
      revision: 4,
      command: {
        argv: [
          '/usr/bin/qemu-system-x86_64',
          '-name',
          'guest=default/web@4,process=vmlet:web',
          '-uuid',
          uid,
          '-S',
          '-action',
          'reboot=reset,shutdown=pause,panic=pause',
          '-chardev',
          `socket,id=qmp,path=${paths.qmpSocket},server=on,wait=off`,
        ],
        needsTun: false,
        devices: [],
      },
      paths,
      hostUid: 200_007,
      images: [],
    }),
  };
};
