// Limits of taps before a start: what a tap that stayed may still have of the run before.
import {expect, test} from '@jest/globals';
import {planLimits} from '../../../controller/plan/vm-links.ts';
import {lan, uid} from './good.ts';

const owner = {uid, hostUid: 600_001, key: 'VirtualMachine/default/web' as const};
const limited = {...lan, rate: {inboundBytesPerSecond: 65_536}};
const rates = (...[nics, before]: [Parameters<typeof planLimits>[1], Parameters<typeof planLimits>[2]]) =>
  planLimits(owner, nics, before).map(action => (action.type === 'tap.limit' ? action.rate : action.type));

test('a tap without limits, now and before, is left alone', () => {
  expect(rates([lan], [lan])).toEqual([]);
  expect(rates([lan], [])).toEqual([]);
});

test('a limit is set, and one that was taken away is taken off', () => {
  expect(rates([limited], [lan])).toEqual([limited.rate]);
  expect(rates([lan], [limited])).toEqual([{}]);
});

test('where the revision that ran is lost, every tap may have had limits', () => {
  expect(rates([lan], null)).toEqual([{}]);
});
