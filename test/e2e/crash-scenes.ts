// What a real daemon is killed in the middle of, one row each: how the host gets there, what happens then, and how to
// tell that it is over. A feature joins `npm run crash` by a row here.
import {existsSync} from 'node:fs';
import {networkManifest, vmManifest} from './manifests.ts';
import type {E2eHost} from './harness.ts';

export type RealScene = {
  readonly what: string;
  /** One host for all its cells, so that one guest lives through all of them; else each cell has a host of its own. */
  readonly shared?: true;
  /** VMs whose guests must not notice; with `booted`, a clock in the guest is looked at too. */
  readonly guests: readonly string[];
  readonly booted?: true;
  /** Once for each host. */
  open(host: E2eHost): Promise<void>;
  /** Before each cell; `turn` counts the cells of this host. Effects are counted from its end. */
  before(host: E2eHost, turn: number): Promise<void>;
  /** The daemon may die in it at any time. */
  act(host: E2eHost): Promise<unknown>;
  /** With a daemon that runs: people repeat what was not answered, and the end is waited for. */
  end(host: E2eHost, turn: number): Promise<void>;
};

const root = {name: 'root', image: 'tiny-disk', size: '128Mi'};
const data = {name: 'data', blank: {}, size: '20Mi'};
const nic = (network: string) => ({name: 'lan', tap: {network}});
const resync = ['--resync', '5s'];

/** Ready when its hypervisor runs: nothing here waits for a guest to boot. */
const bare = (spec: Readonly<Record<string, unknown>> = {}, memory = '128Mi'): string =>
  vmManifest('a', {
    memory,
    spec: {
      readiness: undefined,
      shutdown: {timeout: '1s', method: 'Quit'},
      interfaces: [nic('lan')],
      ...spec,
    },
  });

const parked = vmManifest('b', {memory: '128Mi', spec: {runPolicy: 'Halted'}});

const start = (host: E2eHost): Promise<void> => host.daemon.start(...resync);

const running = async (host: E2eHost, manifest = bare()): Promise<void> => {
  host.write('b.yaml', parked);
  host.write('a.yaml', manifest);
  await start(host);
  await host.ready('a');
};

const removed = (host: E2eHost): Promise<unknown> =>
  host.waitFor('a to be removed', () => {
    const taps = host.links().filter(link => link.startsWith('vmt-'));
    return host.vm('a').status.phase === 'Removed' && host.qemuPid('a') === undefined && taps.length === 0;
  });

/** The condition is there before its disks are. */
const trashed = async (host: E2eHost): Promise<void> => {
  await removed(host);
  await host.waitFor('the trash', () => existsSync(host.paths.trash(host.uid('a'))));
};

const byForce = {timeout: '1s', method: 'Kill'};

const stopped = (host: E2eHost, vm = 'a'): Promise<unknown> =>
  host.waitFor(
    `${vm} to be stopped`,
    () => host.vm(vm).status.phase === 'Stopped' && host.qemuPid(vm) === undefined,
  );

const nothing = (): Promise<void> => Promise.resolve();

/** A change that a running daemon meets. */
const write =
  (name: string, yaml: string) =>
  async (host: E2eHost): Promise<void> => {
    host.write(name, yaml);
  };

const remove =
  (name: string) =>
  async (host: E2eHost): Promise<void> => {
    host.remove(name);
  };

/** Taps that a hypervisor has open. */
const carriers = (host: E2eHost): IpLink[] =>
  (host.ip('link') as IpLink[]).filter(
    link => link.ifname.startsWith('vmt-') && link.flags.includes('LOWER_UP'),
  );

const addressesOf = (host: E2eHost, bridge: string): string[] =>
  (host.ip('-4', 'address', 'show', 'dev', bridge) as IpLink[]).flatMap(link =>
    (link.addr_info ?? []).map(({local}) => local),
  );

type IpLink = {
  readonly ifname: string;
  readonly flags: readonly string[];
  readonly addr_info?: readonly {readonly local: string}[];
};

/** The guest `g`, that lives through all cells of its host. */
const guest = (network: string, sizeMi: number): string =>
  vmManifest('g', {
    spec: {disks: [{...root, size: `${String(sizeMi)}Mi`}], interfaces: [nic(network)]},
  });

const openGuest = async (host: E2eHost): Promise<void> => {
  host.write('dmz.yaml', networkManifest('dmz', 'vmlet1', '10.88.0.1/24'));
  host.write('g.yaml', guest('lan', 128));
  await start(host);
  await host.ready('g');
};

const networkOf = (turn: number): 'lan' | 'dmz' => (turn % 2 === 0 ? 'dmz' : 'lan');

/** The guest `g`, some of whose memory is plugged in above 256 MiB and taken by the balloon below. */
const withMemory = (sizeMi: number): string =>
  vmManifest('g', {spec: {disks: [root], memory: {size: `${String(sizeMi)}Mi`, max: '512Mi'}}});

const memoryOf = (turn: number): number => [384, 192, 256, 512][turn % 4] ?? 256;

export const realScenes: readonly RealScene[] = [
  {
    what: 'first start',
    guests: [],
    open: async host => {
      host.write('a.yaml', bare({disks: [root, data]}));
    },
    before: nothing,
    act: start,
    end: host => host.ready('a'),
  },
  {
    what: 'adoption',
    shared: true,
    guests: ['g'],
    booted: true,
    open: openGuest,
    before: host => host.daemon.kill9(),
    act: start,
    end: host => host.ready('g'),
  },
  {
    what: 'hot change',
    shared: true,
    guests: ['g'],
    booted: true,
    open: openGuest,
    before: async (host, turn) => {
      await host.daemon.kill9();
      host.write('g.yaml', guest(networkOf(turn), 132 + 4 * turn));
    },
    act: start,
    end: async (host, turn) => {
      await host.waitFor('the change to be made', () => {
        const {status} = host.vm('g');
        const size = `${String(132 + 4 * turn)}Mi`;
        const bridge = networkOf(turn) === 'lan' ? 'vmlet0' : 'vmlet1';
        return status.disks[0]?.virtualSize === size && status.interfaces[0]?.bridge === bridge;
      });
      await host.ready('g');
    },
  },
  {
    what: 'memory of a running guest',
    shared: true,
    guests: ['g'],
    booted: true,
    open: async host => {
      host.write('g.yaml', withMemory(256));
      await start(host);
      await host.ready('g');
    },
    before: async (host, turn) => {
      await host.daemon.kill9();
      host.write('g.yaml', withMemory(memoryOf(turn)));
    },
    act: start,
    end: async (host, turn) => {
      const size = `${String(memoryOf(turn))}Mi`;
      await host.waitFor('the guest to have it', () => {
        const {memory} = host.vm('g').status;
        return memory?.size === size && memory.guest === size;
      });
      await host.ready('g');
    },
  },
  {
    what: 'disk and interface added',
    guests: ['a'],
    open: running,
    before: nothing,
    act: write('a.yaml', bare({disks: [root, data], interfaces: [nic('lan'), {...nic('lan'), name: 'wan'}]})),
    end: async host => {
      await host.waitFor('the disk', () => host.vm('a').status.disks.length === 2);
      await host.ready('a');
    },
  },
  {
    what: 'taken out: disk and interface',
    guests: ['a'],
    open: host =>
      running(host, bare({disks: [root, data], interfaces: [nic('lan'), {...nic('lan'), name: 'wan'}]})),
    before: nothing,
    act: write('a.yaml', bare({disks: [root]})),
    end: async host => {
      await host.waitFor('the disk to be gone', () => host.vm('a').status.disks.length === 1);
      await host.waitFor(
        'its tap to be gone',
        () => host.links().filter(link => link.startsWith('vmt-')).length === 1,
      );
      await host.ready('a');
    },
  },
  {
    what: 'removal',
    guests: [],
    open: running,
    before: nothing,
    act: remove('a.yaml'),
    end: async host => {
      await removed(host);
    },
  },
  {
    what: 'removal to the trash',
    guests: [],
    open: host => running(host, bare({deletion: {disks: 'Delete'}})),
    before: nothing,
    act: remove('a.yaml'),
    end: async host => {
      await trashed(host);
    },
  },
  {
    what: 'purge',
    guests: [],
    open: async host => {
      await running(host);
      host.remove('a.yaml');
      await removed(host);
    },
    before: nothing,
    act: host => host.cli('purge', 'a', '--yes'),
    end: async host => {
      await host.waitFor('a to be gone', async () => {
        if (host.status('VirtualMachine', 'a') === undefined) return true;
        await host.cli('purge', 'a', '--yes');
        return false;
      });
    },
  },
  {
    what: 'restart',
    guests: [],
    open: async host => {
      await running(host);
      host.write('a.yaml', bare({}, '160Mi'));
      await host.waitFor(
        'the question',
        () => host.condition('a', 'RestartRequired')?.startsWith('True') === true,
      );
    },
    before: nothing,
    act: host => host.cli('approve', 'a'),
    end: async host => {
      await host.waitFor('the restart', async () => {
        const {phase, pendingChanges, revisions} = host.vm('a').status;
        if (phase === 'Running' && pendingChanges.length === 0 && revisions.booted === 2) return true;
        await host.cli('approve', 'a');
        return false;
      });
      await host.ready('a');
    },
  },
  {
    what: 'undelete',
    guests: [],
    open: async host => {
      await running(host, bare({deletion: {disks: 'Delete'}}));
      host.remove('a.yaml');
      await trashed(host);
    },
    before: nothing,
    act: write('a.yaml', bare()),
    end: host => host.ready('a'),
  },
  {
    what: 'halt by force',
    guests: [],
    open: host => running(host, bare({shutdown: byForce})),
    before: nothing,
    act: write('a.yaml', bare({runPolicy: 'Halted', shutdown: byForce})),
    end: async host => {
      await stopped(host);
    },
  },
  {
    what: 'growth and start',
    guests: [],
    open: async host => {
      await running(host);
      host.write('a.yaml', bare({runPolicy: 'Halted'}));
      await stopped(host);
    },
    before: nothing,
    act: write('a.yaml', bare({disks: [{...root, size: '192Mi'}]})),
    end: async host => {
      await host.ready('a');
    },
  },
  {
    what: 'card replaced',
    shared: true,
    guests: ['g'],
    booted: true,
    open: openGuest,
    before: async host => {
      await host.daemon.kill9();
      const tap = host.links().find(link => link.startsWith('vmt-'));
      host.inside('ip', 'link', 'del', tap ?? 'none');
    },
    act: start,
    end: async host => {
      await host.waitFor('the tap', () => carriers(host).length === 1);
      await host.ready('g');
    },
  },
  {
    what: 'network changed',
    guests: ['a'],
    open: running,
    before: nothing,
    act: write('lan.yaml', networkManifest('lan', 'vmlet0', '10.79.0.1/24')),
    end: async host => {
      await host.waitFor('the address', () => addressesOf(host, 'vmlet0').join() === '10.79.0.1');
      await host.ready('a');
    },
  },
  {
    what: 'network removed',
    guests: [],
    open: async host => {
      host.write('dmz.yaml', networkManifest('dmz', 'vmlet1', '10.88.0.1/24'));
      host.write('b.yaml', parked);
      await start(host);
      await stopped(host, 'b');
      await host.waitFor('the bridge', () => host.links().includes('vmlet1'));
    },
    before: nothing,
    act: remove('dmz.yaml'),
    end: async host => {
      await host.waitFor(
        'the bridge to go',
        () => !host.links().includes('vmlet1') && host.status('Network', 'dmz') === undefined,
      );
    },
  },
  {
    what: 'macvtap',
    guests: [],
    open: async host => {
      host.inside('ip', 'link', 'add', 'wire0', 'type', 'veth', 'peer', 'name', 'far0');
      host.inside('ip', 'link', 'set', 'wire0', 'up');
      host.inside('ip', 'link', 'set', 'far0', 'up');
      host.write('a.yaml', bare({runPolicy: 'Halted'}));
      await start(host);
      await stopped(host);
    },
    before: nothing,
    act: write('a.yaml', bare({interfaces: [{name: 'lan', macvtap: {link: 'wire0'}}]})),
    end: host => host.ready('a'),
  },
];
