// Fleets too large for this machine's memory: a stub (stub-vmm.c) lies over QEMU's program file in our mount namespace, so
// that vmlet starts it as it would start QEMU. Taps, overlays, users, wrappers and records are real.
import {execFileSync, spawnSync} from 'node:child_process';
import {chmodSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {converge, restingDaemon} from './fleet-50.js';
import {fleet, makeGuest, namesOf} from './manifests.js';
import {startDaemon} from './vmlet.js';

const qemu = '/usr/bin/qemu-system-x86_64';
const source = join(import.meta.dirname, 'stub-vmm.c');

export const compilerMissing = 'install gcc';
export const hasCompiler = () => spawnSync('gcc', ['--version']).status === 0;

/** Put the stub in QEMU's place until the lab closes; resolves with what the stubs tell of themselves. */
export const openStubs = lab =>
  lab.once('stubs', async () => {
    const place = lab.place('stubs');
    const [starts, commands, program] = ['starts', 'commands', 'qemu-system-x86_64'].map(name =>
      join(place, name),
    );
    writeFileSync(starts, '');
    writeFileSync(commands, Buffer.alloc(8));
    for (const path of [starts, commands]) chmodSync(path, 0o666);
    const places = [`-DSTARTS="${starts}"`, `-DCOMMANDS="${commands}"`];
    execFileSync('gcc', ['-O1', '-o', program, ...places, source]);
    // makeGuest needs qemu-img alone.
    const guest = makeGuest(lab.place('guest'));
    execFileSync('mount', ['--bind', program, qemu]);
    lab.opened(() => {
      // Machines that are left end with the pid namespace.
      execFileSync('umount', ['--lazy', qemu]);
      lab.forget('stubs');
    });
    return {
      guest,
      /** QMP commands that all stubs were given so far. */
      commands: () => Number(readFileSync(commands).readBigUInt64LE()),
      /** When machine `name` was started, newest last, in ms of the monotonic clock. */
      starts: name =>
        readFileSync(starts, 'utf8')
          .split('\n')
          .map(line => line.split(' '))
          .filter(([, guestName]) => guestName?.startsWith(`default/${name}@`))
          .map(([ns]) => Number(BigInt(ns) / 1000n) / 1000),
    };
  });

/** The clock that the stubs tell the time by. */
export const monotonicMs = () => Number(process.hrtime.bigint() / 1000n) / 1000;

/** `count` simulated machines Running under a daemon of their own. */
export const openSimulated = async (lab, count, options) => {
  const stubs = await openStubs(lab);
  const {at, daemon} = await restingDaemon(lab, stubs.guest, options);
  const names = namesOf(count);
  const converged = await converge({at, daemon}, fleet(stubs.guest, names));
  const opened = {
    at,
    daemon,
    stubs,
    names,
    converged,
    /** The same machines under a new daemon; the last one must have been stopped. */
    start: async words => {
      opened.daemon = await startDaemon(lab, at, words);
      return opened.daemon;
    },
  };
  return opened;
};
