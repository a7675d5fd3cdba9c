// The world of this state directory for a request that no daemon is there to take. What is done with it is said elsewhere.
import type {CliContext} from '../cli/context.ts';
import {lockHost} from '../daemon.ts';
import type {Host} from '../host/host.ts';
import {readIdentityWithoutId} from '../host/identity.ts';
import type {Paths} from '../host/paths.ts';
import {openWorld} from '../open-world.ts';
import {readOnly} from '../preview/plan-locally.ts';
import type {World} from '../world.ts';

export type LocalRequest = {
  readonly context: CliContext;
  readonly host: Omit<Host, 'paths'>;
  readonly paths: Paths;
  readonly arch: string;
};

/**
 * Run a request in the place of the daemon, under its locks; one that `onlyLooks` takes no lock, and nothing that it does by habit is
 * written. E-LOCKED where a daemon runs after all.
 */
export const withoutDaemon = async <Result>(
  {context, host: doors, paths, arch}: LocalRequest,
  {onlyLooks}: {readonly onlyLooks: boolean},
  run: (world: World) => Promise<Result>,
): Promise<Result> => {
  const given: Host = {...doors, paths};
  const host = onlyLooks ? readOnly(given) : given;
  const lock = onlyLooks ? {release: () => undefined} : lockHost(host);
  try {
    // Names are not derived here; only what bears a mark is touched.
    const identity = readIdentityWithoutId(host, {uid: context.uid, arch});
    const {world, close} = openWorld(host, identity, context.version, {
      linksChanged: () => undefined,
      vmChanged: () => undefined,
    });
    try {
      return await run(world);
    } finally {
      close();
    }
  } finally {
    lock.release();
  }
};
