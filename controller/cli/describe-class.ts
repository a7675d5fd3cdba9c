// What a class does to the machines that name it, for `vmlet describe`: each with what waits in it, and what that costs.
import type {StatusEntry} from '../status/read.ts';
import type {StatusDocument} from '../status/status-types.ts';
import {readPath} from './columns.ts';
import type {Cli} from './context.ts';
import {believed, findEntries} from './lookup.ts';
import {printable} from './output.ts';

/** One line for each machine of the class; none for what is no class, and for one that nobody names. */
export const machineLines = async (cli: Cli, entry: StatusEntry): Promise<string[]> => {
  const {kind, metadata, status} = believed(entry);
  if (kind !== 'VirtualMachineClass') return [];
  const named = readPath(status, '.usedBy');
  const keys = new Set(Array.isArray(named) ? (named as string[]) : []);
  if (keys.size === 0) return [];
  const scope = {namespace: metadata.namespace, selector: () => true};
  const machines = (await findEntries(cli, ['VirtualMachine'], null, scope)).map(believed);
  return [
    'Machines:',
    ...machines.filter(each => keys.has(keyOf(each))).map(each => `  ${printable(lineOf(each))}`),
  ];
};

const keyOf = ({kind, metadata}: StatusDocument): string => `${kind}/${metadata.namespace}/${metadata.name}`;

const lineOf = ({metadata, status}: StatusDocument): string => {
  const waits = status.pendingChanges.map(({path, disruption}) => `${path} (${disruption})`);
  const why = status.conditions.find(
    ({type, status: state}) => type === 'RestartRequired' && state === 'True',
  );
  return waits.length === 0
    ? `vm/${metadata.name}: as it is declared`
    : `vm/${metadata.name}: ${waits.join(', ')}${why === undefined ? '' : `; ${why.reason}`}`;
};
