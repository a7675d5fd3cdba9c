// The checks of `vmlet doctor`: each looks at one thing and says ok, warn or fail, and how to mend it.
import type {Health} from '../api/protocol.ts';
import {errorText} from '../errors.ts';
import {lockState} from '../status/read.ts';
import {decodeFile} from '../manifest/decode.ts';
import {formatDiagnostic} from '../manifest/diagnostic.ts';
import type {DecodedObject} from '../manifest/object.ts';
import {scanDirectory} from '../manifest/scan.ts';
import type {VirtualMachineSpec} from '../manifest/types.gen.ts';
import type {Cli} from './context.ts';

export type Check = {
  readonly name: string;
  /** fail: something that vmlet promises cannot work; warn: it works with less, or soon will not. */
  readonly state: 'ok' | 'warn' | 'fail';
  readonly detail: string;
  readonly fix: string;
};

const ok = (name: string, detail: string): Check => ({name, state: 'ok', detail, fix: ''});
const warn = (name: string, detail: string, fix: string): Check => ({name, state: 'warn', detail, fix});
const fail = (name: string, detail: string, fix: string): Check => ({name, state: 'fail', detail, fix});

/** Rights, devices and tools. */
export const hostChecks = (cli: Cli): Check[] => [
  cli.uid === 0
    ? ok('root', 'yes')
    : warn('root', 'no: only user networking, no bridges, no uid per VM', 'run as root for those'),
  device(
    cli,
    '/dev/kvm',
    'guests run emulated, many times slower',
    'enable virtualisation in the firmware and load kvm_intel or kvm_amd',
  ),
  acceleratorVerdict(cli),
  device(cli, '/dev/net/tun', 'no tap interfaces', 'modprobe tun'),
  vhostNet(cli),
  vfio(cli),
  ...tools.map(([names, needed, packageName]) => tool(cli, names, needed, packageName)),
];

const tools = [
  [['qemu-system-x86_64', 'qemu-system-aarch64'], true, 'qemu-system-x86 or qemu-system-arm'],
  [['qemu-img'], true, 'qemu-utils'],
  [['ip'], true, 'iproute2'],
] as const;

const device = ({host}: Cli, path: string, without: string, fix: string): Check =>
  host.files.stat(path)?.type === 'device' ? ok(path, 'there') : warn(path, `missing: ${without}`, fix);

/** Nothing needs it: the driver asks for vhost=off, so that a host without it runs the same guests. */
const vhostNet = ({host}: Cli): Check =>
  host.files.stat('/dev/vhost-net')?.type === 'device'
    ? ok('/dev/vhost-net', 'there; not used yet: packets of guests pass through QEMU')
    : ok('/dev/vhost-net', 'not there, and not needed: packets of guests pass through QEMU');

const vfioNode = '/dev/vfio/vfio';
const iommuFix = 'enable VT-d or AMD-Vi in the firmware and boot with intel_iommu=on (Intel)';

const iommuGroups = ({host}: Cli): number =>
  (tryRead(() => host.files.list('/sys/kernel/iommu_groups')) ?? []).length;

/** Absent is a note: only guests that are given a PCI device need it, and `passthroughChecks` looks at those. */
const vfio = (cli: Cli): Check => {
  const node = cli.host.files.stat(vfioNode)?.type === 'device';
  const groups = iommuGroups(cli);
  if (node && groups > 0) return ok('vfio', `${vfioNode} there, ${String(groups)} IOMMU groups`);
  return {
    ...ok('vfio', `${node ? 'no IOMMU group' : `no ${vfioNode}`}: no guest can be given a PCI device`),
    fix: `if one shall: ${node ? iommuFix : 'modprobe vfio-pci'}`,
  };
};

/** PCI devices that manifests hand to guests: what of the host is missing for each. */
const passthroughChecks = (cli: Cli, objects: readonly DecodedObject[]): Check[] =>
  objects.flatMap(({key, object}) =>
    object.kind === 'VirtualMachine'
      ? (object.spec as VirtualMachineSpec).devices.flatMap(given =>
          'pci' in given ? [passthrough(cli, `${key} pci ${given.pci.address}`, given.pci.address)] : [],
        )
      : [],
  );

const passthrough = (cli: Cli, name: string, address: string): Check => {
  const {files} = cli.host;
  const directory = `/sys/bus/pci/devices/${address}`;
  if (iommuGroups(cli) === 0) return fail(name, 'the host has no IOMMU group, so it cannot start', iommuFix);
  if (tryRead(() => files.stat(directory)) === undefined)
    return fail(name, 'the host has no such device, so it cannot start', 'compare with: lspci -D');
  const driver = tryRead(() => files.readlink(`${directory}/driver`))?.replace(/^.*\//, '') ?? 'no driver';
  if (driver !== 'vfio-pci')
    return fail(
      name,
      `bound to ${driver}, so it cannot start`,
      `modprobe vfio-pci; driverctl set-override ${address} vfio-pci (vmlet does not rebind devices)`,
    );
  return files.stat(vfioNode)?.type === 'device'
    ? ok(name, 'bound to vfio-pci')
    : fail(name, `no ${vfioNode}, so it cannot start`, 'modprobe vfio-pci');
};

const acceleratorVerdict = ({host, paths}: Cli): Check => {
  const name = 'accelerator';
  const text = tryRead(() => host.files.read(paths.acceleratorFile)?.toString('utf8'));
  if (text === undefined) return ok(name, 'not probed in this boot; done before the first start');
  try {
    const {results} = JSON.parse(text) as {results: Record<string, {usable: boolean; why: string}>};
    // One result for each CPU model and state of the host that was met in this boot.
    const bad = new Set(Object.values(results).flatMap(({usable, why}) => (usable ? [] : [why])));
    if (bad.size === 0) return ok(name, 'KVM ran a test guest');
    return warn(name, [...bad].join('; '), 'guests with accelerator auto run under TCG');
  } catch (thrown) {
    return warn(
      name,
      `${paths.acceleratorFile} is damaged: ${errorText(thrown)}`,
      'remove it; it is made again',
    );
  }
};

const toolDirectories = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

const tool = ({host, env}: Cli, names: readonly string[], needed: boolean, packageName: string): Check => {
  const directories = [
    ...(env['PATH'] ?? '').split(':').filter(each => each.startsWith('/')),
    ...toolDirectories,
  ];
  for (const name of names)
    for (const directory of directories)
      if (tryRead(() => host.files.stat(`${directory}/${name}`))?.type === 'file')
        return ok(name, `${directory}/${name}`);
  const missing = names.join(' or ');
  return (needed ? fail : warn)(missing, 'not found', `install ${packageName}`);
};

/** The daemon, its lock, and who may read what. */
export const stateChecks = async (cli: Cli): Promise<Check[]> => {
  const {paths, host} = cli;
  const root = host.files.stat(paths.stateDir);
  if (root === undefined)
    return [warn('state directory', `${paths.stateDir} does not exist`, 'it is made by: vmlet run')];
  const modes: readonly (readonly [path: string, mode: number])[] = [
    [paths.stateDir, 0o711],
    [paths.statusDir, 0o755],
    [paths.recordsDir, 0o700],
    [paths.revisionsDir, 0o700],
  ];
  return [...(await daemonChecks(cli)), ...modes.flatMap(([path, mode]) => modeCheck(cli, path, mode))];
};

const daemonChecks = async ({host, paths, api}: Cli): Promise<Check[]> => {
  const lock = lockState(host.files, paths.stateLock);
  if (lock.state === 'free')
    return [warn('daemon', 'does not run: nothing is kept as the manifests say', 'start it with: vmlet run')];
  const holder =
    lock.state === 'held' ? `lock held${lock.pid === null ? '' : ` by pid ${String(lock.pid)}`}` : lock.why;
  try {
    const health = await api.health();
    const {pid, version} = health.daemon;
    return [
      ok('daemon', `pid ${String(pid)}, version ${version}, ${String(health.objects)} objects`),
      ...statusChecks(health, paths.statusDir),
    ];
  } catch (thrown) {
    return [
      fail('daemon', `${holder}, but: ${errorText(thrown)}`, 'see its log, then restart it; VMs run on'),
    ];
  }
};

const statusChecks = ({statusOutage}: Health, directory: string): Check[] =>
  statusOutage === null
    ? []
    : [
        fail(
          'status files',
          `${String(statusOutage.files)} cannot be written and are old: ${statusOutage.error}`,
          `make ${directory} writable or free some space; vmlet goes on by itself`,
        ),
      ];

/** More rights than intended are a fault; fewer only hide something. */
const modeCheck = ({host}: Cli, path: string, intended: number): Check[] => {
  const facts = tryRead(() => host.files.stat(path));
  if (facts === undefined) return [];
  const octal = (mode: number): string => `0${mode.toString(8)}`;
  if ((facts.mode & ~intended) !== 0)
    return [
      fail(
        path,
        `mode ${octal(facts.mode)}, at most ${octal(intended)} is meant`,
        `chmod ${octal(intended)} ${path}`,
      ),
    ];
  return [ok(path, `mode ${octal(facts.mode)}`)];
};

/** What the source holds that nobody reads, and what is wrong with it. */
export const manifestChecks = async (cli: Cli): Promise<Check[]> => {
  const root = cli.manifestsDir;
  const {files, clock} = cli.host;
  const scan = await scanDirectory({
    source: 'manifests',
    root,
    files,
    clock,
    decode: decodeFile,
    cache: new Map(),
    ownUid: cli.uid,
  });
  if (scan.state === 'unavailable')
    return [warn('manifests', scan.why ?? `${root} cannot be read`, 'nothing changes until it can')];
  const invalid = scan.files.filter(({diagnostics}) =>
    diagnostics.some(({severity}) => severity === 'error'),
  );
  const objects = scan.files.reduce((count, file) => count + file.objects.length, 0);
  return [
    invalid.length === 0
      ? ok('manifests', `${root}: ${String(objects)} objects in ${String(scan.files.length)} files`)
      : warn(
          'manifests',
          `${String(invalid.length)} files with errors: ${invalid.map(({file}) => file).join(', ')}`,
          `vmlet validate ${root}`,
        ),
    ...passthroughChecks(
      cli,
      scan.files.flatMap(file => file.objects),
    ),
    ...scan.warnings.map(warning => warn('manifests', formatDiagnostic(warning), '')),
    ...scan.ignored.map(({file, why}) => warn(`ignored ${file}`, why, 'rename it if it is meant to be read')),
  ];
};

/** Every stored image against the digest in its name. Reads all of it. */
export const imageChecks = async ({host, paths, signal}: Cli): Promise<Check[]> => {
  const checks: Check[] = [];
  const names = host.files.list(paths.imagesDir) ?? [];
  for (const name of names.filter(each => /^sha256-[0-9a-f]{64}$/.test(each))) {
    const digest = name.replace('-', ':');
    const found = await host.files.sha256(paths.image(digest), {signal});
    const short = digest.slice(0, 19);
    checks.push(
      digest.endsWith(found.replace(/^sha256:/, ''))
        ? ok(`image ${short}`, 'content is what its name says')
        : fail(
            `image ${short}`,
            'content was changed; no VM may start on it',
            `restore ${paths.image(digest)} from a backup, or import the image anew`,
          ),
    );
  }
  return checks.length === 0 ? [ok('images', 'none stored')] : checks;
};

/** Something that may not be looked at counts as not there. */
const tryRead = <T>(read: () => T | undefined): T | undefined => {
  try {
    return read();
  } catch {
    return undefined;
  }
};
