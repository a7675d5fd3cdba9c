// `vmlet sweep` when no daemon runs. Looking takes no lock and writes nothing; whatever changes the host does it under the locks.
import type {SweepRequest, SweptOrphan} from '../api/sweep.ts';
import {writeRecord} from '../execute/record.ts';
import {openTools} from '../open-world.ts';
import {withoutDaemon} from './local-world.ts';
import type {LocalRequest} from './local-world.ts';
import {sweepOrphans} from './orphan-sweep.ts';

/** Do what is asked on this host, in the place of the daemon. */
export const sweepLocally = (
  input: LocalRequest & {readonly request: SweepRequest},
): Promise<readonly SweptOrphan[]> =>
  withoutDaemon(input, {onlyLooks: input.request.mode === 'report'}, world =>
    sweepOrphans(world, openTools(world, ''), input.request, {
      signal: input.context.signal,
      adopted: keys => {
        const {host, records} = world;
        for (const key of keys) {
          const record = records.get(key);
          if (record !== undefined) writeRecord(host, record);
        }
        host.files.settle();
      },
    }),
  );
