// `vmlet down` when no daemon runs (after `run --once`, after it was killed, at the host's shutdown): the same stops,
// under the same locks.
import type {CliContext} from '../cli/context.ts';
import {lockHost} from '../daemon.ts';
import {takeDown} from './down.ts';
import type {Host} from '../host/host.ts';
import {readIdentityWithoutId} from '../host/identity.ts';
import type {Paths} from '../host/paths.ts';
import {openTools, openWorld} from '../open-world.ts';

/** Stop every VM of this state directory and remove its links; the result names what could not be. */
export const downLocally = async (input: {
  context: CliContext;
  host: Omit<Host, 'paths'>;
  paths: Paths;
  now: boolean;
  hostStops: boolean;
  arch: string;
}): Promise<string[]> => {
  const {context, paths, now, hostStops} = input;
  const host: Host = {...input.host, paths};
  const lock = lockHost(host);
  try {
    // Names are not derived here; only what bears a mark is touched.
    const identity = readIdentityWithoutId(host, {uid: context.uid, arch: input.arch});
    const {world, close} = openWorld(host, identity, context.version, {
      linksChanged: () => undefined,
      vmChanged: () => undefined,
    });
    try {
      return await takeDown(world, openTools(world, ''), {now, hostStops, signal: context.signal});
    } finally {
      close();
    }
  } finally {
    lock.release();
  }
};
