// The host policy: whatever its bytes, either the words that its schema allows, or one refusal that ends the start.
import {VmletError} from '../../controller/errors.ts';
import {hiddenCharacter} from '../../controller/host/printable.ts';
import {readPolicy} from '../../controller/manifest/policy.ts';
import {fakeFiles} from '../fakes/files.ts';
import {bentFrom} from './bytes.ts';
import {demand} from './target.ts';
import type {FuzzTarget} from './target.ts';

const path = '/etc/vmlet/policy.yaml';

export const demandRefusal = (thrown: unknown, code: string): void => {
  if (!(thrown instanceof VmletError)) throw thrown;
  demand(thrown.code === code, `code ${thrown.code}`);
  demand(hiddenCharacter(thrown.message) === undefined, 'a hidden character in the message');
  demand(!/[\n\r]|\bat .*\.[jt]s:\d+/.test(thrown.message), `not one line: ${thrown.message}`);
  demand(thrown.message.length < 1_000, 'a message without end');
};

export const policyTarget: FuzzTarget = {
  name: 'policy',
  slow: true,
  cases: bentFrom(
    'policy',
    [
      'hostId: host-0001\n',
      '# nothing\n',
      '{hostId: "0123456789abcdef"}\n',
      'hostId: host-0001\nother: 1\n',
      'capacity: {memory: {reserve: 2Gi, overcommitPercent: 150}}\nlimits: {machines: 3, disk: 1Ti}\n',
      'allow: {paths: [/srv], bridges: ["br*"], hostPorts: ["80-90"], extraArgs: false}\nsources: [{name: lab}]\n',
      'removals: {maxPerChange: 10%, selectors: [{matchLabels: {app: db}, maxPerChange: 0}]}\n',
    ],
    [
      'hostId: ',
      '[',
      '{',
      '*a',
      '&a ',
      '<<: ',
      '!!js/x ',
      '__proto__: ',
      '%YAML 1.1\n',
      '---\n',
      '\u0000',
      'null',
    ],
  ),
  check: bytes => {
    const files = fakeFiles();
    files.control.put(path, bytes);
    try {
      const {hostId, allow} = readPolicy(files, null, 0);
      demand(
        (allow.paths ?? []).every(each => each.startsWith('/')),
        'a path that is not absolute',
      );
      demand(
        (allow.hostPorts ?? []).every(([from, to]) => 1 <= from && from <= to && to < 65_536),
        'a port',
      );
      demand(hostId === null || /^[A-Za-z0-9-]{8,64}$/.test(hostId), `host id ${String(hostId)}`);
      return hostId === null ? 'nothing' : 'accepted';
    } catch (thrown) {
      demandRefusal(thrown, 'E-CONFIG');
      return 'refused';
    }
  },
};
