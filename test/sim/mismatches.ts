// Everything in which a host differs from its manifests. The reference is the manifests themselves, never the daemon's
// own view; its status is only quoted.
import {linkAlias} from '../../controller/desired/names.ts';
import {quantityBytes} from '../../controller/manifest/quantity.ts';
import type {ObjectRecord} from '../../controller/observe/record.ts';
import type {MergedVmSpec} from '../../controller/manifest/classes.ts';
import {readRevisionFile} from '../../controller/observe/records.ts';
import {parseQcow2Header} from '../../controller/observe/qcow2.ts';
import {recordsOf, vmRecord} from './records.ts';
import {optionOf, vmNameOf} from './simulation.ts';
import type {Simulation} from './simulation.ts';

/** Size that a guest sees of a disk, in MiB; 0 when there is none. */
export const diskMi = (sim: Simulation, path: string): number => {
  const bytes = sim.host.files.read(path);
  const header = bytes === undefined ? null : parseQcow2Header(bytes);
  return header?.ok === true ? header.virtualSizeBytes / 2 ** 20 : 0;
};

/** Everything in which the host differs from the manifests. */
export const mismatches = (sim: Simulation): string[] => [
  ...machineMismatches(sim),
  ...linkMismatches(sim),
  ...strangers(sim),
];

const machineMismatches = (sim: Simulation): string[] =>
  [...sim.truth().vms].flatMap(([name, {spec: declared}]) => {
    const record = vmRecord(sim.host, name);
    if (record === null) return [`${name} has no record`];
    if (record.tombstone !== null) return [`${name} is declared and has a tombstone`];
    const spec = wantedOf(sim, record, declared);
    const qemu = sim.host.qemus.of(record.uid);
    if (spec.runPolicy === 'Halted') return qemu === undefined ? [] : [`${name} runs and should be halted`];
    if (qemu === undefined) return [`${name} does not run; ${statusOf(sim, name)}`];
    if (qemu.runState !== 'running') return [`${name} is ${qemu.runState}`];
    const cmdline = 'cmdline' in spec.boot ? spec.boot.cmdline : [];
    const wanted: readonly (readonly [string, string, boolean])[] = [
      ['memory', spec.memory.size, qemu.memory.wantedBytes === quantityBytes(spec.memory.size)],
      ['cpus', String(spec.cpu.count), qemu.cpus === spec.cpu.count],
      [
        'cmdline',
        cmdline.join(' '),
        cmdline.every(word => optionOf(qemu, '-append').split(' ').includes(word)),
      ],
      [
        'cables',
        'as declared',
        qemu.unplugged.size === spec.interfaces.filter(({linkState}) => linkState === 'down').length,
      ],
      ['every device', 'in a port of its own', qemu.hidden.length === 0],
      [
        'limits of disks',
        'as declared',
        qemu.throttles.size === spec.disks.filter(({rate}) => hasLimit(rate)).length,
      ],
      ...spec.disks.map(disk => {
        const path = sim.host.paths.disk(record.uid, disk.name);
        const size = diskMi(sim, path);
        return [
          `disk ${disk.name}`,
          disk.size ?? '',
          qemu.files.has(path) &&
            (record.rollback == null
              ? `${String(size)}Mi` === disk.size
              : size >= parseInt(disk.size ?? '0', 10)),
        ] as const;
      }),
    ];
    const differs = wanted
      .filter(([, , isSo]) => !isSo)
      .map(([what, value]) => `${name}: ${what} is not ${value}; ${statusOf(sim, name)}`);
    const isReady = /- type: Ready\n\s+status: "?True/.test(statusText(sim, name));
    return [...differs, ...(isReady ? [] : [`${name} runs and is not Ready; ${statusOf(sim, name)}`])];
  });

/** Under a rollback the revision that it goes back to counts; when it runs at all stays the manifest's to say. */
const wantedOf = (sim: Simulation, record: ObjectRecord | null, declared: MergedVmSpec): MergedVmSpec => {
  if (record?.rollback == null) return declared;
  const target = readRevisionFile(sim.host, record.uid, record.rollback.to)?.spec;
  return target === undefined ? declared : {...(target as MergedVmSpec), runPolicy: declared.runPolicy};
};

const bytesOf = (quantity: string | undefined): number | null =>
  quantity === undefined ? null : quantityBytes(quantity);

const limitText = (inbound: number | null = null, outbound: number | null = null): string =>
  inbound === null && outbound === null ? '' : ` limited to ${String(inbound)} and ${String(outbound)}`;

const hasLimit = (rate: object | undefined): boolean => Object.keys(rate ?? {}).length > 0;

const linkMismatches = (sim: Simulation): string[] => {
  const links = sim.host.links.control.links();
  const problems: string[] = [];
  for (const network of sim.truth().networks) {
    const bridge = links.get(`br-${network}`);
    if (bridge?.kind !== 'bridge' || !bridge.up || bridge.addresses.length !== 1)
      problems.push(
        `bridge br-${network} is not as declared: ${JSON.stringify(bridge ?? null)}; ${statusOf(sim, network, 'Network')}`,
      );
  }
  for (const [name, {spec: declared}] of sim.truth().vms) {
    const record = vmRecord(sim.host, name);
    const spec = wantedOf(sim, record, declared);
    const taps = [...links.values()].filter(
      link => link.kind === 'tun' && link.alias === linkAlias(record?.uid ?? ''),
    );
    const wanted =
      spec.runPolicy === 'Halted'
        ? []
        : spec.interfaces.flatMap(nic =>
            'tap' in nic
              ? [
                  `br-${nic.tap.network}${limitText(bytesOf(nic.rate?.inboundBytesPerSecond), bytesOf(nic.rate?.outboundBytesPerSecond))}`,
                ]
              : [],
          );
    const macvtaps = [...links.values()].filter(
      link => link.kind === 'macvtap' && link.alias === linkAlias(record?.uid ?? ''),
    );
    const asked = spec.runPolicy === 'Halted' ? [] : spec.interfaces.filter(nic => 'macvtap' in nic);
    if (macvtaps.length !== asked.length)
      problems.push(
        `${name} has ${String(macvtaps.length)} macvtaps instead of ${String(asked.length)}; ${statusOf(sim, name)}`,
      );
    const found = taps.map(tap => {
      const {tbf, police} = sim.host.links.control.shape(tap.name) ?? {};
      return `${tap.master ?? 'no bridge'}${tap.up && tap.carrier ? '' : ' down'}${limitText(tbf, police)}`;
    });
    if ([...wanted].sort().join() !== [...found].sort().join())
      problems.push(
        `taps of ${name}: ${found.join() || 'none'} instead of ${wanted.join() || 'none'}; ${statusOf(sim, name)}`,
      );
  }
  return problems;
};

/** What runs or hangs about without a manifest. */
export const strangers = (sim: Simulation): string[] => {
  // What was last declared with deletion.protect outlives its manifest.
  const isProtected = (record: ObjectRecord): boolean =>
    record.policy?.deletion.protect === true && record.tombstone === null;
  const kept = recordsOf(sim.host).filter(isProtected);
  const uids = new Set([
    ...[...sim.truth().vms.keys()].map(name => vmRecord(sim.host, name)?.uid),
    ...kept.map(record => record.uid),
  ]);
  const bridges = new Set([...sim.truth().networks].map(name => `br-${name}`));
  return [
    ...sim.host.qemus
      .all()
      .filter(qemu => !uids.has(qemu.uid))
      .map(qemu => `${vmNameOf(qemu)} still runs; ${statusOf(sim, vmNameOf(qemu))}`),
    ...[...sim.host.links.control.links().values()]
      .filter(link => !sim.leftovers.has(link.alias?.slice(6) ?? ''))
      .filter(link =>
        link.kind === 'tun' || link.kind === 'macvtap'
          ? !uids.has(link.alias?.slice(6))
          : link.alias?.startsWith('vmlet:') === true && !bridges.has(link.name),
      )
      .map(link => `link ${link.name} (alias ${link.alias ?? 'none'}) is left behind`),
  ];
};

/** A status file as it is, or nothing. */
export const statusText = (sim: Simulation, name: string, kind = 'VirtualMachine'): string =>
  sim.host.files.read(sim.host.paths.status({kind, namespace: 'default', name}))?.toString() ?? '';

const statusOf = (sim: Simulation, name: string, kind = 'VirtualMachine'): string =>
  [
    ...statusText(sim, name, kind).matchAll(
      /- type: (\w+)\n\s+status: "?(\w+)"?\n\s+reason: (\w+)\n\s+message: (.*)/g,
    ),
  ]
    .filter(([, type, status]) =>
      type === 'Degraded' || type === 'RestartRequired' || type === 'RemovalHeld'
        ? status === 'True'
        : status !== 'True',
    )
    .map(([, type, , reason, message]) => `${type ?? ''} ${reason ?? ''} ${message ?? ''}`)
    .join(' | ');
