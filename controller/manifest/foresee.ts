// What a scan will mean once time has passed and nothing else changed: the data-safety table asked again and again at later
// times, so that a plan shows the removals that are seconds away. Pure; nothing is remembered.
import type {ObjectKey} from '../desired/node.ts';
import type {SafetyInput} from './judgement.ts';
import type {Verdict} from './object.ts';
import {judge} from './safety.ts';

/** Each look may let one more removal pass the budget; more objects than this no source has. */
const mostLooks = 20_000;

/** The verdicts at which this scan comes to rest. */
export const foresee = (input: SafetyInput): ReadonlyMap<ObjectKey, Verdict> => {
  let {nowMs} = input;
  let judged = judge(input);
  // A tree that kept changing proves nothing, however long one waits.
  for (let looks = 0; input.scan.stable && judged.lookAgainMs !== null && looks < mostLooks; looks += 1) {
    nowMs += Math.max(judged.lookAgainMs, 1);
    judged = judge({...input, memory: judged.memory, nowMs});
  }
  return judged.verdicts;
};
