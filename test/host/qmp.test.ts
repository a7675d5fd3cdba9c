// The QMP client against a real QEMU.
import {afterAll, beforeAll, describe, expect, test} from '@jest/globals';
import {connectQmp} from '../../controller/drivers/qemu/qmp.ts';
import type {QmpEvent, QmpSession} from '../../controller/drivers/qemu/qmp.ts';
import {openFixture} from './vm-fixture.ts';
import type {VmFixture} from './vm-fixture.ts';

let fixture: VmFixture;
let session: QmpSession;
let uid: string;
const events: QmpEvent[] = [];
const ends: string[] = [];

beforeAll(async () => {
  fixture = openFixture();
  ({uid} = await fixture.start());
  // The daemon lets go, so that this test can be the one client.
  fixture.tools.vms.close();
  session = await connectQmp(fixture.host, fixture.host.paths.vm(uid).qmpSocket, {
    onEvent: event => events.push(event),
    onClose: why => ends.push(why),
  });
}, 30_000);
afterAll(() => fixture.close(), 30_000);

describe('a session with QEMU', () => {
  test('answers concurrent commands, each with its own', async () => {
    const [uuid, status] = await Promise.all([
      session.execute('query-uuid'),
      session.execute('query-status'),
    ]);
    expect(uuid).toEqual({UUID: uid});
    expect(status).toMatchObject({status: 'running'});
  });

  test('hears events before the answer of the command that caused them', async () => {
    await session.execute('stop');
    expect(events.map(event => event.name)).toEqual(['STOP']);
    await session.execute('cont');
    expect(events.map(event => event.name)).toEqual(['STOP', 'RESUME']);
  });

  test('stays open after a refusal', async () => {
    await expect(session.execute('no-such-command')).rejects.toMatchObject({code: 'E-QMP'});
    await expect(session.execute('netdev_del', {id: 'none'})).rejects.toMatchObject({
      code: 'E-QMP',
      message: "netdev_del: Device 'none' not found",
    });
    expect(await session.execute('query-status')).toMatchObject({status: 'running'});
  });

  test('ends with the process, for whoever waits and whoever comes', async () => {
    await session.execute('quit').catch(() => undefined);
    const {host} = fixture;
    const gone = () => host.processes.list().every(process => !process.argv.includes(uid));
    while (!gone()) await host.clock.sleep(10);
    await expect(session.execute('query-status')).rejects.toMatchObject({code: 'E-QMP'});
    expect(ends).toHaveLength(1);
    await expect(
      connectQmp(host, host.paths.vm(uid).qmpSocket, {onEvent: () => undefined, onClose: () => undefined}),
    ).rejects.toMatchObject({code: 'E-HOST'});
  });
});
