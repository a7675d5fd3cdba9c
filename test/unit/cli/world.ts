// A CLI without a machine: files and clock in memory, output caught, and a daemon that is or is not there.
import {PassThrough} from 'node:stream';
import type {PlanReport} from '../../../controller/api/protocol.ts';
import type {Orphan, SweepRequest} from '../../../controller/api/sweep.ts';
import {runCli} from '../../../controller/cli/cli.ts';
import type {CliContext, RunOptions} from '../../../controller/cli/context.ts';
import type {Host} from '../../../controller/host/host.ts';
import {makePaths} from '../../../controller/host/paths.ts';
import {policyRefusals} from '../../../controller/preview/policy-refusals.ts';
import {vmStatus} from '../../../controller/status/documents.ts';
import type {StatusDocument, VmStatusInput} from '../../../controller/status/status-types.ts';
import {openStatusWriter} from '../../../controller/status/writer.ts';
import {fakeClock} from '../../fakes/clock.ts';
import {fakeFiles} from '../../fakes/files.ts';
import {daemon, healthy, manifest, procStat, record} from '../status/fixture.ts';

export const openWorld = ({alive = true, env = {}}: {alive?: boolean; env?: Record<string, string>} = {}) => {
  const clock = fakeClock({wall: '2026-01-01T00:10:00Z'});
  const files = fakeFiles({nowNs: () => BigInt(clock.wallMs()) * 1_000_000n});
  const paths = makePaths({stateDir: '/var/lib/vmlet', runtimeDir: '/run/vmlet'});
  const log = {debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined};
  const host = {files, clock, log, paths} as unknown as Host;
  files.control.directory(paths.stateDir, {mode: 0o711});
  files.control.put(paths.stateLock, '');
  files.control.put('/proc/sys/kernel/random/boot_id', 'boot-1\n');
  const inode = String(files.stat(paths.stateLock)?.inode ?? 0);
  files.control.put('/proc/locks', alive ? `1: FLOCK  ADVISORY  WRITE 100 fe:01:${inode} 0 EOF\n` : '');
  if (alive) files.control.put(`/proc/${String(daemon.pid)}/stat`, procStat(daemon.startTicks));
  const writer = openStatusWriter(host);
  const ended = new AbortController();
  let out = '';
  let err = '';
  const runs: RunOptions[] = [];
  let orphans: readonly Orphan[] = [];
  const sweeps: SweepRequest[] = [];
  let plan: PlanReport = {objects: [], invalid: []};

  const context = (argv: readonly string[]): CliContext => ({
    argv,
    env,
    cwd: '/home/me',
    uid: 0,
    version: '0.1.0',
    stdin: new PassThrough(),
    stdout: {write: text => (out += text), isTty: false, columns: 80, rows: 24},
    stderr: {write: text => (err += text), isTty: false, columns: 80, rows: 24},
    signal: ended.signal,
    host,
    runDaemon: options => {
      runs.push(options);
      return Promise.resolve(0);
    },
    planLocally: () => Promise.resolve(plan),
    planAgainst: () => Promise.resolve(plan),
    policyRefusals: (policy, objects) =>
      Promise.resolve(policyRefusals({policy, source: 'manifests', objects, files})),
    snapshotLocally: () => Promise.resolve({kind: 'HostSnapshot'}),
    sweepLocally: ({request}) => {
      sweeps.push(request);
      return Promise.resolve(orphans.map(orphan => ({...orphan, done: null, failed: null})));
    },
    downLocally: () => Promise.resolve([]),
  });

  return {
    files,
    clock,
    paths,
    runs,
    sweeps,
    writer,
    put: (document: StatusDocument) => writer.write(document),
    setOrphans: (found: readonly Orphan[]) => {
      orphans = found;
    },
    setPlan: (report: PlanReport) => {
      plan = report;
    },
    end: () => {
      ended.abort(new Error('ended'));
    },
    output: () => out,
    run: async (...argv: string[]) => {
      out = '';
      err = '';
      const code = await runCli(context(argv));
      return {code, out, err};
    },
  };
};

/** A healthy VM of another name. */
export const vm = (
  name: string,
  change: Partial<VmStatusInput> = {},
  namespace = 'default',
): StatusDocument =>
  vmStatus({
    ...healthy,
    key: `VirtualMachine/${namespace}/${name}`,
    record: {...record, name, namespace},
    verdict: {
      state: 'present',
      decoded: {
        key: `VirtualMachine/${namespace}/${name}`,
        object: {...manifest, metadata: {...manifest.metadata, name, namespace, labels: {app: name}}},
        source: record.source,
      },
      diagnostics: [],
    },
    ...change,
  });
