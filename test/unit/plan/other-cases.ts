// Networks, images, and the end of what has nothing of its own on the host.
import {markedMac} from '../../../controller/desired/names.ts';
import {absent, unknown} from '../../../controller/observe/snapshot.ts';
import type {ImageNode, NetworkNode} from '../../../controller/desired/node.ts';
import type {ObjectRecord} from '../../../controller/observe/record.ts';
import {planForget} from '../../../controller/plan/forget.ts';
import {planImage} from '../../../controller/plan/image.ts';
import type {ImagePlanInput} from '../../../controller/plan/image.ts';
import {planNetwork} from '../../../controller/plan/network.ts';
import type {NetworkPlanInput} from '../../../controller/plan/network.ts';
import {base, expected, link, linkTable, now, record, stored} from './good.ts';
import type {Case} from './good.ts';

const netUid = '22222222-2222-4333-8444-555555555555';
const netKey = 'Network/default/lan' as const;
const netRecord: ObjectRecord = {
  ...record,
  kind: 'Network',
  name: 'lan',
  uid: netUid,
  hostUid: null,
  policy: null,
};
const mark = {alias: `vmlet:${netUid}`, altname: 'vmlet.default.lan'};
const node: NetworkNode = {
  key: netKey,
  uid: netUid,
  bridge: {
    name: 'br0',
    management: 'Owned',
    altname: mark.altname,
    addresses: ['10.0.0.1/24'],
    mtu: null,
  },
};
const ours = link({
  name: 'br0',
  kind: 'bridge',
  alias: mark.alias,
  altnames: [mark.altname],
  addresses: ['10.0.0.1/24'],
});
const tombstone = {since: now, why: 'gone', trashed: false, trashedForMs: 0, purgeRequested: false};
const removedRecord = {...netRecord, tombstone};

const network = (
  name: string,
  change: Partial<NetworkPlanInput>,
  plan: Parameters<typeof expected>[0],
): Case => ({
  name,
  plan: () =>
    planNetwork({record: netRecord, node, links: linkTable(ours), users: [], canMakeLinks: true, ...change}),
  expected: expected(plan, netKey),
});

const external: NetworkNode = {...node, bridge: {...node.bridge, management: 'External'}};
const configure = (change: {addAddresses?: string[]; removeAddresses?: string[]; mtu?: number}) =>
  ({
    type: 'bridge.configure',
    name: 'br0',
    mark,
    addAddresses: [],
    removeAddresses: [],
    up: true,
    mtu: null,
    ...change,
  }) as const;
const notAsDeclared = 'the bridge is not as declared';

export const networkCases: readonly Case[] = [
  network('a bridge as declared: nothing to do', {}, {}),
  network(
    'a bridge whose creation was cut short before its mark is finished',
    {links: linkTable({...ours, alias: null, mac: markedMac(mark.alias)})},
    {
      actions: [
        [
          {type: 'bridge.create', name: 'br0', mark, addresses: ['10.0.0.1/24'], mtu: null},
          'the creation of its bridge was cut short',
        ],
      ],
    },
  ),
  network(
    'a bridge that does not exist is made',
    {links: linkTable()},
    {
      actions: [
        [
          {type: 'bridge.create', name: 'br0', mark, addresses: ['10.0.0.1/24'], mtu: null},
          'the network is declared and its bridge does not exist',
        ],
      ],
    },
  ),
  network(
    'unknown links make no bridge',
    {links: unknown('netlink')},
    {
      holds: [{condition: 'Degraded', reason: 'ObservationFailed', message: 'netlink', recheckMs: 2_000}],
    },
  ),
  network(
    'a bridge that is down or lost its address is mended',
    {links: linkTable({...ours, up: false, addresses: ['10.9.0.1/24']})},
    {
      actions: [
        [configure({addAddresses: ['10.0.0.1/24'], removeAddresses: ['10.9.0.1/24']}), notAsDeclared],
      ],
    },
  ),
  network(
    'another MTU is set',
    {node: {...node, bridge: {...node.bridge, mtu: 9_000}}},
    {actions: [[configure({mtu: 9_000}), notAsDeclared]]},
  ),
  network(
    'an MTU that was set and is left out again is the kernel’s choice: that of a bridge without ports',
    {links: linkTable({...ours, mtu: 9_000})},
    {actions: [[configure({mtu: 1_500}), notAsDeclared]]},
  ),
  network(
    'an MTU that was set and is left out again is the kernel’s choice: the smallest of its ports',
    {
      links: linkTable(
        {...ours, mtu: 9_000},
        {...ours, name: 'port', kind: 'tun', alias: 'vmlet:vm', master: 'br0', mtu: 1_400},
      ),
    },
    {actions: [[configure({mtu: 1_400}), notAsDeclared]]},
  ),
  ...(
    [
      [
        'a link of another kind',
        {kind: 'dummy', alias: null},
        "link br0 exists and is not this vmlet's; choose another spec.bridge.name, or management: External",
      ],
      [
        'a bridge of somebody else',
        {alias: 'theirs'},
        "link br0 exists and is not this vmlet's; choose another spec.bridge.name, or management: External",
      ],
      [
        'a bridge without a mark',
        {alias: null},
        "bridge br0 exists without vmlet's mark; remove it, choose another name, or management: External",
      ],
    ] as const
  ).map(([what, change, message]) =>
    network(
      `${what} under its name is never touched`,
      {links: linkTable({...ours, ...change})},
      {holds: [{condition: 'Degraded', reason: 'NameTaken', message}]},
    ),
  ),
  network(
    'a bridge that an interrupted removal left in its group is taken out of it',
    {links: linkTable({...ours, group: '65544'})},
    {
      actions: [
        [
          {
            type: 'bridge.configure',
            name: 'br0',
            mark,
            addAddresses: [],
            removeAddresses: [],
            up: true,
            mtu: null,
          },
          'the bridge is not as declared',
        ],
      ],
    },
  ),
  network(
    'a bridge that somebody put into a group of theirs stays there',
    {links: linkTable({...ours, group: '7'})},
    {},
  ),
  network(
    'an external bridge is only looked at',
    {node: external, links: linkTable({...ours, alias: null, addresses: [], up: false})},
    {},
  ),
  network(
    'an external bridge that is missing is told, never made',
    {node: external, links: linkTable()},
    {
      holds: [
        {
          condition: 'Ready',
          reason: 'BridgeMissing',
          message: 'bridge br0 does not exist; create it, or set management: Owned',
        },
      ],
    },
  ),
  network(
    'an external bridge that is no bridge is told',
    {node: external, links: linkTable(link({name: 'br0', kind: 'dummy'}))},
    {holds: [{condition: 'Ready', reason: 'NotABridge', message: 'br0 is a dummy link, not a bridge'}]},
  ),
  network(
    'without root no bridge is made, and why is said',
    {canMakeLinks: false, links: absent},
    {
      holds: [
        {
          condition: 'Degraded',
          reason: 'UserNetworking',
          message: 'vmlet is not root: no bridge is made, VMs use QEMU user networking',
        },
      ],
    },
  ),
  network(
    'without root a removed network is forgotten at once',
    {record: removedRecord, canMakeLinks: false, links: absent},
    {
      actions: [[{type: 'record.remove', record: removedRecord}, 'its manifest is gone and nothing uses it']],
    },
  ),
  network(
    'a removed network that a VM uses stays, and the VM is named',
    {record: removedRecord, users: ['vm/web']},
    {
      holds: [
        {
          condition: 'RemovalHeld',
          reason: 'InUse',
          message: 'its manifest is gone, but it is used by vm/web',
        },
      ],
    },
  ),
  network(
    'a removed network whose bridge has ports stays',
    {record: removedRecord, links: linkTable(ours, link({name: 'veth0', kind: 'veth', master: 'br0'}))},
    {holds: [{condition: 'RemovalHeld', reason: 'HasPorts', message: 'its bridge still has ports'}]},
  ),
  network(
    'a removed network gives back its portless bridge, under whatever name it bears the mark',
    {record: removedRecord, links: linkTable({...ours, name: 'renamed'})},
    {
      actions: [
        [{type: 'bridge.delete', name: 'renamed', mark}, 'its network was removed and nothing uses it'],
      ],
    },
  ),
  network(
    'a removed network without a bridge of its own is forgotten; a foreign bridge of that name stays',
    {record: removedRecord, links: linkTable({...ours, alias: 'theirs'})},
    {
      actions: [[{type: 'record.remove', record: removedRecord}, 'its manifest is gone and nothing uses it']],
    },
  ),
];

const imageKey = 'Image/default/base' as const;
const imageRecord: ObjectRecord = {
  ...record,
  kind: 'Image',
  name: 'base',
  policy: null,
  imageDigest: base.digest,
  imageSpecHash: 'hash',
};
const fileNode: ImageNode = {
  key: imageKey,
  uid: record.uid,
  name: 'base',
  format: 'raw',
  source: {kind: 'file', path: '/srv/base.img', sha256: null},
};
const image = (
  name: string,
  change: Partial<ImagePlanInput>,
  plan: Parameters<typeof expected>[0],
): Case => ({
  name,
  plan: () => planImage({record: imageRecord, node: fileNode, stored: stored(base), users: [], ...change}),
  expected: expected(plan, imageKey),
});
const importIt = (from: ObjectRecord = imageRecord) =>
  ({
    type: 'image.import',
    name: 'base',
    path: '/srv/base.img',
    format: 'raw',
    sha256: null,
    record: {...from, imageSpecHash: 'hash'},
  }) as const;
const fresh = {...imageRecord, imageDigest: null, imageSpecHash: null};

export const imageCases: readonly Case[] = [
  image('an image in the store as asked: nothing to do', {}, {}),
  image(
    'a new image is brought in',
    {record: fresh, stored: absent},
    {actions: [[importIt(fresh), 'it is not in the store yet']]},
  ),
  image(
    'a recipe is built',
    {
      record: fresh,
      stored: absent,
      node: {...fileNode, source: {kind: 'recipe', recipe: 'debian-tiny', output: 'root.qcow2'}},
    },
    {
      actions: [
        [
          {
            type: 'image.build',
            name: 'base',
            recipe: 'debian-tiny',
            output: 'root.qcow2',
            format: 'raw',
            record: {...fresh, imageSpecHash: 'hash'},
          },
          'it is not in the store yet',
        ],
      ],
    },
  ),
  image(
    'an image whose source changed is brought in again',
    {record: {...imageRecord, imageSpecHash: 'older'}},
    {actions: [[importIt({...imageRecord, imageDigest: null}), 'its source changed']]},
  ),
  image(
    'an image that is gone from the store is brought in again',
    {stored: absent},
    {actions: [[importIt(), `${base.digest} is gone from the store`]]},
  ),
  image(
    'an image that was touched is brought in again, which hashes it anew',
    {stored: stored(base, {intact: false, why: 'it was touched'})},
    {actions: [[importIt(), 'it was touched']]},
  ),
  image(
    'an image that cannot be read is left alone',
    {stored: unknown('EIO')},
    {holds: [{condition: 'Degraded', reason: 'ObservationFailed', message: 'EIO', recheckMs: 2_000}]},
  ),
  image('an image without a node has nothing to do', {node: null, stored: absent}, {}),
  image(
    'a removed image that nothing uses is forgotten, its stored file stays',
    {record: {...imageRecord, tombstone}},
    {
      actions: [
        [
          {type: 'record.remove', record: {...imageRecord, tombstone}},
          'its manifest is gone and nothing uses it',
        ],
      ],
    },
  ),
  image(
    'a removed image that VMs use stays, and they are named',
    {record: {...imageRecord, tombstone}, users: ['vm/a', 'vm/b']},
    {
      holds: [
        {
          condition: 'RemovalHeld',
          reason: 'InUse',
          message: 'its manifest is gone, but it is used by vm/a, vm/b',
        },
      ],
    },
  ),
];

const classRecord: ObjectRecord = {...record, kind: 'VirtualMachineClass', name: 'small', tombstone};

export const forgetCases: readonly Case[] = [
  {
    name: 'a removed class that nothing uses is forgotten',
    plan: () => planForget(classRecord, []),
    expected: expected(
      {actions: [[{type: 'record.remove', record: classRecord}, 'its manifest is gone and nothing uses it']]},
      'VirtualMachineClass/default/small',
    ),
  },
];
