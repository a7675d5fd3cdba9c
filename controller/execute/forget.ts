// record.remove: the last of an object. What it owns on the host is looked for once more, since nobody knows it by its mark
// when the record is gone. Removes nothing else.
import {linkAlias} from '../desired/names.ts';
import type {Host} from '../host/host.ts';
import {done} from '../plan/action.ts';
import type {Action, Outcome} from '../plan/action.ts';
import {measure} from './link-tools.ts';
import type {LinkTools} from './link-tools.ts';
import {removeRecord} from './record.ts';

/** Objects whose links bear their uid. */
const kindsWithLinks: ReadonlySet<string> = new Set(['Network', 'VirtualMachine']);

/** Forget an object, unless a link of its own is still there: the look that said otherwise was old. E-HOST when nobody knows. */
export const forgetObject = async (
  {record}: Extract<Action, {type: 'record.remove'}>,
  {host, links}: LinkTools & {readonly host: Host},
): Promise<Outcome> => {
  if (!kindsWithLinks.has(record.kind)) {
    removeRecord(host, record);
    return done(true);
  }
  links.invalidate();
  const left = [...(await measure(links)).values()].find(({alias}) => alias === linkAlias(record.uid));
  if (left !== undefined)
    return {kind: 'recheck', afterMs: 1_000, why: `not forgotten: link ${left.name} is still there`};
  removeRecord(host, record);
  return done(true);
};
