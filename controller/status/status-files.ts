// Which status files there are, from their names alone; nothing is opened here.
import type {Host} from '../host/host.ts';
import type {ObjectRef} from '../host/paths.ts';

/** Identities that have a status file, from names alone; foreign files are passed over. */
export const listStatusFiles = (files: Host['files'], root: string): ObjectRef[] => {
  const namespaces = files.list(root) ?? [];
  return namespaces.flatMap(namespace =>
    (files.list(`${root}/${namespace}`) ?? []).flatMap(directory => {
      const kind = kindsByDirectory[directory];
      if (kind === undefined) return [];
      return (files.list(`${root}/${namespace}/${directory}`) ?? [])
        .filter(file => file.endsWith('.yaml') && !file.startsWith('.'))
        .map(file => ({kind, namespace, name: file.slice(0, -'.yaml'.length)}));
    }),
  );
};

const kindsByDirectory: Readonly<Record<string, string>> = {
  virtualmachine: 'VirtualMachine',
  image: 'Image',
  network: 'Network',
  virtualmachineclass: 'VirtualMachineClass',
  disruptionbudget: 'DisruptionBudget',
};
