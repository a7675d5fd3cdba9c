// Small texts of others: requests of whoever may use the socket, ip's output with anybody's aliases in it, and what a
// hypervisor and a guest write into their logs.
import fc from 'fast-check';
import {apiVerbs, parseVerbRequest} from '../../controller/api/protocol.ts';
import {readLaunchFailure} from '../../controller/execute/launch-log.ts';
import {runBatch} from '../../controller/execute/link-batch-run.ts';
import {makePaths} from '../../controller/host/paths.ts';
import {ConsoleMarker} from '../../controller/observe/console-marker.ts';
import {parseLinks} from '../../controller/observe/link-parse.ts';
import {findLock} from '../../controller/status/read.ts';
import {fakeFiles} from '../fakes/files.ts';
import {bent, bentFrom} from './bytes.ts';
import {evilStrings} from './manifest-cases.ts';
import {demand} from './target.ts';
import type {FuzzTarget} from './target.ts';
import {readFileSync} from 'node:fs';

const jsonWords = [
  '{',
  '}',
  '[',
  ']',
  '"',
  ':',
  ',',
  'null',
  'true',
  '-1',
  '"__proto__": {}, ',
  '"../x"',
  '\u0000',
  '\n',
];
const plainName = /^[a-z][a-z0-9-]{0,39}$/;
const paths = makePaths({stateDir: '/var/lib/vmlet', runtimeDir: '/run/vmlet'});

export const requestTarget: FuzzTarget = {
  name: 'api-request',
  cases: fc.oneof(
    bentFrom(
      'api-request',
      [
        '{"object": {"kind": "VirtualMachine", "namespace": "default", "name": "web"}, "now": true}',
        '{"prune": true}',
        '',
        '{"object": null}',
      ],
      jsonWords,
    ),
    fc
      .record({
        kind: fc.constantFrom('VirtualMachine', '../x', ''),
        namespace: fc.constantFrom('default', ...evilStrings),
        name: fc.constantFrom('web', ...evilStrings),
      })
      .map(object => Buffer.from(JSON.stringify({object}))),
  ),
  check: bytes => {
    let good = false;
    for (const verb of apiVerbs) {
      const parsed = parseVerbRequest(verb, bytes.toString('utf8'));
      if (typeof parsed === 'string') continue;
      good = true;
      const {object, now, prune} = parsed;
      demand(typeof now === 'boolean' && typeof prune === 'boolean', 'a flag that is none');
      demand(object !== null || verb === 'down' || (verb === 'approve' && prune), 'no object');
      if (object === null) continue;
      demand(plainName.test(object.name) && plainName.test(object.namespace), `name ${object.name}`);
      demand(paths.record(object).startsWith(`${paths.recordsDir}/`), 'a path outside');
      demand(!paths.record(object).includes('..'), 'a path that climbs');
    }
    return good ? 'accepted' : 'refused';
  },
};

const addresses = readFileSync('test/fixtures/iproute2-6.1/addr-show.json', 'utf8');

export const linksTarget: FuzzTarget = {
  name: 'ip-links',
  cases: fc.oneof(
    bentFrom(
      'ip-links',
      [addresses, '[]', ''],
      [...jsonWords, '"ifalias":"vmlet:x",', '"ifname":', '%d', '\u001b[2J'],
    ),
    fc.jsonValue({maxDepth: 6}).map(value => Buffer.from(JSON.stringify([value]))),
  ),
  check: bytes => {
    const text = bytes.toString('utf8');
    try {
      for (const link of parseLinks(text, () => null)) {
        demand(
          typeof link.name === 'string' && Number.isInteger(link.index),
          'a link without name or number',
        );
        demand(link.alias === null || typeof link.alias === 'string', 'an alias that is none');
        demand(
          [...link.altnames, ...link.addresses, link.mac, link.group].every(each => typeof each === 'string'),
          'text',
        );
        demand(
          link.tun === null || link.tun.ownerUid === null || Number.isFinite(link.tun.ownerUid),
          'an owner',
        );
      }
      return 'read';
    } catch (thrown) {
      demand((thrown as Error).name === 'SyntaxError', String(thrown));
      return 'refused';
    }
  },
};

const errors =
  'Error: Unknown device type.\nCommand failed -:1\nRTNETLINK answers: File exists\nCommand failed -:3\n';

/** What `ip -batch` prints when it fails: each group gets one answer, and a line number within it. */
export const batchErrorsTarget: FuzzTarget = {
  name: 'ip-batch-errors',
  cases: bentFrom(
    'ip-batch-errors',
    [
      errors,
      'Object "vmlet" is unknown, try "ip help".\nCommand failed -:2\nCommand failed -:4\n',
      'Error: argument "x" is wrong\n',
    ],
    ['Command failed -:', '1', '2', '99999999999', '\n', '"', 'vmlet', '\u0000'],
  ),
  check: async bytes => {
    const groups = [['link set dev a up'], ['link set dev b up', 'link set dev c up']];
    let runs = 0;
    const run = () => {
      runs += 1;
      return Promise.resolve({exitCode: 1, stdout: '', stderr: bytes.toString('utf8')});
    };
    const results = await runBatch({run}, groups);
    demand(results.length === 2 && runs <= 2, 'a group without an answer, or too many runs');
    for (const [index, result] of results.entries())
      if (!result.ok) {
        demand(
          result.failedLine >= 0 && result.failedLine <= (groups[index]?.length ?? 0),
          'a line of another group',
        );
        demand(!result.message.includes('\n') && result.message.length <= 500, 'no one line');
      }
    return results.map(({ok}) => (ok ? 'ok' : 'failed')).join(' and ');
  },
};

const vmmLog =
  '2026-01-01T00:00:00.000000Z qemu-system-x86_64: -device {"driver":"x"}: \'x\' is not a valid device model name\n';

export const launchLogTarget: FuzzTarget = {
  name: 'launch-log',
  cases: bentFrom(
    'launch-log',
    [vmmLog, 'vmlet-launch: cannot open x\n', 'setpriv: failed\n', ''],
    [
      ...[
        'qemu-system-x86_64: ',
        'vmlet-launch: ',
        'vmlet-launch: note: ',
        ': warning: ',
        '\n',
        '\u001b[2J',
        '\u202e',
        'sh: ',
      ],
    ],
  ),
  check: bytes => {
    const {stage, message} = readLaunchFailure(bytes.toString('utf8'));
    demand(/^[\x20-\x7e\u00a0-\uffff]{0,500}$/.test(message), `not one line: ${message}`);
    return stage;
  },
};

const marker = 'login: ';

/** A marker is seen exactly when it is in the log, however the log comes in. */
export const consoleTarget: FuzzTarget = {
  name: 'console',
  cases: bent(
    fc.constantFrom('boot\nlogin: ', 'login', 'x'.repeat(300)).map(text => Buffer.from(text)),
    [...[marker, 'log', 'in: ', '\u0000', 'lolologin: ']],
  ),
  check: bytes => {
    const files = fakeFiles();
    const place = {
      consoleLog: '/log/console.log',
      evidence: '/log/evidence',
      process: {pid: 1, startTicks: 1},
    };
    const watch = new ConsoleMarker(files, place, marker);
    const step = Math.max(1, Math.floor(bytes.length / 7));
    for (let end = 0; end <= bytes.length + step; end += step) {
      files.control.put(place.consoleLog, bytes.subarray(0, end));
      while (watch.look());
    }
    demand(watch.seen === bytes.includes(marker), 'the marker is there and was not seen, or the reverse');
    return watch.seen ? 'seen' : 'not seen';
  },
};

const locks = '1: FLOCK  ADVISORY  WRITE 100 fe:01:77 0 EOF\n2: POSIX  ADVISORY  READ 5 00:1a:77 0 0\n';

export const locksTarget: FuzzTarget = {
  name: 'proc-locks',
  cases: bentFrom('proc-locks', [locks], ['FLOCK', 'WRITE', ' 77 ', '-1', '\n', '->', ':']),
  check: bytes => {
    const found = findLock(bytes.toString('utf8'), 77);
    if (found.state === 'held') demand(found.pid === null || found.pid > 0, 'no pid');
    return found.state;
  },
};
