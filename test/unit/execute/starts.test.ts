import {expect, test} from '@jest/globals';
import PQueue from 'p-queue';
import {execute} from '../../../controller/execute/execute.ts';
import type {Tools} from '../../../controller/execute/execute.ts';
import type {Action} from '../../../controller/plan/action.ts';
import {fakeVmHost, uid} from '../../fakes/vm-host.ts';

test('of those that wait for their turn the machine with the highest startPriority is started first', async () => {
  const fake = fakeVmHost();
  const tools = {...fake.tools, starts: new PQueue({concurrency: 1})} as unknown as Tools;
  const {signal} = new AbortController();
  const start = (name: string, priority: number): Action => {
    const other = `${name}${uid.slice(1)}`;
    const given = fake.startAction();
    const argv = given.command.argv.map(word => word.replaceAll(uid, other));
    const paths = fake.host.paths.vm(other);
    const action = {...given, uid: other, priority, paths, command: {...given.command, argv}};
    return {...action, key: `VirtualMachine/default/${name}`, why: 'declared'};
  };
  // The first has nobody before it; the others wait until it is done.
  const starts = [start('1', 0), start('2', -5), start('3', 0), start('4', 9), start('5', 0)];
  await fake.during(Promise.all(starts.map(action => execute(action, tools, {signal}))));
  const order = [...fake.qemus.all()].sort((left, right) => left.identity.pid - right.identity.pid);
  expect(order.map(qemu => qemu.uid[0]).join('')).toBe('14352');
});
