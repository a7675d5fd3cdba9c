// The host policy: root's word about this host, so far its id. Its own schema; damage ends the start (exit 78).
import {parseDocument} from 'yaml';
import {VmletError} from '../errors.ts';
import type {Files} from '../host/host.ts';
import {printable} from '../host/printable.ts';
import {loadAjv} from './load-ajv.ts';
import {findDanger} from './prescan.ts';
import {pathText, readTree, strictYaml} from './tree.ts';

export type Policy = {
  /** Seeds tap names, MACs and addresses; given here it survives a reinstall. */
  readonly hostId: string | null;
};

const defaultPath = '/etc/vmlet/policy.yaml';
const limitBytes = 64 * 1024;

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
  files: Pick<Files, 'readHead' | 'stat'>,
  path: string | null,
  ownUid: number,
): Policy => {
  const file = path ?? defaultPath;
  const facts = files.stat(file);
  const bytes = facts === undefined ? undefined : files.readHead(file, limitBytes + 1);
  if (facts === undefined || bytes === undefined) {
    if (path !== null) throw bad(file, 'there is no such file');
    return {hostId: null};
  }
  if (facts.uid !== 0 && facts.uid !== ownUid)
    throw bad(file, `it belongs to uid ${String(facts.uid)}; chown root ${file}`);
  if ((facts.mode & 0o022) !== 0) throw bad(file, 'others may write it; chmod go-w');
  if (bytes.length > limitBytes) throw bad(file, `it is over ${String(limitBytes / 1024)} KiB`);
  const content = parseYaml(file, bytes.toString('utf8'));
  const {Ajv} = loadAjv();
  const ajv = new Ajv({allErrors: true});
  if (!ajv.validate(schema, content ?? {})) throw bad(file, ajv.errorsText(ajv.errors, {dataVar: 'policy'}));
  const {hostId = null} = (content ?? {}) as {hostId?: string};
  return {hostId};
};

const parseYaml = (file: string, text: string): unknown => {
  const danger = findDanger({text, start: 0});
  if (danger !== undefined) throw bad(file, danger.what);
  const {contents, errors} = parseDocument(text, strictYaml);
  const {value, problems} = readTree(contents);
  const [problem] = problems;
  if (problem !== undefined) throw bad(file, `${pathText(problem.path)}: ${problem.what}`);
  if (errors[0] !== undefined) throw bad(file, errors[0].message);
  return value;
};

const bad = (file: string, why: string): VmletError =>
  new VmletError('E-CONFIG', `policy ${file}: ${printable(why, 300)}`, {terminal: true});
