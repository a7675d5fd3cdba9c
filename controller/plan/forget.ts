// The end of an object that has nothing of its own on the host: forgotten once nothing names it. Pure.
import type {ObjectRecord} from '../observe/record.ts';
import type {Plan} from './action.ts';

/** Forget a removed Image, Network or VirtualMachineClass, or hold it while VMs use it. */
export const planForget = (record: ObjectRecord, users: readonly string[]): Plan => {
  const {kind, namespace, name} = record;
  if (users.length > 0) {
    const message = `its manifest is gone, but it is used by ${users.join(', ')}`;
    return {actions: [], pendingChanges: [], holds: [{condition: 'RemovalHeld', reason: 'InUse', message}]};
  }
  const key = `${kind}/${namespace}/${name}` as const;
  return {
    actions: [{type: 'record.remove', record, key, why: 'its manifest is gone and nothing uses it'}],
    pendingChanges: [],
    holds: [],
  };
};
