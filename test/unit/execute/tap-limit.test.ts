// Limits of taps on the links in memory; that a real kernel takes the same lines is test/host/links.test.ts.
import {beforeEach, describe, expect, test} from '@jest/globals';
import type {InterfaceRate} from '../../../controller/desired/node.ts';
import {openLinkBatch} from '../../../controller/execute/link-batch.ts';
import type {LinkTools} from '../../../controller/execute/link-tools.ts';
import {limitTap, parseQdiscs} from '../../../controller/execute/tap-limit.ts';
import {tapLimitLines} from '../../../controller/execute/tap-limit-lines.ts';
import {openLinkTable} from '../../../controller/observe/links.ts';
import {done} from '../../../controller/plan/action.ts';
import {fakeLinkHost} from '../../fakes/link-host.ts';
import type {LinkHost} from '../../fakes/link-host.ts';

const mark = {alias: 'vmlet:7c0e4a52', altname: ''};
const MiB = 1024 ** 2;
const {signal} = new AbortController();
let machine: LinkHost;
let tools: LinkTools;

beforeEach(async () => {
  machine = fakeLinkHost();
  const links = openLinkTable(machine.host, () => undefined);
  tools = {host: machine.host, links, batch: openLinkBatch(machine.host, links)};
  const tun = {vnetHdr: true, multiQueue: false, ownerUid: 1, persist: true};
  machine.links.control.add({name: 'vmt-1', kind: 'tun', alias: mark.alias, tun});
  machine.links.control.add({name: 'vmt-2', kind: 'tun', alias: 'somebody', tun});
  await machine.clock.advance(1_000);
});

const limit = (rate: InterfaceRate, name = 'vmt-1') =>
  limitTap({type: 'tap.limit', key: 'VirtualMachine/default/web', why: 'test', name, mark, rate}, tools, {
    signal,
  });
const shape = () => machine.links.control.shape('vmt-1');

describe('a tap is limited', () => {
  test('one way, the other, both and not at all, from each to each', async () => {
    const rates: InterfaceRate[] = [
      {},
      {inboundBytesPerSecond: MiB},
      {outboundBytesPerSecond: MiB},
      {inboundBytesPerSecond: 2 * MiB, outboundBytesPerSecond: 3 * MiB},
    ];
    for (const before of rates)
      for (const after of rates) {
        await limit(before);
        await limit(after);
        expect(shape()).toEqual({
          tbf: after.inboundBytesPerSecond ?? null,
          ingress: after.outboundBytesPerSecond !== undefined,
          police: after.outboundBytesPerSecond ?? null,
        });
      }
  });

  test('only where it has not the limit yet', async () => {
    expect(await limit({})).toEqual(done(false));
    expect(await limit({inboundBytesPerSecond: MiB})).toEqual(done(true));
    expect(await limit({inboundBytesPerSecond: MiB})).toEqual(done(false));
  });

  test('never when it is not ours, or not there', async () => {
    await expect(limit({inboundBytesPerSecond: MiB}, 'vmt-2')).rejects.toMatchObject({code: 'E-NOT-OURS'});
    await expect(limit({inboundBytesPerSecond: MiB}, 'vmt-3')).rejects.toMatchObject({code: 'E-HOST'});
    expect(machine.links.control.shape('vmt-2')).toEqual({tbf: null, ingress: false, police: null});
  });

  test('or it is a failure that says what the kernel lacks', async () => {
    const {run} = machine.host.processes;
    const refusal = {exitCode: 1, stdout: '', stderr: 'Error: Failed to load TC action module.\n'};
    const processes = {
      ...machine.host.processes,
      run: ((command, args, options) =>
        args.includes('-batch') && command === 'tc'
          ? Promise.resolve(refusal)
          : run(command, args, options)) as typeof run,
    };
    tools = {...tools, host: {...machine.host, processes}};
    await expect(limit({outboundBytesPerSecond: MiB})).rejects.toThrow(
      /vmt-1 is not limited: tc: Error: Failed to load TC action module. .*act_police/,
    );
  });
});

describe('the lines', () => {
  const none = {tbfBytesPerSecond: null, hasIngress: false};

  test('give a frame room at the least rate, and half a second of bucket to none', () => {
    expect(tapLimitLines('vmt-1', {inboundBytesPerSecond: 8192, outboundBytesPerSecond: 8192}, none)).toEqual(
      [
        'qdisc replace dev vmt-1 root tbf rate 8192bps burst 16384b latency 100ms',
        'qdisc add dev vmt-1 ingress',
        'filter add dev vmt-1 parent ffff: protocol all prio 1 u32 match u32 0 0 police rate 8192bps burst 131072b mtu 64kb drop flowid :1',
      ],
    );
    expect(tapLimitLines('vmt-1', {inboundBytesPerSecond: 100 * MiB}, none)).toEqual([
      'qdisc replace dev vmt-1 root tbf rate 104857600bps burst 5242880b latency 100ms',
    ]);
  });

  test('hold no word that tc could read as something else', () => {
    expect(() => tapLimitLines('vmt-1 root', {}, {...none, hasIngress: true})).toThrow('is not a link name');
    expect(() => tapLimitLines('vmt-1', {inboundBytesPerSecond: Number.NaN}, none)).toThrow('is no rate');
  });
});

test('what others put on a link is neither of the two', () => {
  expect(
    parseQdiscs(
      '[{"kind":"htb","root":true,"options":{}},{"kind":"tbf","parent":"1:","options":{"rate":5}}]',
    ),
  ).toEqual({tbfBytesPerSecond: null, hasIngress: false});
  expect(parseQdiscs('')).toEqual({tbfBytesPerSecond: null, hasIngress: false});
  expect(parseQdiscs('[{"kind":"tbf","root":true,"options":{"rate":1000000}}]').tbfBytesPerSecond).toBe(
    1_000_000,
  );
});
