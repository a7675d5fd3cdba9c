import {expect, test} from '@jest/globals';
import {absent, present, unknown} from '../../../controller/observe/snapshot.ts';
import {imageStatus, networkStatus} from '../../../controller/status/documents.ts';
import type {ImageStatusInput, NetworkStatusInput} from '../../../controller/status/status-types.ts';
import {healthy, record, tap} from './fixture.ts';

const bridge = {...tap, name: 'br0', kind: 'bridge'};
const network: NetworkStatusInput = {
  ...healthy,
  key: 'Network/default/lan',
  record: {...record, kind: 'Network', name: 'lan'},
  node: {
    key: 'Network/default/lan',
    uid: 'u',
    bridge: {name: 'br0', management: 'Owned', altname: 'a', addresses: [], mtu: null},
  },
  observed: present(bridge),
  ports: ['vmt1', 'vmt0'],
};
const stored = {
  digest: 'sha256:aa',
  path: '/p',
  format: 'raw' as const,
  virtualSizeBytes: 1024 ** 3,
  sizeBytes: 9,
  intact: true,
  why: null,
};
const image: ImageStatusInput = {
  ...healthy,
  key: 'Image/default/base',
  record: {...record, kind: 'Image', name: 'base'},
  node: null,
  observed: present(stored),
};

const readyOf = ({status}: ReturnType<typeof networkStatus> | ReturnType<typeof imageStatus>) => {
  const ready = status.conditions.find(({type}) => type === 'Ready');
  return [status.phase, ready?.status, ready?.reason];
};

test('a network is Ready only while its bridge is there, a bridge, and up', () => {
  expect(readyOf(networkStatus(network))).toEqual(['Ready', 'True', 'BridgeUp']);
  expect(networkStatus(network).status).toMatchObject({link: 'br0', ports: ['vmt0', 'vmt1']});
  expect(readyOf(networkStatus({...network, observed: absent}))).toEqual([
    'Pending',
    'False',
    'BridgeMissing',
  ]);
  expect(readyOf(networkStatus({...network, observed: present({...bridge, up: false})}))).toEqual([
    'Pending',
    'False',
    'BridgeDown',
  ]);
  expect(readyOf(networkStatus({...network, observed: present(tap)}))).toEqual([
    'Pending',
    'False',
    'NotABridge',
  ]);
  expect(readyOf(networkStatus({...network, observed: unknown('ip failed')}))).toEqual([
    'Unknown',
    'Unknown',
    'ObservationFailed',
  ]);
});

test('without root a network needs no bridge and says so', () => {
  const hold = {condition: 'Degraded' as const, reason: 'UserNetworking', message: 'not root'};
  const status = networkStatus({
    ...network,
    observed: absent,
    plan: {actions: [], pendingChanges: [], holds: [hold]},
  });
  expect(readyOf(status)).toEqual(['Ready', 'True', 'UserNetworking']);
});

test('an image is Ready only while it is stored and untouched', () => {
  expect(readyOf(imageStatus(image))).toEqual(['Ready', 'True', 'Stored']);
  expect(imageStatus(image).status).toMatchObject({digest: 'sha256:aa', virtualSize: '1Gi'});
  expect(readyOf(imageStatus({...image, observed: absent}))).toEqual(['Pending', 'False', 'NotStored']);
  const failure = {action: 'image.import', code: 'E-IMAGE', message: 'no header', at: 'T', terminal: true};
  expect(readyOf(imageStatus({...image, observed: absent, failure}))).toEqual([
    'Failed',
    'False',
    'ActionFailed',
  ]);
  const full = {...failure, code: 'E-SPACE', message: 'the disk is full', terminal: false};
  expect(readyOf(imageStatus({...image, observed: absent, failure: full}))[2]).toBe('DiskPressure');
  expect(
    readyOf(imageStatus({...image, observed: present({...stored, intact: false, why: 'size differs'})})),
  ).toEqual(['Pending', 'False', 'Damaged']);
  expect(readyOf(imageStatus({...image, verdict: {state: 'removed', message: ''}}))).toEqual([
    'Removed',
    'False',
    'Removed',
  ]);
});
