// The daemon's ear: HTTP with JSON on a unix socket of mode 0600. Decides nothing; every request goes to the ControlPort.
// Works with curl --unix-socket and, as HTTP/1.0, with netcat -U.
import {createServer} from 'node:http';
import type {IncomingMessage, ServerResponse} from 'node:http';
import type {ErrorCode} from '../errors.ts';
import {errorText, VmletError} from '../errors.ts';
import type {Host} from '../host/host.ts';
import type {ObjectRef} from '../host/paths.ts';
import {apiVerbs, isRef, parseRevisionName, parseVerbRequest} from './protocol.ts';
import type {ApiVerb, ControlPort, ControlReply, RevisionName, VerbRequest} from './protocol.ts';
import {parseSweepRequest} from './sweep.ts';

const bodyLimitBytes = 64 * 1024;

export type ApiServer = {close(): Promise<void>};

/**
 * Listen on paths.apiSocket. Call it only while holding the state lock: a socket file found there is a leftover and is
 * removed. Throws E-HOST when the socket cannot be made.
 */
export const openApiServer = async (host: Host, control: ControlPort): Promise<ApiServer> => {
  const {files, paths, log} = host;
  const stale = files.stat(paths.apiSocket, {follow: false});
  if (stale !== undefined && stale.type !== 'socket')
    throw new VmletError('E-HOST', `${paths.apiSocket} is there and is no socket; remove it`);
  files.remove(paths.apiSocket);
  const server = createServer({requestTimeout: 10_000, headersTimeout: 5_000}, (request, response) => {
    answer(control, request, response).catch((thrown: unknown) => {
      log.error('api request failed', {path: request.url, why: errorText(thrown)});
      if (!response.headersSent) send(response, 500, refuse('E-INTERNAL', errorText(thrown)));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', thrown => {
      reject(
        new VmletError('E-HOST', `cannot listen on ${paths.apiSocket}: ${thrown.message}`, {cause: thrown}),
      );
    });
    // Node binds a unix socket inside listen(), so the umask is narrow for exactly that call and nothing else.
    const before = process.umask(0o177);
    try {
      server.listen(paths.apiSocket, resolve);
    } finally {
      process.umask(before);
    }
  });
  server.on('error', thrown => {
    log.error('api socket failed', {why: thrown.message});
  });
  return {
    close: () =>
      new Promise(resolve => {
        server.close(() => {
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
};

const answer = async (
  control: ControlPort,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const path = (request.url ?? '').replace(/\?.*$/, '');
  const route = routeOf(path);
  if (route === undefined) {
    send(response, 404, refuse('E-NOT-FOUND', `no ${path}; there is ${endpoints.join(', ')}`));
    return;
  }
  if (request.method !== route.method) {
    send(response, 405, refuse('E-USAGE', `${path} takes ${route.method}`));
    return;
  }
  const body = await readBody(request);
  if (body === undefined) {
    response.setHeader('connection', 'close');
    send(response, 413, refuse('E-USAGE', `body over ${String(bodyLimitBytes)} bytes`));
    return;
  }
  switch (route.name) {
    case 'health':
      send(response, 200, control.health());
      return;
    case 'plan':
      await answerPlan(control, request.url ?? '', response);
      return;
    case 'snapshot':
      send(response, 200, await control.snapshot());
      return;
    case 'revisions':
      send(response, ...answerRevisions(control, route));
      return;
    case 'rescan':
      reply(response, await control.rescan());
      return;
    case 'sweep': {
      const parsed = parseSweepRequest(body);
      const answer = typeof parsed === 'string' ? refuse('E-USAGE', parsed) : await control.sweep(parsed);
      send(response, answer.ok ? 200 : (httpStatus[answer.code] ?? 500), answer);
      return;
    }
    case 'verb': {
      const parsed = parseVerbRequest(route.verb, body);
      if (typeof parsed === 'string') send(response, 400, refuse('E-USAGE', parsed));
      else reply(response, await perform(control, route.verb, parsed));
      return;
    }
    default:
      return route satisfies never;
  }
};

/** `?manifests=DIR` plans another directory in the place of the daemon's own. */
const answerPlan = async (control: ControlPort, url: string, response: ServerResponse): Promise<void> => {
  const manifestsDir = new URL(url, 'http://vmlet').searchParams.get('manifests');
  if (manifestsDir !== null && !manifestsDir.startsWith('/')) {
    reply(response, refuse('E-USAGE', 'manifests must be an absolute path'));
    return;
  }
  try {
    send(response, 200, await control.plan(...(manifestsDir === null ? [] : [{manifestsDir}])));
  } catch (thrown) {
    if (!(thrown instanceof VmletError)) throw thrown;
    reply(response, refuse(thrown.code, thrown.message));
  }
};

type Route =
  | {name: 'health' | 'plan' | 'snapshot'; method: 'GET'}
  | {name: 'rescan' | 'sweep'; method: 'POST'}
  | {name: 'revisions'; method: 'GET'; of: ObjectRef; names: readonly RevisionName[]}
  | {name: 'verb'; method: 'POST'; verb: ApiVerb};

const endpoints = [
  'GET /v1/health',
  'GET /v1/plan',
  'GET /v1/snapshot',
  'GET /v1/revisions/{namespace}/{vm}[/{number}[/{number}]]',
  'POST /v1/rescan',
  'POST /v1/sweep',
  `POST /v1/verbs/{${apiVerbs.join(',')}}`,
];

const routeOf = (path: string): Route | undefined => {
  if (path === '/v1/health') return {name: 'health', method: 'GET'};
  if (path === '/v1/plan') return {name: 'plan', method: 'GET'};
  if (path === '/v1/snapshot') return {name: 'snapshot', method: 'GET'};
  if (path === '/v1/rescan') return {name: 'rescan', method: 'POST'};
  if (path === '/v1/sweep') return {name: 'sweep', method: 'POST'};
  if (path.startsWith('/v1/revisions/')) return revisionsRoute(path.slice('/v1/revisions/'.length));
  const verb = apiVerbs.find(each => path === `/v1/verbs/${each}`);
  return verb === undefined ? undefined : {name: 'verb', method: 'POST', verb};
};

/** A VM's history, with one number that revision whole, with two what they differ in. */
const revisionsRoute = (rest: string): Route | undefined => {
  const [namespace, name, ...numbers] = rest.split('/');
  const of = {kind: 'VirtualMachine', namespace, name};
  const names = numbers.map(parseRevisionName).filter(number => number !== undefined);
  if (!isRef(of) || names.length !== numbers.length || names.length > 2) return undefined;
  return {name: 'revisions', method: 'GET', of, names};
};

const answerRevisions = (
  control: ControlPort,
  {of, names: [from, to]}: Extract<Route, {name: 'revisions'}>,
): [number, unknown] => {
  const found =
    from === undefined
      ? control.history(of)
      : to === undefined
        ? control.revision(of, from)
        : control.diff(of, from, to);
  return [found.ok ? 200 : (httpStatus[found.code] ?? 500), found];
};

const perform = (
  control: ControlPort,
  verb: ApiVerb,
  {object, now, prune, to, undo = false, revision, variant}: VerbRequest,
): Promise<ControlReply> => {
  if (verb === 'down') return control.down({now});
  if (verb === 'approve')
    return control.approve(object, {prune, ...(revision === undefined ? {} : {revision})});
  if (object === null) return Promise.resolve(refuse('E-USAGE', `${verb} needs an object`));
  switch (verb) {
    case 'start':
    case 'stop':
    case 'restart':
      return control.power(object, verb, {now});
    case 'delete':
      return control.delete(object, {now});
    case 'undelete':
      return control.undelete(object);
    case 'purge':
      return control.purge(object);
    case 'boot':
      return variant === undefined
        ? Promise.resolve(refuse('E-USAGE', 'boot needs a variant'))
        : control.boot(object, {variant, now});
    case 'rollback':
      return control.rollback(object, {to: to ?? null, undo});
    default:
      return verb satisfies never;
  }
};

/** The whole body, or undefined as soon as it is over the limit; the rest is read and dropped so that the answer arrives. */
const readBody = (request: IncomingMessage): Promise<string | undefined> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let sizeBytes = 0;
    request.on('data', (chunk: Buffer) => {
      sizeBytes += chunk.length;
      if (sizeBytes <= bodyLimitBytes) chunks.push(chunk);
      else resolve(undefined);
    });
    request.once('error', reject);
    request.once('end', () => {
      resolve(Buffer.concat(chunks).toString('utf8'));
    });
  });

const refuse = (code: ErrorCode, message: string): ControlReply => ({ok: false, code, message});

const httpStatus: Readonly<Partial<Record<ErrorCode, number>>> = {
  'E-USAGE': 400,
  'E-POLICY': 403,
  'E-NOT-FOUND': 404,
  'E-CONFLICT': 409,
  'E-NOT-OURS': 409,
};

const reply = (response: ServerResponse, result: ControlReply): void => {
  send(response, result.ok ? 200 : (httpStatus[result.code] ?? 500), result);
};

const send = (response: ServerResponse, status: number, value: unknown): void => {
  const text = `${JSON.stringify(value)}\n`;
  response.writeHead(status, {'content-type': 'application/json', 'content-length': Buffer.byteLength(text)});
  response.end(text);
};
