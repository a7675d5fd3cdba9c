// Where a soak plays: two copies of the program, a state and a status directory on file systems of their own, networks
// and guests whose disks are never written to (a full state file system must not be their fault). Decides nothing.
import {execFileSync} from 'node:child_process';
import * as fs from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {startHost} from '../e2e/harness.ts';
import type {E2eHost} from '../e2e/harness.ts';
import {networkManifest, vmManifest} from '../e2e/manifests.ts';

/** What the manifest of one guest says, as far as faults change it. */
export type Wish = {memoryMi: number; dataMi: number; network: 'lan' | 'dmz'};

export type Stage = {
  readonly host: E2eHost;
  readonly guests: readonly string[];
  /** Guests that may be restarted and removed; the others are to live through everything. */
  readonly churned: readonly string[];
  /** Guests whose removal is always held. */
  readonly protected: readonly string[];
  readonly wishes: ReadonlyMap<string, Wish>;
  /** Change what is wished of a guest and write its manifest. */
  wish(vm: string, change: Partial<Wish>): void;
  /** The manifest as it is to be. */
  text(vm: string): string;
  /** The other copy of the program is the one that is started from now on. */
  upgrade(): void;
  /** Take all the room of the state or the status file system; the result gives it back. */
  fill(which: 'state' | 'status'): () => void;
  close(): Promise<void>;
};

/** Build everything; the daemon does not run yet. */
export const openStage = async (guests: number, sourceRoot: string): Promise<Stage> => {
  const place = fs.mkdtempSync(join(tmpdir(), 'vmlet-soak-'));
  const current = makePrograms(place, sourceRoot);
  const host = await startHost({program: join(place, 'current/dist/main.js')});
  const {stateDir, statusDir} = host.paths;
  mountTmpfs(stateDir, '0711', '512m');
  mountTmpfs(statusDir, '0755', '2m');
  const names = Array.from({length: guests}, (_, index) => `g${String(index + 1)}`);
  const guarded = names.slice(0, Math.ceil(guests / 4));
  const churned = names.slice(-Math.ceil(guests / 8));
  const wishes = new Map<string, Wish>(
    names.map(name => [name, {memoryMi: 160, dataMi: 20, network: 'lan'}]),
  );
  const text = (vm: string): string => {
    const wish = wishes.get(vm) ?? {memoryMi: 160, dataMi: 20, network: 'lan'};
    return manifestOf(vm, names.indexOf(vm) + 11, wish, guarded.includes(vm));
  };
  host.write('dmz.yaml', networkManifest('dmz', 'vmlet1', '10.88.0.1/24'));
  for (const name of names) host.write(`${name}.yaml`, text(name));
  return {
    host,
    guests: names,
    churned,
    protected: guarded,
    wishes,
    wish: (vm, change) => {
      Object.assign(wishes.get(vm) ?? {}, change);
      host.write(`${vm}.yaml`, text(vm));
    },
    text,
    upgrade: () => {
      current.swap();
    },
    fill: which => fillUp(join(which === 'state' ? stateDir : statusDir, '.soak-filler')),
    close: async () => {
      await host.daemon.kill9();
      for (const directory of [statusDir, stateDir]) execFileSync('umount', ['-l', directory]);
      await host.close();
      fs.rmSync(place, {recursive: true, force: true});
    },
  };
};

const manifestOf = (name: string, number: number, wish: Wish, isProtected: boolean): string =>
  vmManifest(name, {
    memory: `${String(wish.memoryMi)}Mi`,
    cmdline: ['vmlet.report=1'],
    spec: {
      disks: [
        {name: 'root', image: 'tiny-disk', readOnly: true},
        {name: 'data', blank: {}, size: `${String(wish.dataMi)}Mi`},
      ],
      interfaces: [{name: 'lan', tap: {network: wish.network}, addresses: [`10.77.0.${String(number)}/24`]}],
      deletion: {protect: isProtected},
    },
  });

/** The program compiled once into a place of its own: nobody's next build may change what is soaked. */
const makePrograms = (place: string, sourceRoot: string): {swap(): void} => {
  const tsc = join(sourceRoot, 'node_modules/typescript/bin/tsc');
  const [one, other] = ['a', 'b'].map(name => join(place, name)) as [string, string];
  const out = ['--outDir', join(one, 'dist'), '--tsBuildInfoFile', join(one, 'dist/.tsbuildinfo')];
  execFileSync(process.execPath, [tsc, '-p', join(sourceRoot, 'tsconfig.json'), '--noCheck', ...out]);
  fs.cpSync(join(one, 'dist'), join(other, 'dist'), {recursive: true});
  const facts = JSON.parse(fs.readFileSync(join(sourceRoot, 'package.json'), 'utf8')) as {version: string};
  for (const [directory, version] of [
    [one, facts.version],
    [other, `${facts.version}-other`],
  ] as const) {
    fs.writeFileSync(join(directory, 'package.json'), JSON.stringify({...facts, version}));
    for (const name of ['node_modules', 'crds', 'manifests', 'controller/install']) {
      fs.mkdirSync(dirname(join(directory, name)), {recursive: true});
      fs.symlinkSync(join(sourceRoot, name), join(directory, name));
    }
  }
  const current = join(place, 'current');
  fs.symlinkSync('a', current);
  return {
    swap: () => {
      const next = fs.readlinkSync(current) === 'a' ? 'b' : 'a';
      fs.symlinkSync(next, `${current}.new`);
      fs.renameSync(`${current}.new`, current);
    },
  };
};

const mountTmpfs = (directory: string, mode: string, size: string): void => {
  fs.mkdirSync(directory, {recursive: true});
  execFileSync('mount', ['-t', 'tmpfs', '-o', `mode=${mode},size=${size}`, 'tmpfs', directory]);
};

const fillUp = (path: string): (() => void) => {
  const descriptor = fs.openSync(path, 'a');
  try {
    for (const size of [1024 * 1024, 4096]) {
      const chunk = Buffer.alloc(size, 1);
      while (wrote(descriptor, chunk));
    }
  } finally {
    fs.closeSync(descriptor);
  }
  return () => fs.rmSync(path);
};

const wrote = (descriptor: number, chunk: Buffer): boolean => {
  try {
    return fs.writeSync(descriptor, chunk) === chunk.length;
  } catch (thrown) {
    if ((thrown as {code?: string}).code === 'ENOSPC') return false;
    throw thrown;
  }
};
