// Everything that could leak, as sorted names: links, processes, cgroups, files. Two audits of one settled fleet are equal.
import * as fs from 'node:fs';
import {join, relative} from 'node:path';
import {difference} from './figures.ts';
import type {Stage} from './stage.ts';

export type Audit = Readonly<Record<'links' | 'processes' | 'cgroups' | 'files', readonly string[]>>;

/** Look at all of it. */
export const audit = ({host, wishes}: Stage): Audit => {
  const {stateDir, runtimeDir, statusDir} = host.paths;
  const uids = [...wishes.keys()].map(vm => host.uid(vm));
  return {
    links: (host.ip('link', 'show') as LinkFacts[]).map(linkLine).sort(),
    processes: processes(host.daemon.pid()).sort(),
    cgroups: uids.flatMap(cgroupsOf).sort(),
    files: [stateDir, runtimeDir, statusDir, host.manifestsDir]
      .flatMap(root => filesBelow(root).map(path => `${relative(join(stateDir, '..'), path)}`))
      .filter(path => !isKeptByDesign(path))
      .sort(),
  };
};

/** What differs, in words; empty when all is as it was. */
export const compare = (reference: Audit, now: Audit): string[] =>
  (Object.keys(reference) as (keyof Audit)[]).flatMap(part => {
    const {more, fewer} = difference(reference[part], now[part]);
    return [...more.map(each => `${part}: new ${each}`), ...fewer.map(each => `${part}: gone ${each}`)];
  });

type LinkFacts = {ifname: string; ifalias?: string; master?: string; operstate: string};

/** The bridge of a tap is an edit, not a leak. */
const linkLine = ({ifname, ifalias}: LinkFacts): string => `${ifname} ${ifalias ?? ''}`.trimEnd();

/**
 * Numbered revisions are kept until purge, decoded manifests are a cache that comes and goes, and logs have an older half
 * once they are long; locks, sockets and the marks of one daemon are its own.
 */
const isKeptByDesign = (path: string): boolean =>
  /\/revisions\/[^/]+\/\d+\.json$|\.log\.1$|\.log\.previous$|\.decoded$|events\.jsonl(\.1)?$|\/s\/status\//.test(
    `/${path}`,
  );

const filesBelow = (root: string): string[] =>
  fs
    .readdirSync(root, {recursive: true, withFileTypes: true})
    .filter(entry => !entry.isDirectory())
    .map(entry => join(entry.parentPath, entry.name));

/** Everything in our own pid namespace but ourselves and our parents; a zombie counts. */
const processes = (daemon: number | null): string[] =>
  fs.readdirSync('/proc').flatMap(name => {
    if (!/^\d+$/.test(name) || Number(name) === process.pid || Number(name) === process.ppid || name === '1')
      return [];
    try {
      const stat = fs.readFileSync(`/proc/${name}/stat`, 'latin1');
      const command = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return [
        `${command}${fields[0] === 'Z' ? ' (zombie)' : ''}${Number(name) === daemon ? ' (daemon)' : ''}`,
      ];
    } catch {
      return [];
    }
  });

const cgroupRoots = ['/sys/fs/cgroup', ...list('/sys/fs/cgroup').map(name => join('/sys/fs/cgroup', name))];

const cgroupsOf = (uid: string): string[] =>
  cgroupRoots.map(root => join(root, 'vmlet', uid)).filter(path => fs.existsSync(path));

function list(directory: string): string[] {
  try {
    return fs.readdirSync(directory);
  } catch {
    return [];
  }
}
