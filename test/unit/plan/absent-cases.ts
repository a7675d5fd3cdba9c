// A VM without a process: why it ended, whether it starts, what a start needs, and its removal.
import {unknown} from '../../../controller/observe/snapshot.ts';
import type {ResolvedVm} from '../../../controller/desired/node.ts';
import {planVm} from '../../../controller/plan/vm.ts';
import type {ActionBody, PendingChange} from '../../../controller/plan/action.ts';
import {
  base,
  bridge,
  dataDisk,
  diskFile,
  down,
  expected,
  GiB,
  given,
  hostUid,
  initrd,
  kernel,
  lan,
  link,
  linkTable,
  mark,
  now,
  observed,
  paths,
  policy,
  record,
  revision,
  revisionWrite,
  rootDisk,
  stored,
  tap,
  target,
  uid,
  vm,
} from './good.ts';
import type {Case, Change} from './good.ts';
import {written} from './running-cases.ts';

const absentPlan = (name: string, change: Change, plan: Parameters<typeof expected>[0]): Case => ({
  name,
  plan: () =>
    planVm(
      given({
        ...change,
        run: {...down.run, ...change.run},
        observed: {...down.observed, ...change.observed},
      }),
    ),
  expected: expected(plan),
});

const hold = (
  condition: 'Ready' | 'Degraded' | 'Admitted' | 'RestartRequired' | 'DependenciesReady',
  reason: string,
  message: string,
  recheckMs?: number,
) => ({condition, reason, message, ...(recheckMs === undefined ? {} : {recheckMs})});

type Written = Parameters<typeof written>;

/** The intent and the start, as every start ends. */
const starts = (
  number: number,
  previous: number,
  recordChange: Written[0] = {},
  runChange: Written[1] = {},
  options: {end?: string; of?: ResolvedVm; nodes?: string[]} = {},
): readonly (readonly [ActionBody, string])[] => [
  [
    written(
      {revisions: {prepared: number, booted: number, previous}, ...recordChange},
      {active: {revision: number, bootId: 'boot-1'}, bootedAt: now, ...runChange},
    ),
    `revision ${String(number)} is about to start in /run/vmlet/vm/${uid}`,
  ],
  [
    {
      type: 'vm.start',
      priority: 0,
      uid,
      revision: number,
      command: {
        argv: ['/usr/bin/qemu', 'web', `revision=${String(number)}`, ...(options.nodes ?? [])],
        needsTun: false,
        devices: [],
      },
      paths: paths.vm(uid),
      hostUid,
      images: [base, kernel, initrd].map(ref => ref.digest),
    },
    options.end === undefined ? 'it should run and does not' : `it should run; last end: ${options.end}`,
  ],
];

const exit = (cause: 'HypervisorCrashed' | 'Stopped' | 'GuestShutdown' | 'HostStopped') => ({
  cause,
  at: now,
  detail: 'as told',
});
const crashed = 'the hypervisor process ended by itself; its words: `vmlet logs --vmm --previous vm/web`';
const bigger: ResolvedVm = {...vm, memoryBytes: GiB};
const memoryChange: PendingChange = {
  path: 'spec.memory.size',
  from: '256Mi',
  to: '1Gi',
  disruption: 'restart',
  reason: 'the hypervisor takes it only when it starts',
};
const approvalHold = hold(
  'RestartRequired',
  'AwaitingApproval',
  'spec.memory.size changed and wait as revision 3; run `vmlet approve vm/web` to restart it',
);
const unplugged: ResolvedVm = {...vm, interfaces: [{...lan, linkState: 'down'}]};
const cableChange: PendingChange = {
  path: 'spec.interfaces[lan].linkState',
  from: 'up',
  to: 'down',
  disruption: 'hot',
  reason: 'the guest sees the carrier go or come; nothing passes while it is down',
};
const shrunk: ResolvedVm = {
  ...vm,
  disks: [{...rootDisk, source: {...rootDisk.source, sizeBytes: GiB} as typeof rootDisk.source}],
};
const shrinkChange: PendingChange = {
  path: 'spec.disks[root].size',
  from: '2Gi',
  to: '1Gi',
  disruption: 'refused',
  reason: 'disks cannot shrink',
};
const never = {booted: null, prepared: null, record: {revisions: {prepared: 0, booted: 0, previous: 0}}};
const firstPrepared = {
  booted: null,
  prepared: revision(1),
  record: {revisions: {prepared: 1, booted: 0, previous: 0}},
};
const macvtap = {
  ...lan,
  binding: {kind: 'macvtap', tap: 'vmm-lan', altname: mark.altname, link: 'eth0', mode: 'bridge'},
} as typeof lan;
const overVtap: ResolvedVm = {...vm, interfaces: [macvtap]};
const vtapCreation = {
  type: 'macvtap.create',
  name: 'vmm-lan',
  mark,
  link: 'eth0',
  mode: 'bridge',
  mac: lan.mac,
  ownerUid: hostUid,
} as const;
const standingVtap = link({
  name: 'vmm-lan',
  index: 9,
  kind: 'macvtap',
  alias: mark.alias,
  altnames: [mark.altname],
  mac: lan.mac,
  lowerLink: 'eth0',
  macvtapMode: 'bridge',
});

const layered: ResolvedVm = {
  ...vm,
  disks: [{...dataDisk, name: 'web', source: {kind: 'file', path: '/srv/w', format: 'qcow2'}}],
};

export const absentCases: readonly Case[] = [
  absentPlan('a first start prepares its revision before anything else', never, {
    actions: [[revisionWrite(revision(1), []), 'the spec changed'], ...starts(1, 0)],
  }),
  absentPlan(
    'a prepared first start makes disk and tap, writes its intent, and starts',
    {...firstPrepared, observed: {disks: new Map(), links: linkTable(bridge)}},
    {
      actions: [
        [
          {
            type: 'overlay.create',
            path: rootDisk.source.path,
            base: {digest: base.digest, path: base.path, format: 'raw'},
            sizeBytes: 2 * GiB,
            ownerUid: hostUid,
          },
          'disk root does not exist yet',
        ],
        [
          {type: 'tap.create', name: 'vmt-lan', mark, bridge: 'br0', ownerUid: hostUid, multiQueue: false},
          'interface lan needs it on br0',
        ],
        ...starts(1, 0),
      ],
    },
  ),
  absentPlan('what stands already is not made again', firstPrepared, {actions: starts(1, 0)}),
  absentPlan(
    'nothing is made or started where there is hardly any room, and it is looked at again',
    {...firstPrepared, observed: {disks: new Map(), links: linkTable(bridge), freeBytes: 64 * 1024 ** 2 - 1}},
    {
      holds: [
        hold(
          'Admitted',
          'DiskPressure',
          `less than 64 MiB are free in ${paths.vmsDir}; it is started once there is room`,
          5_000,
        ),
      ],
    },
  ),
  absentPlan(
    'the room that a guest needs is enough',
    {...firstPrepared, observed: {freeBytes: 64 * 1024 ** 2}},
    {actions: starts(1, 0)},
  ),
  absentPlan(
    'preStart comes before the intent, so that its failure starts nothing',
    {...firstPrepared, policy: {preStart: [{command: ['/bin/true'], timeoutMs: 30_000}]}},
    {
      actions: [
        [
          {type: 'vm.prepare', uid, commands: [{command: ['/bin/true'], timeoutMs: 30_000}]},
          'preStart comes before every start',
        ],
        ...starts(1, 0, {policy: {...policy, preStart: [{command: ['/bin/true'], timeoutMs: 30_000}]}}),
      ],
    },
  ),
  absentPlan(
    'leftovers of a former run are cleaned before anything else',
    {observed: {leftovers: true}},
    {actions: [[{type: 'vm.clean', uid, paths: paths.vm(uid)}, 'its process is gone'], ...starts(2, 1)]},
  ),
  absentPlan(
    'leftovers of a VM that is not started are cleaned, and nothing is planned on what is behind them',
    {
      observed: {leftovers: true, links: linkTable(link({...tap, kind: 'tun'}))},
      policy: {runPolicy: 'Halted'},
    },
    {actions: [[{type: 'vm.clean', uid, paths: paths.vm(uid)}, 'its process is gone']]},
  ),
  absentPlan(
    'unknown links start nothing',
    {observed: {links: unknown('netlink is out of order')}},
    {holds: [hold('Degraded', 'ObservationFailed', 'netlink is out of order', 2_000)]},
  ),
  absentPlan(
    'a macvtap is made in a plan of its own: its device node is not known before',
    {booted: revision(2, overVtap), wanted: overVtap, observed: {links: linkTable()}},
    {
      actions: [[vtapCreation, 'interface lan needs it over eth0']],
    },
  ),
  ...(
    [
      ['whose creation was cut short before its mark is finished', {alias: null, up: false, carrier: false}],
      ['that somebody took down is brought up', {up: false, carrier: false}],
      ['of another mode is made anew', {macvtapMode: 'private'}],
    ] as const
  ).map(([what, change]) =>
    absentPlan(
      `a macvtap ${what} before the start`,
      {
        booted: revision(2, overVtap),
        wanted: overVtap,
        observed: {links: linkTable({...standingVtap, ...change})},
      },
      {actions: [[vtapCreation, 'interface lan needs it over eth0']]},
    ),
  ),
  absentPlan(
    'a macvtap that was cut short before its mark goes before the intent that names it',
    {
      booted: null,
      prepared: revision(1, overVtap),
      record: {revisions: {prepared: 1, booted: 0, previous: 0}},
      observed: {links: linkTable(bridge, {...standingVtap, alias: null, up: false, carrier: false})},
    },
    {
      actions: [
        [
          {
            type: 'tap.delete',
            name: 'vmm-lan',
            mark,
            unmarkedMacvtap: {link: 'eth0', mode: 'bridge', mac: lan.mac},
          },
          'its creation was cut short and no interface wants it any more',
        ],
        [revisionWrite(revision(2), [1]), 'the spec changed'],
        [
          written({revisions: {prepared: 2, booted: 0, previous: 0}}, {active: null}),
          'revision 2 is prepared',
        ],
      ],
    },
  ),
  absentPlan(
    'a macvtap without a mark that is not as its intent says is not touched',
    {
      booted: null,
      prepared: revision(1, overVtap),
      record: {revisions: {prepared: 1, booted: 0, previous: 0}},
      observed: {links: linkTable(bridge, {...standingVtap, alias: null, mac: '52:54:00:00:00:99'})},
    },
    {
      actions: [
        [revisionWrite(revision(2), [1]), 'the spec changed'],
        [
          written({revisions: {prepared: 2, booted: 0, previous: 0}}, {active: null}),
          'revision 2 is prepared',
        ],
        [
          {type: 'tap.create', name: 'vmt-lan', mark, bridge: 'br0', ownerUid: hostUid, multiQueue: false},
          'interface lan needs it on br0',
        ],
        ...starts(2, 0),
      ],
    },
  ),
  absentPlan(
    'a macvtap that stands gives the start its device node',
    {
      booted: revision(2, overVtap),
      wanted: overVtap,
      observed: {
        links: linkTable(standingVtap),
      },
    },
    {actions: starts(2, 1, {}, {}, {nodes: ['/dev/tap9']})},
  ),
  absentPlan(
    'a tap with the wrong flags is made anew before the start',
    {
      observed: {
        links: linkTable(bridge, {
          ...tap,
          carrier: false,
          tun: {vnetHdr: true, multiQueue: true, ownerUid: hostUid, persist: true},
        }),
      },
    },
    {
      actions: [
        [
          {type: 'tap.create', name: 'vmt-lan', mark, bridge: 'br0', ownerUid: hostUid, multiQueue: false},
          'interface lan needs it on br0',
        ],
        ...starts(2, 1),
      ],
    },
  ),
  absentPlan(
    'a tap on the wrong bridge is moved before the start',
    {observed: {links: linkTable(bridge, {...tap, master: 'br9', carrier: false})}},
    {
      actions: [
        [{type: 'tap.attach', name: 'vmt-lan', mark, bridge: 'br0'}, 'it belongs on br0; it is on br9'],
        ...starts(2, 1),
      ],
    },
  ),
  absentPlan(
    'a tap that an interrupted removal left in its group is put on its bridge again',
    {observed: {links: linkTable(bridge, {...tap, carrier: false, group: '65544'})}},
    {
      actions: [
        [
          {type: 'tap.attach', name: 'vmt-lan', mark, bridge: 'br0'},
          'it belongs on br0; its removal was interrupted',
        ],
        ...starts(2, 1),
      ],
    },
  ),
  absentPlan(
    'a missing bridge holds the start until its network has made it',
    {observed: {links: linkTable()}},
    {holds: [hold('DependenciesReady', 'BridgeMissing', 'bridge br0 does not exist yet')]},
  ),
  absentPlan(
    'a foreign link under its name holds the start, and stays',
    {observed: {links: linkTable(bridge, {...tap, alias: 'mine'})}},
    {
      holds: [
        hold(
          'Degraded',
          'NameTaken',
          "link vmt-lan exists and is not vmlet's (no alias vmlet:<uid>); remove or rename it",
        ),
      ],
    },
  ),

  absentPlan(
    'a disk that it was booted with and that is gone is never made anew',
    {observed: {disks: new Map()}},
    {
      holds: [
        hold(
          'Degraded',
          'DiskMissing',
          `disk root of revision 2 is gone from ${rootDisk.source.path}; put it back, or \`vmlet purge\` the VM to start anew`,
        ),
      ],
    },
  ),
  absentPlan(
    'a disk is not made anew either when what was booted cannot be read any more',
    {
      booted: null,
      prepared: revision(3, vm),
      record: {revisions: {prepared: 3, booted: 2, previous: 1}},
      observed: {disks: new Map()},
    },
    {
      holds: [
        hold(
          'Degraded',
          'DiskMissing',
          `disk root of revision 2 is gone from ${rootDisk.source.path}; put it back, or \`vmlet purge\` the VM to start anew`,
        ),
      ],
    },
  ),
  absentPlan(
    'a disk that cannot be read holds the start',
    {observed: {disks: new Map([['root', unknown('I/O error')]])}},
    {holds: [hold('Degraded', 'DiskUnreadable', 'disk root: I/O error')]},
  ),
  absentPlan(
    'an overlay on another base than its own holds the start',
    {observed: {disks: new Map([['root', diskFile(rootDisk, {backing: {path: '/x', format: 'raw'}})]])}},
    {
      holds: [
        hold(
          'Degraded',
          'DiskMismatch',
          `disk root: its overlay was made on /x, not on ${base.path}; nothing was touched`,
        ),
      ],
    },
  ),
  absentPlan(
    'a disk larger than asked holds the start: it cannot shrink',
    {observed: {disks: new Map([['root', diskFile(rootDisk, {virtualSizeBytes: 4 * GiB})]])}},
    {
      holds: [
        hold(
          'Degraded',
          'DiskMismatch',
          'disk root: it holds 4Gi and cannot shrink to 2Gi; nothing was touched',
        ),
      ],
    },
  ),
  absentPlan(
    'a disk smaller than asked is grown before the start',
    {observed: {disks: new Map([['root', diskFile(rootDisk, {virtualSizeBytes: GiB})]])}},
    {
      actions: [
        [
          {type: 'disk.grow', path: rootDisk.source.path, sizeBytes: 2 * GiB, ownerUid: hostUid},
          'disk root is smaller than asked',
        ],
        ...starts(2, 1),
      ],
    },
  ),
  ...(
    [
      ['that is not there', new Map(), 'DiskMissing', 'disk iso: there is no /srv/x.iso'],
      [
        'of another format',
        new Map([['iso', diskFile({...dataDisk, name: 'iso'})]]),
        'DiskMismatch',
        'disk iso: it is qcow2, not raw; nothing was touched',
      ],
    ] as const
  ).map(([how, disks, reason, message]) => {
    const iso: ResolvedVm = {
      ...vm,
      disks: [{...dataDisk, name: 'iso', source: {kind: 'file', path: '/srv/x.iso', format: 'raw'}}],
    };
    return absentPlan(
      `a file of the host ${how} holds the start and is never made`,
      {booted: revision(2, iso), wanted: iso, observed: {disks}},
      {holds: [hold('Degraded', reason, message)]},
    );
  }),
  absentPlan(
    'a file of the host that stands on another one holds the start: without that it would read as empty',
    {
      booted: revision(2, layered),
      wanted: layered,
      observed: {
        disks: new Map([
          ['web', diskFile(rootDisk, {path: '/srv/w', backing: {path: '/srv/base', format: 'qcow2'}})],
        ]),
      },
    },
    {
      holds: [
        hold(
          'Degraded',
          'DiskMismatch',
          "disk web: it stands on /srv/base, and only a whole disk is used: `qemu-img rebase -f qcow2 -b '' /srv/w`; nothing was touched",
        ),
      ],
    },
  ),
  absentPlan(
    'an image that was touched holds the start',
    {
      observed: {
        images: new Map([
          ...observed.images,
          [base.digest, stored(base, {intact: false, why: 'it was touched'})],
        ]),
      },
    },
    {
      holds: [
        hold(
          'DependenciesReady',
          'ImageNotIntact',
          `image base (${base.digest.slice(0, 19)}): it was touched; put back the stored file or the source that it is imported from`,
        ),
      ],
    },
  ),
  absentPlan(
    'images that are gone or unknown hold the start, all named at once',
    {
      observed: {
        images: new Map([
          [kernel.digest, unknown('cannot read it')],
          [initrd.digest, stored(initrd)],
        ]),
      },
    },
    {
      holds: [
        hold(
          'DependenciesReady',
          'ImageNotIntact',
          `image base (${base.digest.slice(0, 19)}): it is not in the store; put back the stored file or the source that it is imported from`,
        ),
        hold(
          'DependenciesReady',
          'ImageNotIntact',
          `image kernel (${kernel.digest.slice(0, 19)}): cannot read it; put back the stored file or the source that it is imported from`,
        ),
      ],
    },
  ),
  absentPlan(
    'a dependency that is not Ready holds the start',
    {
      unresolved: [
        {
          condition: 'DependenciesReady',
          reason: 'DependencyNotReady',
          message: 'db is not Ready',
          waitsFor: ['VirtualMachine/default/db'],
        },
      ],
    },
    {holds: [hold('DependenciesReady', 'DependencyNotReady', 'db is not Ready')]},
  ),
  absentPlan(
    'a VM that never resolved has no policy, so only its holds are told',
    {
      unresolvable: true,
      record: {policy: null},
      unresolved: [{condition: 'Admitted', reason: 'SpecInvalid', message: 'nothing to boot', waitsFor: []}],
    },
    {holds: [hold('Admitted', 'SpecInvalid', 'nothing to boot')]},
  ),
  absentPlan(
    'what cannot be resolved now does not start',
    {
      unresolvable: true,
      unresolved: [
        {condition: 'DependenciesReady', reason: 'ImageMissing', message: 'no image', waitsFor: []},
      ],
    },
    {holds: [hold('DependenciesReady', 'ImageMissing', 'no image')]},
  ),

  ...(
    [
      ['by itself', 'HypervisorCrashed', {}, 1, crashed],
      ['as asked', 'Stopped', {stopping: true}, 0, 'stopped on request'],
      [
        'with the host',
        'HostStopped',
        {active: {revision: 2, bootId: 'boot-0'}},
        0,
        'the host was restarted',
      ],
    ] as const
  ).map(([how, cause, runChange, failures, detail]) =>
    absentPlan(
      `a process that went ${how} is remembered as ${cause}`,
      {run: {active: {revision: 2, bootId: 'boot-1'}, ...runChange}},
      {
        actions: starts(
          2,
          1,
          {},
          {failures, restarts: failures, lastExit: {cause, at: now, detail}},
          {end: cause},
        ),
      },
    ),
  ),
  absentPlan(
    'an end that was not seen is written down, and looked at again before a start',
    {run: {active: {revision: 2, bootId: 'boot-1'}}, context: {ranForMs: null}},
    {
      actions: [
        [
          written(
            {},
            {
              active: null,
              failures: 1,
              restarts: 1,
              lastExit: {cause: 'HypervisorCrashed', at: now, detail: crashed},
            },
          ),
          crashed,
        ],
      ],
    },
  ),
  absentPlan(
    'an end after which it has to wait is written down, and no more',
    {run: {active: {revision: 2, bootId: 'boot-1'}, failures: 1}},
    {
      actions: [
        [
          written(
            {},
            {
              active: null,
              failures: 2,
              restarts: 1,
              lastExit: {cause: 'HypervisorCrashed', at: now, detail: crashed},
            },
          ),
          crashed,
        ],
      ],
    },
  ),
  absentPlan(
    'a crash comes back as it was booted, and what was edited is prepared for approval',
    {wanted: bigger, run: {failures: 1, lastExit: exit('HypervisorCrashed')}},
    {
      actions: [
        [revisionWrite(revision(3, bigger)), 'the spec changed'],
        ...starts(
          2,
          1,
          {revisions: {prepared: 3, booted: 2, previous: 1}},
          {failures: 1, lastExit: exit('HypervisorCrashed')},
          {end: 'HypervisorCrashed'},
        ),
      ],
      pendingChanges: [memoryChange],
      holds: [approvalHold],
    },
  ),
  absentPlan(
    'a crash of a machine that is left alone is no leave for what is hot either',
    {
      wanted: unplugged,
      prepared: revision(3, unplugged),
      policy: {approval: 'ManualAll'},
      record: {revisions: {prepared: 3, booted: 2, previous: 1}},
      run: {failures: 1, lastExit: exit('HypervisorCrashed')},
    },
    {
      actions: starts(
        2,
        1,
        {revisions: {prepared: 3, booted: 2, previous: 1}, policy: {...policy, approval: 'ManualAll'}},
        {failures: 1, lastExit: exit('HypervisorCrashed')},
        {end: 'HypervisorCrashed'},
      ),
      pendingChanges: [cableChange],
      holds: [
        {
          ...approvalHold,
          message:
            'spec.interfaces[lan].linkState changed and wait as revision 3; run `vmlet approve vm/web` to change it',
        },
      ],
    },
  ),
  ...(['HypervisorCrashed', 'GuestShutdown', 'HostStopped'] as const).map(cause =>
    absentPlan(
      `after ${cause} an edit without approval is not booted`,
      {
        wanted: bigger,
        prepared: revision(3, bigger),
        record: {revisions: {prepared: 3, booted: 2, previous: 1}},
        run: {lastExit: exit(cause)},
      },
      {
        actions: starts(
          2,
          1,
          {revisions: {prepared: 3, booted: 2, previous: 1}},
          {lastExit: exit(cause)},
          {end: cause},
        ),
        pendingChanges: [memoryChange],
        holds: [approvalHold],
      },
    ),
  ),
  ...(
    [
      ['an approved edit', {approvedRevision: 3}, {}, {}],
      ['an automatic edit', {}, {approval: 'Automatic'}, {}],
      ['a restart that was asked for', {restartRequested: true}, {}, {}],
      ['a deliberate stop', {}, {}, {lastExit: exit('Stopped')}],
      ['a guest that was done (Once)', {}, {runPolicy: 'Once'}, {lastExit: exit('GuestShutdown')}],
      [
        'a guest that was done (RerunOnFailure)',
        {},
        {runPolicy: 'RerunOnFailure'},
        {lastExit: exit('GuestShutdown')},
      ],
      ['a guest started by hand', {powerOverride: 'Running'}, {runPolicy: 'Manual'}, {}],
    ] as const
  ).map(([what, recordChange, policyChange, runChange]) => {
    const lastExit = exit('HypervisorCrashed');
    const after = {lastExit, ...runChange};
    const base2 = {powerOverride: null, ...recordChange};
    return absentPlan(
      `after ${what} the newest spec is booted`,
      {
        wanted: bigger,
        prepared: revision(3, bigger),
        policy: policyChange,
        record: {revisions: {prepared: 3, booted: 2, previous: 1}, ...recordChange},
        run: after,
      },
      {
        actions: starts(
          3,
          2,
          {...base2, approvedRevision: 0, restartRequested: false, policy: {...policy, ...policyChange}},
          after,
          {end: after.lastExit.cause},
        ),
      },
    );
  }),
  absentPlan(
    'an edit that interrupts nothing is booted after a crash too',
    {
      wanted: {...vm, disks: [rootDisk, dataDisk]},
      prepared: revision(3, {...vm, disks: [rootDisk, dataDisk]}),
      record: {revisions: {prepared: 3, booted: 2, previous: 1}},
      run: {lastExit: exit('HypervisorCrashed')},
      observed: {
        disks: new Map([
          ['root', diskFile(rootDisk)],
          ['data', diskFile(dataDisk)],
        ]),
      },
    },
    {
      actions: starts(3, 2, {}, {lastExit: exit('HypervisorCrashed')}, {end: 'HypervisorCrashed'}),
    },
  ),
  absentPlan(
    'a refused edit never boots: it starts as it was, and says so',
    {wanted: shrunk, run: {lastExit: exit('Stopped')}},
    {
      actions: starts(2, 1, {}, {lastExit: exit('Stopped')}, {end: 'Stopped'}),
      pendingChanges: [shrinkChange],
      holds: [
        hold('Admitted', 'ChangeRefused', 'spec.disks[root].size: disks cannot shrink. It runs as it was'),
      ],
    },
  ),
  absentPlan(
    'a disk taken from the spec keeps its file',
    {
      wanted: vm,
      booted: revision(2, {...vm, disks: [rootDisk, dataDisk]}),
      prepared: revision(3),
      record: {revisions: {prepared: 3, booted: 2, previous: 1}},
      run: {lastExit: exit('Stopped')},
      observed: {
        disks: new Map([
          ['root', diskFile(rootDisk)],
          ['data', diskFile(dataDisk)],
        ]),
      },
    },
    {actions: starts(3, 2, {}, {lastExit: exit('Stopped')}, {end: 'Stopped'})},
  ),
  absentPlan(
    'after several failures it waits, and says how long',
    {
      run: {failures: 3, lastExit: exit('HypervisorCrashed')},
      context: {monotonicMs: 1_000, notBeforeMs: 21_000},
    },
    {holds: [hold('Ready', 'CrashLoopBackOff', 'it ended 3 times; last: as told', 20_000)]},
  ),
  absentPlan(
    'while it waits, what is pending stays in sight',
    {
      wanted: bigger,
      prepared: revision(3, bigger),
      record: {revisions: {prepared: 3, booted: 2, previous: 1}},
      run: {failures: 3, lastExit: exit('HypervisorCrashed')},
      context: {monotonicMs: 1_000, notBeforeMs: 21_000},
    },
    {
      pendingChanges: [memoryChange],
      holds: [hold('Ready', 'CrashLoopBackOff', 'it ended 3 times; last: as told', 20_000), approvalHold],
    },
  ),

  ...(
    [
      ['Halted', {}, {}],
      ['Manual', {}, {}],
      ['Once', {}, {finished: true}],
      ['RerunOnFailure', {}, {finished: true}],
      ['Always', {powerOverride: 'Halted'}, {}],
    ] as const
  ).map(([runPolicy, recordChange, runChange]) =>
    absentPlan(
      `${runPolicy} ${Object.keys({...recordChange, ...runChange}).join('')} has nothing to do but give its tap back`,
      {policy: {runPolicy}, record: recordChange, run: runChange, observed: {links: linkTable(bridge, tap)}},
      {actions: [[{type: 'tap.delete', name: 'vmt-lan', mark}, 'the VM is stopped']]},
    ),
  ),
  absentPlan(
    'a stopped VM has nothing to do once its tap is gone',
    {policy: {runPolicy: 'Halted'}, observed: {links: linkTable(bridge)}},
    {},
  ),
  absentPlan(
    'a restart of a VM that is to stay down is forgotten',
    {
      policy: {runPolicy: 'Halted'},
      record: {restartRequested: true},
      observed: {links: linkTable(bridge)},
    },
    {
      actions: [
        [
          written({policy: {...policy, runPolicy: 'Halted'}, restartRequested: false}, {active: null}),
          'a stopped VM has nothing to restart',
        ],
      ],
    },
  ),
];

const tombstone = {
  since: now,
  why: 'its manifest is gone',
  trashed: false,
  trashedForMs: 0,
  purgeRequested: false,
};
const removed = (name: string, change: Change, plan: Parameters<typeof expected>[0]): Case => ({
  name,
  plan: () => planVm(given({...change, record: {tombstone, ...change.record}})),
  expected: expected(plan),
});
const inTrash = {deletion: {disks: 'Delete', protect: false, graceMs: 7 * 86_400_000}} as const;
const ladder = [
  {method: 'powerdown', waitMs: 60_000},
  {method: 'quit', waitMs: 5_000},
  {method: 'kill', waitMs: 5_000},
] as const;
const afterRemoval = {
  ...down,
  observed: {...down.observed, links: linkTable(bridge)},
};

export const removalCases: readonly Case[] = [
  removed(
    'a removed VM that runs is stopped as its owner wished',
    {},
    {
      actions: [
        [written({tombstone}, {stopping: true}), 'its manifest is gone'],
        [{type: 'vm.stop', uid, process: target, ladder}, 'its manifest is gone'],
      ],
    },
  ),
  removed(
    'a removed VM whose policy was never known is stopped gracefully all the same',
    {record: {policy: null}, unresolvable: true},
    {
      actions: [
        [written({tombstone, policy: null}, {stopping: true}), 'its manifest is gone'],
        [{type: 'vm.stop', uid, process: target, ladder}, 'its manifest is gone'],
      ],
    },
  ),
  ...(
    [
      ['whose monitor is silent', {observed: {monitor: {state: 'silent', why: 'timed out'}}}],
      [
        'that is still being launched',
        {
          observed: {
            process: {
              state: 'present',
              value: {pid: 1, startTicks: 1, launching: true, revision: null, hostUid: null},
            },
          },
        },
      ],
    ] as const
  ).map(([how, change]) =>
    removed(`a removed VM ${how} is waited for`, change, {
      holds: [hold('Ready', 'Stopping', 'waiting for its monitor to answer', 1_000)],
    }),
  ),
  removed(
    'a removed VM whose monitor answers for another one is not stopped',
    {monitor: {uuid: 'somebody'}},
    {holds: [hold('Degraded', 'ForeignProcess', 'process 4711 says it is somebody')]},
  ),
  removed(
    'an unknown process of a removed VM plans nothing',
    {observed: {process: unknown('unread')}},
    {holds: [hold('Degraded', 'ObservationFailed', 'unread', 2_000)]},
  ),
  removed(
    'the end of a removed VM is remembered as asked for',
    {observed: down.observed ?? {}},
    {
      actions: [
        [
          written(
            {tombstone},
            {active: null, lastExit: {cause: 'Stopped', at: now, detail: 'its manifest is gone'}},
          ),
          'it has stopped',
        ],
      ],
    },
  ),
  removed(
    'unknown links of a removed VM are not touched',
    {...down, observed: {...down.observed, links: unknown('netlink')}},
    {holds: [hold('Degraded', 'ObservationFailed', 'netlink', 2_000)]},
  ),
  removed(
    'what a removed VM leaves behind is cleaned, its tap removed, its disks kept',
    {...down, observed: {...down.observed, leftovers: true}},
    {
      actions: [
        [{type: 'vm.clean', uid, paths: paths.vm(uid)}, 'its process is gone'],
        [{type: 'tap.delete', name: 'vmt-lan', mark}, 'the VM was removed'],
      ],
    },
  ),
  removed('with Retain a tombstone stands, and nothing more is done', afterRemoval, {}),
  removed(
    'with Delete its disks go into the trash, and the record says so',
    {...afterRemoval, policy: {deletion: {disks: 'Delete', protect: false, graceMs: 1}}},
    {
      actions: [
        [
          {
            type: 'vm.trash',
            uid,
            record: {
              ...record,
              policy: {...policy, deletion: {disks: 'Delete', protect: false, graceMs: 1}},
              tombstone,
              run: {...record.run, active: null},
            },
          },
          'deletion.disks is Delete',
        ],
        [
          written(
            {
              policy: {...policy, deletion: {disks: 'Delete', protect: false, graceMs: 1}},
              tombstone: {...tombstone, trashed: true},
            },
            {active: null},
          ),
          'its disks are in the trash',
        ],
      ],
    },
  ),
  removed(
    'what is in the trash is not put there again',
    {...afterRemoval, policy: inTrash, record: {tombstone: {...tombstone, trashed: true}}},
    {},
  ),
  removed(
    'an hour in the trash is written down, so that a new daemon does not begin anew',
    {
      ...afterRemoval,
      policy: inTrash,
      record: {tombstone: {...tombstone, trashed: true}},
      context: {trashedForMs: 3_600_000},
    },
    {
      actions: [
        [
          written(
            {
              policy: {...policy, ...inTrash},
              tombstone: {...tombstone, trashed: true, trashedForMs: 3_600_000},
            },
            {active: null},
          ),
          'time in the trash',
        ],
      ],
    },
  ),
  ...(
    [
      [
        'its grace is over',
        'its time in the trash is over',
        inTrash,
        {trashed: true, purgeRequested: false},
        7 * 86_400_000,
      ],
      ['purge is asked for', 'vmlet purge was asked for', {}, {trashed: false, purgeRequested: true}, 0],
    ] as const
  ).map(([when, why, policyChange, tombstoneChange, trashedForMs]) => {
    const change: Change = {
      ...afterRemoval,
      policy: policyChange,
      record: {tombstone: {...tombstone, ...tombstoneChange}},
      context: {trashedForMs},
    };
    return removed(`when ${when}, its data is destroyed and then it is forgotten`, change, {
      actions: [
        [
          {
            type: 'record.write',
            record: given({
              ...change,
              record: {tombstone: {...tombstone, ...tombstoneChange, purging: true}},
            }).record,
          },
          why,
        ],
        [{type: 'vm.purge', uid}, why],
        [
          {type: 'record.remove', record: given({...change, record: {tombstone, ...change.record}}).record},
          why,
        ],
      ],
    });
  }),
  removed(
    'a purge that was cut short goes on',
    {...afterRemoval, record: {tombstone: {...tombstone, purging: true}}},
    {
      actions: [
        [{type: 'vm.purge', uid}, 'its purge had begun'],
        [
          {
            type: 'record.remove',
            record: given({...afterRemoval, record: {tombstone: {...tombstone, purging: true}}}).record,
          },
          'its purge had begun',
        ],
      ],
    },
  ),
  removed(
    'a purge waits for its process to end',
    {record: {tombstone: {...tombstone, purgeRequested: true}}, run: {stopping: true}},
    {actions: [[{type: 'vm.stop', uid, process: target, ladder}, 'its manifest is gone']]},
  ),
];
