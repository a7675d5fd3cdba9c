// The host policy: root's word about this host, so far its id. Its own schema; damage ends the start (exit 78).
import {Ajv} from 'ajv';
import {parse} from 'yaml';
import {errorText, VmletError} from '../errors.ts';
import type {Files} from '../host/host.ts';

export type Policy = {
  /** Seeds tap names, MACs and addresses; given here it survives a reinstall. */
  readonly hostId: string | null;
};

const defaultPath = '/etc/vmlet/policy.yaml';

const schema = {
  type: 'object',
  additionalProperties: false,
  properties: {hostId: {type: 'string', pattern: '^[A-Za-z0-9-]{8,64}$'}},
} as const;

/**
 * Read the policy. Without a file at the default place there is none; one that is named must be there. It is the word of
 * root, or of the user that the daemon runs as (`ownUid`); anybody else's is refused.
 */
export const readPolicy = (
  files: Pick<Files, 'read' | 'stat'>,
  path: string | null,
  ownUid: number,
): Policy => {
  const file = path ?? defaultPath;
  const facts = files.stat(file);
  const bytes = facts === undefined ? undefined : files.read(file);
  if (facts === undefined || bytes === undefined) {
    if (path !== null) throw bad(file, 'there is no such file');
    return {hostId: null};
  }
  if (facts.uid !== 0 && facts.uid !== ownUid)
    throw bad(file, `it belongs to uid ${String(facts.uid)}; chown root ${file}`);
  if ((facts.mode & 0o022) !== 0) throw bad(file, 'others may write it; chmod go-w');
  const content = parseYaml(file, bytes.toString('utf8'));
  const ajv = new Ajv({allErrors: true});
  if (!ajv.validate(schema, content ?? {})) throw bad(file, ajv.errorsText(ajv.errors, {dataVar: 'policy'}));
  const {hostId = null} = (content ?? {}) as {hostId?: string};
  return {hostId};
};

const parseYaml = (file: string, text: string): unknown => {
  try {
    return parse(text, {schema: 'core', merge: false, maxAliasCount: 0, logLevel: 'silent'});
  } catch (thrown) {
    throw bad(file, errorText(thrown).split('\n')[0] ?? 'not YAML');
  }
};

const bad = (file: string, why: string): VmletError =>
  new VmletError('E-CONFIG', `policy ${file}: ${why}`, {terminal: true});
