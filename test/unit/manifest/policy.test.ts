// Whose word the host policy is, and what it may say.
import {expect, test} from '@jest/globals';
import {readPolicy} from '../../../controller/manifest/policy.ts';
import {fakeFiles} from '../../fakes/files.ts';

const path = '/etc/vmlet/policy.yaml';

const host = (text: string, {uid = 0, mode = 0o644} = {}) => {
  const files = fakeFiles();
  files.control.put(path, text);
  files.chown(path, uid, uid);
  files.chmod(path, mode);
  return files;
};

test('without a file at the default place nothing is set; a file that is named must be there', () => {
  expect(readPolicy(fakeFiles(), null, 0)).toEqual({hostId: null});
  expect(() => readPolicy(fakeFiles(), '/no/such.yaml', 0)).toThrow('there is no such file');
});

test("root's and the daemon's own file is obeyed", () => {
  expect(readPolicy(host('hostId: host-0001'), null, 0)).toEqual({hostId: 'host-0001'});
  expect(readPolicy(host('hostId: host-0001', {uid: 1000}), path, 1000)).toEqual({hostId: 'host-0001'});
  expect(readPolicy(host(''), null, 0)).toEqual({hostId: null});
});

test.each([
  ["another user's", 'hostId: host-0001', {uid: 1000}, 'it belongs to uid 1000'],
  ['one that others may write', 'hostId: host-0001', {mode: 0o664}, 'others may write it'],
  ['one with a field that does not exist', 'hostname: x', {}, 'must NOT have additional properties'],
  ['one with a host id that is no name', 'hostId: a/b', {}, 'policy/hostId must match pattern'],
  ['one that is no YAML', 'hostId: [', {}, 'policy /etc/vmlet/policy.yaml: '],
  ['one with a key given twice', 'hostId: host-0001\nhostId: host-0002', {}, 'key hostId is given twice'],
  ['one of nested maps as keys', '{'.repeat(400), {}, 'a key that is not text'],
  ['one nested without end', '['.repeat(3_000), {}, 'nested deeper than 32 levels'],
  [
    'one of 9,000 keys',
    Array.from({length: 9_000}, (_, at) => `k${String(at)}:`).join('\n'),
    {},
    'keys in a map',
  ],
  ['one with an alias', 'hostId: &a host-0001', {}, 'anchor &a not supported'],
])('%s ends the start', (_what, text, owner, message) => {
  expect(() => readPolicy(host(text, owner), null, 0)).toThrow(message);
  try {
    readPolicy(host(text, owner), null, 0);
  } catch (thrown) {
    expect(thrown).toMatchObject({code: 'E-CONFIG', terminal: true});
  }
});
