// What a plan says and what was then done, as lines that can be compared.
import type {PlanReport} from '../../controller/api/protocol.ts';
import type {Scene} from './scene.ts';

/** Bookkeeping is no change to the host, and a plan does not print it. */
const isTold = (line: string): boolean => !/^(record|revision)\./.test(line);

/** `object type: why`, without the subject: a log names a uid where a plan names a machine. */
export const plannedLines = ({objects}: PlanReport): string[] =>
  objects.flatMap(({object, actions}) => actions.map(({type, why}) => `${object} ${type}: ${why}`)).sort();

/** The same of what was done since the log had `from` entries. */
export const doneLines = ({sim}: Scene, from: number): string[] =>
  sim.host.log
    .slice(from)
    .filter(({message}) => message === 'changed' || message === 'action done')
    .map(({fields}) => fields as {object: string; action: string})
    .filter(({action}) => isTold(action))
    .map(({object, action}) => `${object} ${action.replace(/^(\S+) .*?: /, '$1: ')}`)
    .sort();

/** Changes that a plan says would wait. */
export const pendingOf = (report: PlanReport): string[] =>
  report.objects
    .flatMap(({object, pendingChanges}) =>
      pendingChanges.map(({path, from, to, disruption}) => `${object} ${path} ${from} ${to} ${disruption}`),
    )
    .sort();

/** Changes that wait now. */
export const pendingNow = ({sim}: Scene): string[] =>
  [...(sim.daemon?.world.statuses ?? [])]
    .flatMap(([key, {status}]) =>
      ('pendingChanges' in status ? status.pendingChanges : []).map(
        ({path, from, to, disruption}) => `${key} ${path} ${from} ${to} ${disruption}`,
      ),
    )
    .sort();

/** The plan of the daemon that runs. */
export const planByDaemon = async ({sim}: Scene): Promise<PlanReport> => {
  if (sim.control === null) throw new Error('no daemon runs');
  const report = await sim.during(sim.control.plan());
  if (report === 'late') throw new Error('the plan never came');
  return report;
};
