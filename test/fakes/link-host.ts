// A Host of which only links, the clock, files and processes' `ip` work: enough for everything about links.
import type {Host} from '../../controller/host/host.ts';
import {makePaths} from '../../controller/host/paths.ts';
import {fakeClock} from './clock.ts';
import type {FakeClock} from './clock.ts';
import {fakeFiles} from './files.ts';
import {fakeLinks} from './links.ts';
import type {FakeLinks} from './links.ts';

export type LinkHost = {readonly host: Host; readonly clock: FakeClock; readonly links: FakeLinks};

/** Each `ip` process takes `durationMs` of the fake clock, or one turn of the event loop when 0. */
export const fakeLinkHost = ({durationMs = 0} = {}): LinkHost => {
  const clock = fakeClock();
  const links = fakeLinks();
  let uuids = 0;
  const refuse = (): never => {
    throw new Error('not a matter of links');
  };
  const host: Host = {
    processes: {
      run: async (command, args, options = {}) => {
        // What the process sees is what is there when it ends; what was there when it began may be gone.
        if (durationMs > 0) await clock.sleep(durationMs);
        else await clock.settle();
        return links.run(command, args, options) ?? refuse();
      },
      follow: (_command, _args, onLine, onEnd) => links.follow(onLine, onEnd),
      launch: refuse,
      list: refuse,
      inspect: refuse,
      signal: refuse,
    },
    files: fakeFiles(),
    sockets: {connectLines: refuse},
    clock,
    random: {
      uuid: () => `${(uuids += 1).toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`,
      fraction: () => 0.5,
    },
    log: {debug: nothing, info: nothing, warn: nothing, error: nothing},
    paths: makePaths({stateDir: '/var/lib/vmlet', runtimeDir: '/run/vmlet'}),
  };
  return {host, clock, links};
};

const nothing = (): void => undefined;
