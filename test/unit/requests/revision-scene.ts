// A VM named web that runs, and edits of it, for the tests of revisions, rollback and variants.
import {baseYaml, openMachine, vmYaml} from '../../fakes/machine.ts';
import type {Machine} from '../../fakes/machine.ts';

export const smallClass = (size: string): string => `apiVersion: vmlet.dev/v1alpha1
kind: VirtualMachineClass
metadata: {name: small}
spec: {memory: {size: ${size}}}
`;

/** The daemon, a class small, and web in revision 1, ready if it is to be; `more` is further lines of its spec. */
export const runningWeb = async (more = '', isReady = true): Promise<Machine> => {
  const machine = openMachine();
  machine.host.files.control.put('/m/base.yaml', baseYaml);
  machine.host.files.control.put('/m/class.yaml', smallClass('96Mi'));
  machine.host.files.control.put('/m/web.yaml', vmYaml('web', more));
  await machine.start();
  await machine.until(() => machine.isReady('web') || (!isReady && machine.qemu('web') !== undefined));
  return machine;
};

/** Give web another memory size, or none of its own, and let the daemon think about it. */
export const edit = async (
  machine: Machine,
  size: string | null,
  {more = '', cause}: {more?: string; cause?: string} = {},
): Promise<void> => {
  const memory = size === null ? '' : `  memory: {size: ${size}}\n`;
  const why = cause === undefined ? '' : `, annotations: {vmlet.dev/change-cause: ${cause}}`;
  const yaml = vmYaml('web', `${memory}${more}`).replace('{name: web}', `{name: web${why}}`);
  await machine.put('web.yaml', yaml);
  await machine.pass(2_000);
};

/** Memory of the process of web, in MiB. */
export const memoryOf = (machine: Machine): number | undefined => {
  const argv = machine.qemu('web')?.argv ?? [];
  const size = /^size=(\d+)M$/.exec(argv[argv.indexOf('-m') + 1] ?? '')?.[1];
  return size === undefined ? undefined : Number(size);
};
