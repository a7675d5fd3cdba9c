// A plan as lines for people. Pure. `>` is what changes and what that costs, `!` what interrupts a guest, `+` what does not,
// `~` what waits or is refused, `=` why.
import type {Downtime, PlannedObject, PlanReport} from '../api/protocol.ts';
import type {Disruption, PendingChange} from '../plan/action.ts';
import {changeText} from '../status/conditions.ts';
import {painted, printable} from './output.ts';
import type {Paint} from './output.ts';
import {kindOf, shortKind} from './targets.ts';

/** The whole report; one line when there is nothing to do. */
export const planLines = (report: PlanReport, colour: boolean): string[] => {
  const {objects, invalid} = report;
  if (objects.length + invalid.length === 0) return ['Nothing to do: the host is as the manifests say.'];
  const actions = objects.flatMap(each => each.actions);
  const disruptive = actions.filter(each => each.disruptive).length;
  const waiting = objects.flatMap(each => each.pendingChanges).length;
  return [
    ...invalid.map(line => painted(printable(line), 'bad', colour)),
    ...objects.flatMap(each => objectLines(each, colour)),
    '',
    `${String(actions.length)} to do (${String(disruptive)} interrupt a guest), ${String(waiting)} pending, ${String(invalid.length)} invalid.`,
  ];
};

const objectLines = (
  {object, actions, changes, pendingChanges, downtime, holds}: PlannedObject,
  colour: boolean,
): string[] => [
  painted(label(object), 'bold', colour),
  ...changes.map(change => changeLine('>', change, paints[change.disruption], colour)),
  ...actions.map(({type, target, why, disruptive}) =>
    painted(
      `  ${disruptive ? '!' : '+'} ${printable(`${type} ${target}: ${why}`)}`,
      disruptive ? 'bad' : 'good',
      colour,
    ),
  ),
  ...pendingChanges.map(change => changeLine('~', change, 'busy', colour)),
  ...(downtime === null ? [] : [painted(`  ${downtimeText(downtime)}`, 'busy', colour)]),
  ...holds.map(({condition, reason, message}) => `  = ${condition} ${reason}: ${printable(message)}`),
];

const paints: Readonly<Record<Disruption, Paint>> = {
  hot: 'good',
  restart: 'busy',
  recreate: 'bad',
  refused: 'bad',
};

const changeLine = (mark: string, change: PendingChange, paint: Paint, colour: boolean): string => {
  const why = change.reason === '' ? '' : `: ${change.reason}`;
  return painted(`  ${mark} ${printable(`${changeText(change)}${why}`)}`, paint, colour);
};

const downtimeText = ({kind, when, shutdownAtMostMs}: Downtime): string => {
  const leave = when === 'leave' ? 'downtime, once it has leave' : 'downtime';
  const shutdown =
    shutdownAtMostMs === null ? '' : ` (at most ${String(Math.ceil(shutdownAtMostMs / 1_000))} s)`;
  return kind === 'restart'
    ? `${leave}: the guest shuts down${shutdown} and boots again`
    : `${leave}: the guest shuts down${shutdown} and stays off`;
};

const label = (object: string): string => {
  const [kind = '', namespace = '', name = ''] = object.split('/');
  const known = kindOf(kind);
  return printable(
    `${known === undefined ? kind : shortKind[known]}/${name}${namespace === 'default' ? '' : ` (namespace ${namespace})`}`,
  );
};
