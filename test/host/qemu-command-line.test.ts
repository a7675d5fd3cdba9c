// Every golden command line that this host can run is started in a real QEMU, paused, in namespaces of its own, and
// asked over QMP whether it became what was meant.
import {execFileSync, spawn} from 'node:child_process';
import type {ChildProcess} from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  closeSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import {connect} from 'node:net';
import type {Socket} from 'node:net';
import {createInterface} from 'node:readline';
import {randomUUID} from 'node:crypto';
import {once} from 'node:events';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {afterEach, beforeEach, describe, expect, test} from '@jest/globals';
import type {ResolvedVm} from '../../controller/desired/node.ts';
import {findMicrovmFirmware} from '../../controller/drivers/qemu/binary.ts';
import {qemuCommand} from '../../controller/drivers/qemu/command-line.ts';
import {qemuHotChange} from '../../controller/drivers/qemu/hot-change.ts';
import {drivers} from '../../controller/drivers/registry.ts';
import type {CommandContext, HotChange} from '../../controller/drivers/driver.ts';
import {systemFiles} from '../../controller/host/files.ts';
import {blank, overlay, plainContext, plainVm, qemuCases, uid, userNet} from '../fixtures/qemu/cases.ts';

type Qmp = {run(execute: string, args?: object): Promise<unknown>; close(): void};

type Running = {qmp: Qmp; child: ChildProcess};

const mebibyte = 1024 * 1024;
let root = '';
let running: Running[] = [];

beforeEach(() => {
  // A comma in the path, which QEMU's own option syntax splits at.
  root = mkdtempSync(join(tmpdir(), 'vm,let-'));
  prepareFiles();
});

afterEach(async () => {
  for (const started of running) await stop(started);
  running = [];
  rmSync(root, {recursive: true, force: true});
});

describe('a started command line', () => {
  for (const {name} of qemuCases('/').filter(({setup}) => setup !== null)) {
    test(`${name} reaches prelaunch with the disks, devices and uuid that were asked for`, async () => {
      const {vm, context, setup} = qemuCases(root).find(entry => entry.name === name)!;
      if (!existsSync(context.binary)) {
        console.warn(`not run: ${context.binary} is not installed`);
        return;
      }
      const {qmp, child} = await start(vm, context, setup ?? []);

      expect(await qmp.run('query-status')).toMatchObject({status: 'prelaunch', running: false});
      expect(await qmp.run('query-uuid')).toEqual({UUID: uid});
      expect(await qmp.run('query-name')).toEqual({name: `default/web-1@3`});
      expect(readFileSync(`/proc/${String(child.pid)}/comm`, 'utf8').trim()).toBe('vmlet:web-1');

      const blocks = (await qmp.run('query-block')) as {qdev: string; inserted: BlockInfo}[];
      const seen = blocks.flatMap(({qdev, inserted}) => (qdev === undefined ? [] : [summary(inserted)]));
      expect(seen.sort(byNode)).toEqual(vm.disks.map(expectedDisk).sort(byNode));

      const {argv} = qemuCommand(vm, context);
      const wanted = argv
        .filter((_, index) => argv[index - 1] === '-device')
        .map(value => JSON.parse(value) as {id: string; bus?: string});
      for (const {id, bus} of wanted) {
        const parent = await qmp.run('qom-get', {path: `/machine/peripheral/${id}`, property: 'parent_bus'});
        if (bus !== undefined) expect(parent).toEqual(expect.stringMatching(new RegExp(`(^|/)${bus}$`)));
      }
    }, 30_000);
  }
});

describe.each(['q35', 'pc'] as const)('a change of a %s machine', machine => {
  const before = (): ResolvedVm => ({
    ...plainVm(root),
    hypervisor: {...plainVm(root).hypervisor, machine},
    interfaces: [userNet('lan', 1)],
  });

  test('adds a disk and a NIC that equal the ones of a boot with them', async () => {
    const vm = before();
    const after: ResolvedVm = {
      ...vm,
      disks: [...vm.disks, blank(root, 'data', 2), overlay(root, 'more', 3)],
      interfaces: [...vm.interfaces, userNet('dmz', lastSlot)],
    };
    expect(drivers.qemu.slotCount(vm)).toBeGreaterThan(lastSlot);
    const first = await start(vm, plainContext(root), []);
    await apply(first.qmp, qemuHotChange(after, {kind: 'disk.add', name: 'data'}));
    await apply(first.qmp, qemuHotChange(after, {kind: 'disk.add', name: 'more'}));
    await apply(first.qmp, qemuHotChange(after, {kind: 'interface.add', name: 'dmz'}));
    const hot = await machineFacts(first.qmp);
    await stop(first);

    const second = await start(after, plainContext(root), []);
    expect(hot).toEqual(await machineFacts(second.qmp));
    expect(hot.places.map(([name]) => name)).toEqual(['disk0', 'disk2', 'disk3', 'nic1', 'nic7']);
  }, 30_000);
});

test('a running q35 has its devices behind root ports, and takes more there', async () => {
  const vm: ResolvedVm = {
    ...plainVm(root),
    boot: {kind: 'firmware', firmware: 'bios'},
    interfaces: [userNet('lan', 1)],
  };
  const after: ResolvedVm = {
    ...vm,
    disks: [...vm.disks, blank(root, 'data', 2)],
    interfaces: [...vm.interfaces, userNet('dmz', lastSlot)],
  };
  const {qmp} = await start(vm, plainContext(root), []);
  await qmp.run('cont');
  // The firmware numbers the buses behind the ports, one after the other.
  expect(await until(async () => (await portsWithoutBus(qmp)).length === 0)).toBe(true);
  expect(await portsOf(qmp)).toEqual(
    new Map([
      ['port0', 'disk0'],
      ['port1', 'nic1'],
    ]),
  );

  await apply(qmp, qemuHotChange(after, {kind: 'disk.add', name: 'data'}));
  await apply(qmp, qemuHotChange(after, {kind: 'interface.add', name: 'dmz'}));
  expect(await portsOf(qmp)).toEqual(
    new Map([
      ['port0', 'disk0'],
      ['port1', 'nic1'],
      ['port2', 'disk2'],
      [`port${String(lastSlot)}`, `nic${String(lastSlot)}`],
    ]),
  );
}, 30_000);

test.each(['q35', 'pc', 'microvm'] as const)(
  'the firmware of a %s boots from its first disk',
  async machine => {
    const vm: ResolvedVm = {
      ...plainVm(root),
      hypervisor: {...plainVm(root).hypervisor, machine},
      boot: {kind: 'firmware', firmware: 'bios'},
      interfaces: [],
      disks: [
        {...blank(root, 'data', 5)},
        {
          ...blank(root, 'root', 0),
          source: {kind: 'file', path: join(root, 'images', 'boot.img'), format: 'raw'},
        },
      ],
    };
    writeFileSync(join(root, 'images', 'boot.img'), bootSector('vmlet boots'));
    const context = {
      ...plainContext(root),
      microvmFirmware: findMicrovmFirmware({files: systemFiles(randomUUID)}),
    };
    const {qmp} = await start(vm, context, []);
    await qmp.run('cont');
    const said = () => readFileSync(context.paths.consoleLog, 'utf8').includes('vmlet boots');
    expect(await until(() => Promise.resolve(said()))).toBe(true);
  },
  30_000,
);

test('a disk grows by the size in bytes', async () => {
  const vm: ResolvedVm = {...plainVm(root), interfaces: []};
  const {qmp} = await start(vm, plainContext(root), []);
  const grown: ResolvedVm = {
    ...vm,
    disks: vm.disks.map(disk =>
      disk.source.kind === 'overlay' ? {...disk, source: {...disk.source, sizeBytes: 48 * mebibyte}} : disk,
    ),
  };
  await apply(qmp, qemuHotChange(grown, {kind: 'disk.grow', name: 'root'}));
  const [block] = (await qmp.run('query-block')) as {inserted: BlockInfo}[];
  expect(block?.inserted.image['virtual-size']).toBe(48 * mebibyte);
  // The base is another file and stays as it was.
  expect(block?.inserted.image['backing-image']?.['virtual-size']).toBe(16 * mebibyte);
}, 30_000);

test('a change that was cut short can be sent again: what exists is refused without effect', async () => {
  const vm: ResolvedVm = {...plainVm(root), interfaces: [userNet('lan', 1)]};
  const after: ResolvedVm = {...vm, disks: [...vm.disks, blank(root, 'data', 2)]};
  const {qmp} = await start(vm, plainContext(root), []);
  const add = qemuHotChange(after, {kind: 'disk.add', name: 'data'});
  await apply(qmp, add);
  const facts = await machineFacts(qmp);
  for (const command of 'commands' in add ? add.commands : [])
    await expect(qmp.run(command.execute, command.arguments)).rejects.toThrow(/Duplicate/i);
  expect(await machineFacts(qmp)).toEqual(facts);
}, 30_000);

type BlockInfo = {
  'node-name': string;
  ro: boolean;
  image: {
    filename: string;
    'virtual-size': number;
    'backing-image'?: {filename: string; 'virtual-size': number};
  };
};

const summary = ({'node-name': node, ro, image}: BlockInfo) => ({
  node,
  readOnly: ro,
  file: image.filename,
  base: image['backing-image']?.filename ?? null,
});

const expectedDisk = ({slot, readOnly, source}: ResolvedVm['disks'][number]) => ({
  node: `disk${String(slot)}`,
  readOnly,
  file: source.path,
  base: source.kind === 'overlay' ? source.image.path : null,
});

const byNode = (left: {node: string}, right: {node: string}): number => left.node.localeCompare(right.node);

type PciDevice = {qdev_id: string; pci_bridge?: {bus: {secondary: number}; devices?: PciDevice[]}};

/** The device behind each root port that has one. */
const portsOf = async (qmp: Qmp): Promise<Map<string, string>> => {
  const [bus] = (await qmp.run('query-pci')) as {devices: PciDevice[]}[];
  return new Map(
    (bus?.devices ?? []).flatMap(port =>
      (port.pci_bridge?.devices ?? []).map((device): [string, string] => [port.qdev_id, device.qdev_id]),
    ),
  );
};

const portsWithoutBus = async (qmp: Qmp): Promise<string[]> => {
  const [bus] = (await qmp.run('query-pci')) as {devices: PciDevice[]}[];
  return (bus?.devices ?? []).filter(port => port.pci_bridge?.bus.secondary === 0).map(port => port.qdev_id);
};

/** Ask every 50 ms, 200 times at most. */
const until = async (holds: () => Promise<boolean>): Promise<boolean> => {
  for (let asked = 0; asked < 200; asked += 1) {
    if (await holds()) return true;
    await sleep(50);
  }
  return false;
};

/** The highest slot of a q35 that was booted with few devices. */
const lastSlot = 7;

/** What must be equal between a hot-added and a boot-time device; statistics and free order are left out. */
const machineFacts = async (qmp: Qmp) => {
  const devices = (await qmp.run('qom-list', {path: '/machine/peripheral'})) as {name: string}[];
  const nodes = (await qmp.run('query-named-block-nodes')) as (Record<string, unknown> & {
    'node-name': string;
  })[];
  return {
    nodes: nodes
      .map(({'node-name': name, drv, ro, file, cache, image}) => ({name, drv, ro, file, cache, image}))
      .sort((left, right) => left.name.localeCompare(right.name)),
    places: await Promise.all(
      devices
        .map(({name}) => name)
        .filter(name => /^(disk|nic)[0-9]+$/.test(name))
        .sort()
        .map(async name => [
          name,
          await qmp.run('qom-get', {path: `/machine/peripheral/${name}`, property: 'parent_bus'}),
          await qmp.run('qom-get', {path: `/machine/peripheral/${name}`, property: 'addr'}),
        ]),
    ),
    nics: ((await qmp.run('query-rx-filter')) as {name: string; 'main-mac': string}[])
      .map(({name, 'main-mac': address}) => `${name} ${address}`)
      .sort(),
  };
};

const apply = async (qmp: Qmp, change: HotChange): Promise<void> => {
  for (const {execute, arguments: args} of 'commands' in change ? change.commands : [])
    await qmp.run(execute, args);
};

const start = async (vm: ResolvedVm, context: CommandContext, setup: readonly string[]): Promise<Running> => {
  const {argv} = qemuCommand(vm, context);
  const log = join(root, 'qemu.log');
  const output = openSync(log, 'a');
  // All of it execs, so the child is QEMU; /etc and /dev/net changes of the setup end with its mount namespace.
  const child = spawn(
    'unshare',
    [
      '--net',
      '--mount',
      '--propagation',
      'private',
      'sh',
      '-c',
      ['set -e', ...setup, 'exec "$@"'].join('\n'),
      'sh',
      ...argv,
    ],
    {stdio: ['ignore', output, output]},
  );
  closeSync(output);
  const qmp = await openQmp(child, context.paths.qmpSocket).catch((thrown: unknown) => {
    child.kill('SIGKILL');
    throw new Error(`${String(thrown)}\n${readFileSync(log, 'utf8')}`);
  });
  const started = {qmp, child};
  running.push(started);
  return started;
};

const stop = async ({qmp, child}: Running): Promise<void> => {
  const gone = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
  qmp.close();
  child.kill('SIGKILL');
  await gone;
};

/** Connect as soon as QEMU listens; an early end of the child is the error that counts. */
const openQmp = async (child: ChildProcess, path: string): Promise<Qmp> => {
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error('QEMU ended at once');
    const socket = connect(path);
    const connected = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    if (connected) return greet(socket);
    await sleep(10);
  }
};

const greet = async (socket: Socket): Promise<Qmp> => {
  const waiting: {resolve: (value: unknown) => void; reject: (thrown: Error) => void}[] = [];
  const lines = createInterface({input: socket});
  lines.on('line', line => {
    const message = JSON.parse(line) as {return?: unknown; error?: {desc: string}};
    if ('return' in message) waiting.shift()?.resolve(message.return);
    else if (message.error !== undefined) waiting.shift()?.reject(new Error(message.error.desc));
  });
  // What failed is told by the close that follows.
  socket.on('error', () => undefined);
  lines.on('error', () => undefined);
  socket.on('close', () => {
    for (const {reject} of waiting.splice(0)) reject(new Error('QMP closed'));
  });
  const run = (execute: string, args?: object): Promise<unknown> =>
    new Promise((resolve, reject) => {
      waiting.push({resolve, reject});
      socket.write(`${JSON.stringify({execute, arguments: args})}\n`);
    });
  await run('qmp_capabilities');
  return {run, close: () => socket.destroy()};
};

const prepareFiles = (): void => {
  const vm = plainVm(root);
  const {paths} = plainContext(root);
  for (const directory of [join(root, 'images'), paths.disks, paths.runtime, dirname(paths.consoleLog)])
    mkdirSync(directory, {recursive: true});
  writeFileSync(join(root, 'images', 'vmlinuz'), linuxHeader());
  writeFileSync(join(root, 'images', 'initrd'), Buffer.alloc(4096));
  writeFileSync(join(root, 'images', 'seed.img'), Buffer.alloc(mebibyte));
  writeFileSync(join(root, 'images', 'firmware.fd'), Buffer.alloc(64 * 1024, 0xf4));
  const base = join(root, 'images', 'base.qcow2');
  qemuImg('create', '-q', '-f', 'qcow2', base, '16M');
  for (const name of ['root', 'more'])
    qemuImg(
      'create',
      '-q',
      '-f',
      'qcow2',
      '-F',
      'qcow2',
      '-b',
      base,
      join(paths.disks, `${name}.qcow2`),
      '32M',
    );
  for (const name of ['data', 'data-3', 'data-7', 'data-9'])
    qemuImg('create', '-q', '-f', 'qcow2', join(paths.disks, `${name}.qcow2`), '8M');
  expect(vm.disks).toHaveLength(1);
};

/** The few fields of a bzImage that QEMU reads before it starts: enough for a guest that stays paused. */
const linuxHeader = (): Buffer => {
  const kernel = Buffer.alloc(16 * 1024);
  kernel.writeUInt8(4, 0x1f1);
  kernel.writeUInt16LE(0xaa55, 0x1fe);
  kernel.write('HdrS', 0x202, 'latin1');
  kernel.writeUInt16LE(0x020f, 0x206);
  kernel.writeUInt8(1, 0x211);
  kernel.writeUInt32LE(0x7fffffff, 0x22c);
  kernel.writeUInt32LE(2047, 0x238);
  return kernel;
};

/** A disk whose boot sector writes `text` to the first serial port and stops. */
const bootSector = (text: string): Buffer => {
  const letters = [...Buffer.from(text, 'latin1')].flatMap(letter => [0xb0, letter, 0xee]); // mov al, letter; out dx, al
  const sector = Buffer.alloc(mebibyte);
  Buffer.from([0xba, 0xf8, 0x03, ...letters, 0xf4, 0xeb, 0xfd]).copy(sector); // mov dx, 0x3f8; ...; hlt; jmp hlt
  sector.writeUInt16LE(0xaa55, 510);
  return sector;
};

const qemuImg = (...args: string[]): void => {
  execFileSync('qemu-img', args);
};
