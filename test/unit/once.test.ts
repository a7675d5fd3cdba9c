import {expect, test} from '@jest/globals';
import {judgeOnce} from '../../controller/once.ts';
import {baseYaml, openMachine, vmYaml} from '../fakes/machine.ts';
import type {Machine} from '../fakes/machine.ts';

const judge = (machine: Machine) => judgeOnce(machine.daemon.world, machine.daemon.source);

const started = async (files: Readonly<Record<string, string>>): Promise<Machine> => {
  const machine = openMachine();
  for (const [file, content] of Object.entries(files)) machine.host.files.control.put(`/m/${file}`, content);
  await machine.start();
  return machine;
};

test('it is not over before every object was looked at and is Ready, then it is', async () => {
  const machine = await started({'base.yaml': baseYaml, 'web.yaml': vmYaml('web')});
  expect(judge(machine)).toMatchObject({ready: false});
  await machine.until(() => judge(machine).ready);
  expect(judge(machine)).toEqual({ready: true, reasons: []});
  expect(machine.isReady('web')).toBe(true);
});

test('a VM that is to be stopped is as it should be', async () => {
  const machine = await started({'base.yaml': baseYaml, 'web.yaml': vmYaml('web', '  runPolicy: Halted\n')});
  await machine.until(() => judge(machine).ready);
  expect(machine.qemu('web')).toBeUndefined();
});

test('what is not Ready is named with its reason', async () => {
  const machine = await started({'web.yaml': vmYaml('web')});
  await machine.pass(5_000);
  expect(judge(machine)).toEqual({
    ready: false,
    reasons: [expect.stringMatching(/^VirtualMachine\/default\/web: \w+: .*Image kernel/)],
  });
});

test('an invalid file keeps it from being over, though all the rest is Ready', async () => {
  const machine = await started({'base.yaml': baseYaml, 'bad.yaml': 'kind: ['});
  await machine.until(() => machine.isReady('base', 'Image') && machine.isReady('lan', 'Network'));
  await machine.until(() => machine.isReady('kernel', 'Image'));
  expect(judge(machine)).toEqual({ready: false, reasons: [expect.stringMatching(/^bad\.yaml:1:/)]});
});

test('an empty directory is no success', async () => {
  const machine = await started({});
  expect(judge(machine)).toEqual({ready: false, reasons: [expect.stringMatching(/^manifests: /)]});
});

test('an edit that was refused is no success while the old spec runs on', async () => {
  const machine = await started({'base.yaml': baseYaml, 'web.yaml': vmYaml('web')});
  await machine.until(() => judge(machine).ready);
  await machine.put('web.yaml', vmYaml('web', '  memory: {size: 12}\n'));
  expect(machine.isReady('web')).toBe(true);
  expect(judge(machine).ready).toBe(false);
});
