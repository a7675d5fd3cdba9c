// Networks as the planner compares them with the host.
import {expect, test} from '@jest/globals';
import {resolveNetwork} from '../../../controller/desired/resolve-network.ts';

test('an address is spelled as the kernel shows it, so that no spelling looks like a difference for ever', () => {
  const node = resolveNetwork(
    {
      apiVersion: 'vmlet.dev/v1alpha1',
      kind: 'Network',
      metadata: {name: 'lan', namespace: 'default', labels: {}, annotations: {}},
      spec: {
        bridge: {
          name: 'lan0',
          management: 'Owned',
          addresses: ['10.0.0.1/24', 'FD77:0:0:0::1/064', 'fd77::1/64'],
        },
      },
    },
    'u',
    'h',
  );
  expect(node.bridge.addresses).toEqual(['10.0.0.1/24', 'fd77::1/64']);
});
