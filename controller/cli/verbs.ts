// Every verb of the CLI, in the order of `vmlet --help`. A new verb is one file and one line here.
import {approveVerb} from './approve.ts';
import {consoleVerb} from './console.ts';
import type {Verb} from './context.ts';
import {deleteVerb} from './delete.ts';
import {describeVerb} from './describe.ts';
import {doctorVerb} from './doctor.ts';
import {downVerb} from './down.ts';
import {eventsVerb} from './events.ts';
import {explainVerb} from './explain.ts';
import {getVerb} from './get.ts';
import {logsVerb} from './logs.ts';
import {planVerb} from './plan.ts';
import {purgeVerb} from './purge.ts';
import {restartVerb} from './restart.ts';
import {runVerb} from './run.ts';
import {startVerb} from './start.ts';
import {stopVerb} from './stop.ts';
import {undeleteVerb} from './undelete.ts';
import {validateVerb} from './validate.ts';
import {versionVerb} from './version.ts';

export const verbs: readonly Verb[] = [
  runVerb,
  getVerb,
  describeVerb,
  explainVerb,
  validateVerb,
  planVerb,
  approveVerb,
  startVerb,
  stopVerb,
  restartVerb,
  deleteVerb,
  undeleteVerb,
  purgeVerb,
  eventsVerb,
  logsVerb,
  consoleVerb,
  doctorVerb,
  downVerb,
  versionVerb,
];
