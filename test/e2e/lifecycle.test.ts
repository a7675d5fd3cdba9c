// A VM's life with a real guest.
import {afterAll, beforeAll, expect, test} from '@jest/globals';
import {startHost, vmManifest} from './harness.ts';
import type {E2eHost} from './harness.ts';

let host: E2eHost;

beforeAll(async () => {
  host = await startHost();
  await host.daemon.start();
}, 120_000);

afterAll(() => host.close());

test('a file that is dropped becomes a guest that reports what the manifest says', async () => {
  host.write('web.yaml', vmManifest('web', {address: '10.77.0.2/24', cmdline: ['vmlet.ping=10.77.0.3']}));
  await host.ready('web');
  expect(host.console('web').addresses.map(each => each.address)).toEqual(['10.77.0.2/24']);
}, 120_000);
