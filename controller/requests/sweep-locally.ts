// `vmlet sweep` when no daemon runs. Looking takes no lock and writes nothing; whatever changes the host does it under the locks.
import type {SweepRequest, SweptOrphan} from '../api/sweep.ts';
import type {CliContext} from '../cli/context.ts';
import {lockHost} from '../daemon.ts';
import {writeRecord} from '../execute/record.ts';
import type {Host} from '../host/host.ts';
import {readIdentityWithoutId} from '../host/identity.ts';
import type {Paths} from '../host/paths.ts';
import {openTools, openWorld} from '../open-world.ts';
import {readOnly} from '../preview/plan-locally.ts';
import {sweepOrphans} from './orphan-sweep.ts';

/** Do what is asked on this host, in the place of the daemon. */
export const sweepLocally = async (input: {
  context: CliContext;
  host: Omit<Host, 'paths'>;
  paths: Paths;
  arch: string;
  request: SweepRequest;
}): Promise<readonly SweptOrphan[]> => {
  const {context, paths, request} = input;
  const given: Host = {...input.host, paths};
  const isLook = request.mode === 'report';
  const host = isLook ? readOnly(given) : given;
  const lock = isLook ? {release: () => undefined} : lockHost(host);
  try {
    const identity = readIdentityWithoutId(host, {uid: context.uid, arch: input.arch});
    const {world, close} = openWorld(host, identity, context.version, {
      linksChanged: () => undefined,
      vmChanged: () => undefined,
    });
    try {
      return await sweepOrphans(world, openTools(world, ''), request, {
        signal: context.signal,
        adopted: keys => {
          for (const key of keys) {
            const record = world.records.get(key);
            if (record !== undefined) writeRecord(host, record);
          }
          host.files.settle();
        },
      });
    } finally {
      close();
    }
  } finally {
    lock.release();
  }
};
