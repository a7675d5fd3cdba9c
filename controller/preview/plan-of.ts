// The plan of a whole host for what a source says: foreseen, and told. The same for a daemon, for who plans without one, and for a
// host that is only written down.
import {planReport} from '../api/plan-report.ts';
import type {PlanReport} from '../api/protocol.ts';
import {VmletError} from '../errors.ts';
import {formatDiagnostic} from '../manifest/diagnostic.ts';
import type {Foresight} from '../manifest/source.ts';
import {preview} from './preview.ts';
import type {World} from '../world.ts';

/** What run would do with this host, were the source to stay as it was read. */
export const planOf = async (world: World, {scan, verdicts}: Foresight): Promise<PlanReport> => {
  const found = [
    ...scan.files.flatMap(({diagnostics}) => diagnostics),
    // What shows only over several files: an object that two declare, machines that wait for each other.
    ...[...verdicts.values()].flatMap(verdict => (verdict.state === 'invalid' ? verdict.diagnostics : [])),
  ];
  const errors = found.filter(({severity}) => severity === 'error').map(formatDiagnostic);
  return planReport(await preview(world, verdicts), [...new Set(errors)]);
};

/** A directory that was named must be there: a host whose own source is away is another matter, and holds everything. */
export const mustBeThere = ({scan}: Foresight, directory: string): void => {
  if (scan.state === 'unavailable')
    throw new VmletError('E-NOT-FOUND', `cannot plan ${directory}: ${scan.why ?? 'it cannot be read'}`);
};
