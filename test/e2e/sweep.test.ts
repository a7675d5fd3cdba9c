// What belongs to no object on a host where two vmlets live: found, taken back, taken away, and never the other's.
import {afterAll, beforeAll, expect, test} from '@jest/globals';
import * as fs from 'node:fs';
import {join} from 'node:path';
import {program} from './program.ts';
import {startHost, vmManifest, yamlFile} from './harness.ts';
import {idleVm} from './manifests.ts';
import type {E2eHost} from './harness.ts';
import type {SweptOrphan} from '../../controller/api/sweep.ts';

let host: E2eHost;

const timeoutMs = 180_000;

/** Processes of the other vmlet, which is brought up once and left alone. */
let others: string[];
let otherUid: string;

/** Of one uid: other tests have vmlets on this host too. */
const sweepOf = async (uid: string, ...words: string[]): Promise<SweptOrphan[]> => {
  const all = JSON.parse(await host.ok('sweep', '-o', 'json', ...words)) as SweptOrphan[];
  return all.filter(each => each.uid === uid);
};

/** Lose what vmlet remembers of the machine; its revisions are moved aside. */
const forget = (): string => {
  const ref = {kind: 'VirtualMachine', namespace: 'default', name: 'lost'};
  const {revisions} = host.paths.vm(host.uid('lost'));
  for (const path of [host.paths.record(ref), host.paths.status(ref)]) fs.rmSync(path);
  fs.renameSync(revisions, `${revisions}.aside`);
  return revisions;
};

const tap = (): string => host.vm('lost').status.interfaces[0]?.link ?? '';

beforeAll(async () => {
  host = await startHost();
  host.write('lost.yaml', vmManifest('lost', {memory: '128Mi', address: '10.77.0.2/24'}));
  host.write('kept.yaml', yamlFile(idleVm('kept')));
  await host.daemon.start('--resync', '2s');
  await host.ready('lost', 'kept');
  const root = join(host.manifestsDir, '../other');
  fs.mkdirSync(join(root, 'm'), {recursive: true});
  const lan = {bridge: {name: 'vmlet0', management: 'External'}};
  fs.writeFileSync(
    join(root, 'm/other.yaml'),
    yamlFile(
      {apiVersion: 'vmlet.dev/v1alpha1', kind: 'Network', metadata: {name: 'lan'}, spec: lan},
      idleVm('other', {interfaces: [{name: 'lan', tap: {network: 'lan'}}]}),
    ),
  );
  const places = ['--state-dir', join(root, 's'), '--runtime-dir', join(root, 'r')];
  host.inside(process.execPath, program, 'run', '--once', '--manifests', join(root, 'm'), ...places);
  [otherUid = ''] = fs.readdirSync(join(root, 's/vms'));
}, timeoutMs);

afterAll(() => host.close());

test(
  'a machine whose record is lost is taken back by --adopt, and its guest never notices',
  async () => {
    const life = host.life('lost');
    await host.daemon.kill9();
    const uid = host.uid('lost');
    const revisions = forget();
    // Its monitor may take a moment to let go of the daemon that was killed.
    await host.waitFor('all of it to be found', async () => {
      expect((await sweepOf(uid)).map(({kind, kept}) => [kind, kept])).toEqual([
        ['process', 'its guest runs: --stop-guests'],
        ['link', expect.stringContaining('of its uid runs')],
        ['state', expect.stringContaining('of its uid runs')],
        ['sockets', expect.stringContaining('of its uid runs')],
      ]);
      return true;
    });
    fs.renameSync(`${revisions}.aside`, revisions);
    const [record] = await sweepOf(uid, '--adopt');
    expect(record).toMatchObject({kind: 'record', name: 'VirtualMachine/default/lost', done: 'taken back'});
    await host.daemon.start('--resync', '2s');
    await host.ready('lost', 'kept');
    expect(host.life('lost')).toEqual(life);
  },
  timeoutMs,
);

test(
  'what another vmlet has on this host is named and kept, also by --delete',
  async () => {
    const found = await sweepOf(otherUid, '--delete');
    expect(found.map(({kind, kept}) => [kind, kept])).toEqual([
      ['process', expect.stringContaining("it is another vmlet's")],
      ['link', expect.stringContaining("it may be another vmlet's")],
    ]);
    others = found.map(({name}) => name);
    expect(fs.existsSync(`/proc/${others[0] ?? ''}`)).toBe(true);
    expect(host.links()).toContain(others[1]);
  },
  timeoutMs,
);

test(
  'a guest without an object is stopped only by the words for it; then its links go and its disks are in the trash',
  async () => {
    const uid = host.uid('lost');
    const link = tap();
    const pid = host.qemuPid('lost');
    const kept = host.qemuPid('kept');
    await host.daemon.kill9();
    forget();
    host.remove('lost.yaml');
    await host.daemon.start('--resync', '2s');
    await sweepOf(uid, '--delete');
    expect(host.qemuPid('lost')).toBe(pid);
    expect((await host.cli('sweep', '--delete', '--stop-guests')).code).toBe(64);
    expect(host.qemuPid('lost')).toBe(pid);
    const swept = await sweepOf(uid, '--delete', '--stop-guests', '--confirm', 'stop 1 guest');
    expect(swept.map(({kind, done}) => [kind, done])).toEqual([
      ['process', 'ended'],
      ['link', 'removed'],
      ['sockets', 'removed'],
      ['state', 'in the trash'],
    ]);
    expect(host.qemuPid('lost')).toBeUndefined();
    expect(host.links()).not.toContain(link);
    expect(fs.readdirSync(host.paths.trash(uid))).toEqual(['root.qcow2']);
    expect(fs.existsSync(host.paths.vm(uid).runtime)).toBe(false);
    expect(await sweepOf(uid)).toEqual([]);
    expect((await sweepOf(otherUid)).map(({name}) => name)).toEqual(others);
    expect(fs.existsSync(`/proc/${others[0] ?? ''}`)).toBe(true);
    expect(host.links()).toEqual(expect.arrayContaining([others[1]]));
    expect(host.qemuPid('kept')).toBe(kept);
  },
  timeoutMs,
);
