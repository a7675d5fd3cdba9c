// Every path that vmlet reads or writes, with owner and lifetime; docs/on-disk.md is the long form.
// No I/O. Others may only list a directory of it.
//
// Unix socket paths are limited to 107 bytes (sun_path is 108 with its NUL): /run/vmlet/vm/<uuid>/console.sock
// is 63, so a runtime directory may be up to 58 bytes long.
import {createHash} from 'node:crypto';
import {normalize} from 'node:path';

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
export const makePaths = (options: PathOptions) => {
  // Normal once, so that every path is put together without being taken apart again: each look asks for dozens.
  const [stateDir, runtimeDir] = [options.stateDir, options.runtimeDir].map(tidy) as [string, string];
  const status = options.statusDir === undefined ? `${stateDir}/status` : tidy(options.statusDir);
  return {
    stateDir,
    runtimeDir,
    statusDir: status,
    hostFile: `${stateDir}/host.json`,
    hostFileCopy: `${stateDir}/host.copy.json`,
    stateLock: `${stateDir}/lock`,
    runtimeLock: `${runtimeDir}/lock`,
    /** Where the daemon of this state directory listens; read by the CLI. */
    daemonFile: `${stateDir}/daemon.json`,
    /** Named after the state directory, so that a CLI never speaks to the daemon of another one by mistake. */
    apiSocket: `${runtimeDir}/api-${createHash('sha256').update(stateDir).digest('hex').slice(0, 8)}.sock`,
    acceleratorFile: `${runtimeDir}/accelerator.json`,
    /** Firmware image of the accelerator probe: the same bytes from every daemon. */
    acceleratorImage: `${runtimeDir}/accelerator-probe.bin`,
    eventsFile: `${stateDir}/events.jsonl`,
    /** The events before the last rotation. */
    eventsFileOld: `${stateDir}/events.jsonl.1`,
    recordsDir: `${stateDir}/records`,
    record: (ref: ObjectRef): string =>
      `${stateDir}/records/${ref.namespace}/${ref.kind.toLowerCase()}/${ref.name}.json`,
    status: (ref: ObjectRef): string =>
      `${status}/${ref.namespace}/${ref.kind.toLowerCase()}/${ref.name}.yaml`,
    sourcesDir: `${stateDir}/sources`,
    sourceFile: (sourceName: string): string => `${stateDir}/sources/${sourceName}.json`,
    /** What its files were decoded to; can be removed at any time. */
    decodedFile: (sourceName: string): string => `${stateDir}/sources/${sourceName}.decoded`,
    logsDir: `${stateDir}/logs`,
    imagesDir: `${stateDir}/images`,
    image: (digest: string): string => `${stateDir}/images/${digest.replace(':', '-')}`,
    imageFacts: (digest: string): string => `${stateDir}/images/${digest.replace(':', '-')}.json`,
    templatesDir: `${stateDir}/templates`,
    /** An empty overlay of one (base, size), copied for each VM. */
    template: (digest: string, sizeBytes: number): string =>
      `${stateDir}/templates/${digest.replace(':', '-')}-${String(sizeBytes)}.qcow2`,
    recipesDir: `${stateDir}/recipes`,
    /** Finished outputs of one recipe script, by the script's content. */
    recipe: (name: string, hash: string): string => `${stateDir}/recipes/${name}-${hash}`,
    /** Half-made files on the file system they will be moved or linked within; swept at start. */
    workDir: `${stateDir}/work`,
    work: (name: string): string => `${stateDir}/work/${name}`,
    trashDir: `${stateDir}/trash`,
    trash: (uid: string): string => `${stateDir}/trash/${uid}`,
    vmsDir: `${stateDir}/vms`,
    revisionsDir: `${stateDir}/revisions`,
    vmRuntimeDir: `${runtimeDir}/vm`,
    disk: (uid: string, disk: string): string => `${stateDir}/vms/${uid}/${disk}.qcow2`,
    revision: (uid: string, number: number): string => `${stateDir}/revisions/${uid}/${String(number)}.json`,
    vm: (uid: string): VmPaths => {
      const runtime = `${runtimeDir}/vm/${uid}`;
      return {
        disks: `${stateDir}/vms/${uid}`,
        revisions: `${stateDir}/revisions/${uid}`,
        runtime,
        qmpSocket: `${runtime}/qmp.sock`,
        consoleSocket: `${runtime}/console.sock`,
        agentSocket: `${runtime}/agent.sock`,
        logs: `${stateDir}/logs/${uid}`,
        consoleLog: `${stateDir}/logs/${uid}/console.log`,
        vmmLog: `${stateDir}/logs/${uid}/vmm.log`,
        evidence: `${runtime}/evidence`,
      };
    },
  };
};

/** Where the older half of a size-bounded log of the same boot goes. */
export const olderLog = (path: string): string => `${path}.1`;

/** What a log held when its VM was started anew. */
export const previousBootLog = (path: string): string => `${path}.previous`;

const tidy = (path: string): string => normalize(path).replace(/(.)\/$/, '$1');
