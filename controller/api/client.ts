// The other end: what the CLI calls. Also the one door to a byte stream (the guest's console socket).
// No verb of the CLI is implemented here.
import {connect} from 'node:net';
import type {Socket} from 'node:net';
import {systemCode, VmletError} from '../errors.ts';
import type {ObjectRef} from '../host/paths.ts';
import type {
  ApiVerb,
  ControlReply,
  DiffReply,
  Health,
  HistoryReply,
  PlanReport,
  RevisionName,
  RevisionReply,
  VerbRequest,
} from './protocol.ts';
import type {SweepReply, SweepRequest} from './sweep.ts';

/** Every method throws E-DAEMON when nobody answers, E-POLICY when the socket may not be used. */
export type ApiClient = {
  verb(verb: ApiVerb, body: VerbRequest): Promise<ControlReply>;
  rescan(): Promise<ControlReply>;
  sweep(request: SweepRequest): Promise<SweepReply>;
  /** Also E-NOT-FOUND when the directory is not there. */
  plan(options?: {readonly manifestsDir: string}): Promise<PlanReport>;
  snapshot(): Promise<unknown>;
  health(): Promise<Health>;
  history(ref: ObjectRef): Promise<HistoryReply>;
  revision(ref: ObjectRef, name: RevisionName): Promise<RevisionReply>;
  diff(ref: ObjectRef, from: RevisionName, to: RevisionName): Promise<DiffReply>;
};

const replyLimitBytes = 64 * 1024 * 1024;
const quickMs = 30_000;
/** It may have to hash an image that a manifest gave another source. */
const planMs = 600_000;

type Refusal = Extract<ControlReply, {readonly ok: false}>;

/** A client of the daemon that listens on `socketPath`. Connects anew for each call. */
export const openApiClient = (socketPath: string): ApiClient => ({
  // A verb may wait for guests to shut down, each with its own ladder; the daemon ends it, not a timer here.
  verb: async (verb, body) =>
    call<ControlReply>(socketPath, 'POST', `/v1/verbs/${verb}`, JSON.stringify(body), 0),
  rescan: async () => call<ControlReply>(socketPath, 'POST', '/v1/rescan', '', quickMs),
  // Guests may be asked to go.
  sweep: async request => call<SweepReply>(socketPath, 'POST', '/v1/sweep', JSON.stringify(request), 0),
  plan: async ({manifestsDir} = {manifestsDir: ''}) => {
    const query = manifestsDir === '' ? '' : `?manifests=${encodeURIComponent(manifestsDir)}`;
    const answer = await call<PlanReport | Refusal>(socketPath, 'GET', `/v1/plan${query}`, '', planMs);
    if ('ok' in answer) throw new VmletError(answer.code, answer.message);
    return answer;
  },
  snapshot: async () => call<unknown>(socketPath, 'GET', '/v1/snapshot', '', quickMs),
  health: async () => call<Health>(socketPath, 'GET', '/v1/health', '', quickMs),
  history: async ref => call<HistoryReply>(socketPath, 'GET', revisionsPath(ref), '', quickMs),
  revision: async (ref, name) =>
    call<RevisionReply>(socketPath, 'GET', revisionsPath(ref, name), '', quickMs),
  diff: async (ref, from, to) =>
    call<DiffReply>(socketPath, 'GET', revisionsPath(ref, from, to), '', quickMs),
});

const revisionsPath = ({namespace, name}: ObjectRef, ...names: readonly RevisionName[]): string =>
  ['/v1/revisions', namespace, name, ...names.map(String)].join('/');

/** Connect to a unix socket for bytes; rejects with E-HOST. */
export const connectStream = (path: string): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('error', thrown => {
      reject(new VmletError('E-HOST', `cannot connect to ${path}: ${thrown.message}`, {cause: thrown}));
    });
    socket.once('connect', () => {
      socket.removeAllListeners('error');
      resolve(socket);
    });
  });

const call = async <Reply>(
  socketPath: string,
  method: 'GET' | 'POST',
  path: string,
  body: string,
  timeoutMs: number,
): Promise<Reply> => {
  const text = await exchange(socketPath, method, path, body, timeoutMs);
  try {
    // Both ends are one program: the shape was made by api/server.ts of a daemon whose version /v1 stands for.
    return JSON.parse(text) as Reply;
  } catch (thrown) {
    throw new VmletError('E-DAEMON', `${socketPath} answered with something that is not JSON`, {
      cause: thrown,
    });
  }
};

const exchange = async (
  socketPath: string,
  method: string,
  path: string,
  body: string,
  timeoutMs: number,
): Promise<string> => {
  // Most commands read files and ask nobody: they need not wait for this to load.
  const {request} = await import('node:http');
  return new Promise((resolve, reject) => {
    const fail = (thrown: unknown): void => {
      reject(notAnswering(socketPath, thrown));
    };
    const outgoing = request(
      {
        socketPath,
        method,
        path,
        agent: false,
        timeout: timeoutMs,
        headers: {'content-type': 'application/json', 'content-length': Buffer.byteLength(body)},
      },
      response => {
        const chunks: Buffer[] = [];
        let sizeBytes = 0;
        response.on('data', (chunk: Buffer) => {
          sizeBytes += chunk.length;
          if (sizeBytes > replyLimitBytes) response.destroy(new Error('answer too long'));
          chunks.push(chunk);
        });
        response.once('error', fail);
        response.once('end', () => {
          resolve(Buffer.concat(chunks).toString('utf8'));
        });
      },
    );
    outgoing.once('timeout', () => outgoing.destroy(new Error(`no answer within ${String(timeoutMs)} ms`)));
    outgoing.once('error', fail);
    outgoing.end(body);
  });
};

const notAnswering = (socketPath: string, thrown: unknown): VmletError => {
  const code = systemCode(thrown);
  if (code === 'EACCES' || code === 'EPERM')
    return new VmletError(
      'E-POLICY',
      `no right to use ${socketPath}; run it as the user of the daemon (sudo)`,
      {cause: thrown},
    );
  const why =
    code === 'ENOENT'
      ? 'no socket'
      : code === 'ECONNREFUSED'
        ? 'nobody listens'
        : String((thrown as Error).message);
  return new VmletError(
    'E-DAEMON',
    `daemon not answering at ${socketPath} (${why}); start it with: vmlet run`,
    {cause: thrown},
  );
};
