// Every path that vmlet reads or writes, with owner and lifetime; docs/on-disk.md is the long form.
// No I/O. Others may only list a directory of it.
//
// Unix socket paths are limited to 107 bytes (sun_path is 108 with its NUL): /run/vmlet/vm/<uuid>/console.sock
// is 63, so a runtime directory may be up to 58 bytes long.
import {createHash} from 'node:crypto';
import {join} from 'node:path';

/** The longest runtime directory whose sockets still fit sun_path. */
export const runtimeDirectoryLimitBytes = 58;

export type PathOptions = {stateDir: string; runtimeDir: string; statusDir?: string};

export type ObjectRef = {kind: string; namespace: string; name: string};

export type VmPaths = {
  /** Guest data: overlays and blank disks; 0700, owned by the VM's uid. */
  disks: string;
  /** Immutable numbered records; root only. */
  revisions: string;
  /** Sockets and logs of the running process. */
  runtime: string;
  qmpSocket: string;
  consoleSocket: string;
  agentSocket: string;
  logs: string;
  consoleLog: string;
  vmmLog: string;
  /** Proof that the running process was seen ready, so that a daemon restart need not find it again. */
  evidence: string;
};

export type Paths = ReturnType<typeof makePaths>;

/** Build the catalogue; pure. */
export const makePaths = ({stateDir, runtimeDir, statusDir}: PathOptions) => {
  const status = statusDir ?? join(stateDir, 'status');
  return {
    stateDir,
    runtimeDir,
    statusDir: status,
    hostFile: join(stateDir, 'host.json'),
    hostFileCopy: join(stateDir, 'host.copy.json'),
    stateLock: join(stateDir, 'lock'),
    runtimeLock: join(runtimeDir, 'lock'),
    /** Where the daemon of this state directory listens; read by the CLI. */
    daemonFile: join(stateDir, 'daemon.json'),
    /** Named after the state directory, so that a CLI never speaks to the daemon of another one by mistake. */
    apiSocket: join(
      runtimeDir,
      `api-${createHash('sha256').update(stateDir).digest('hex').slice(0, 8)}.sock`,
    ),
    acceleratorFile: join(runtimeDir, 'accelerator.json'),
    /** Firmware image of the accelerator probe: the same bytes from every daemon. */
    acceleratorImage: join(runtimeDir, 'accelerator-probe.bin'),
    eventsFile: join(stateDir, 'events.jsonl'),
    /** The events before the last rotation. */
    eventsFileOld: join(stateDir, 'events.jsonl.1'),
    recordsDir: join(stateDir, 'records'),
    record: (ref: ObjectRef): string =>
      join(stateDir, 'records', ref.namespace, ref.kind.toLowerCase(), `${ref.name}.json`),
    status: (ref: ObjectRef): string =>
      join(status, ref.namespace, ref.kind.toLowerCase(), `${ref.name}.yaml`),
    sourcesDir: join(stateDir, 'sources'),
    sourceFile: (sourceName: string): string => join(stateDir, 'sources', `${sourceName}.json`),
    logsDir: join(stateDir, 'logs'),
    imagesDir: join(stateDir, 'images'),
    image: (digest: string): string => join(stateDir, 'images', digest.replace(':', '-')),
    imageFacts: (digest: string): string => join(stateDir, 'images', `${digest.replace(':', '-')}.json`),
    templatesDir: join(stateDir, 'templates'),
    /** An empty overlay of one (base, size), copied for each VM. */
    template: (digest: string, sizeBytes: number): string =>
      join(stateDir, 'templates', `${digest.replace(':', '-')}-${String(sizeBytes)}.qcow2`),
    recipesDir: join(stateDir, 'recipes'),
    /** Finished outputs of one recipe script, by the script's content. */
    recipe: (name: string, hash: string): string => join(stateDir, 'recipes', `${name}-${hash}`),
    /** Half-made files on the file system they will be moved or linked within; swept at start. */
    workDir: join(stateDir, 'work'),
    work: (name: string): string => join(stateDir, 'work', name),
    trashDir: join(stateDir, 'trash'),
    trash: (uid: string): string => join(stateDir, 'trash', uid),
    vmsDir: join(stateDir, 'vms'),
    revisionsDir: join(stateDir, 'revisions'),
    vmRuntimeDir: join(runtimeDir, 'vm'),
    disk: (uid: string, disk: string): string => join(stateDir, 'vms', uid, `${disk}.qcow2`),
    revision: (uid: string, number: number): string =>
      join(stateDir, 'revisions', uid, `${String(number)}.json`),
    vm: (uid: string): VmPaths => {
      const runtime = join(runtimeDir, 'vm', uid);
      return {
        disks: join(stateDir, 'vms', uid),
        revisions: join(stateDir, 'revisions', uid),
        runtime,
        qmpSocket: join(runtime, 'qmp.sock'),
        consoleSocket: join(runtime, 'console.sock'),
        agentSocket: join(runtime, 'agent.sock'),
        logs: join(stateDir, 'logs', uid),
        consoleLog: join(stateDir, 'logs', uid, 'console.log'),
        vmmLog: join(stateDir, 'logs', uid, 'vmm.log'),
        evidence: join(runtime, 'evidence'),
      };
    },
  };
};

/** Where the older half of a size-bounded log of the same boot goes. */
export const olderLog = (path: string): string => `${path}.1`;

/** What a log held when its VM was started anew. */
export const previousBootLog = (path: string): string => `${path}.previous`;
