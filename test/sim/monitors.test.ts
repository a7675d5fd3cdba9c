// Each monitor fires: a rogue process does to the host what vmlet promised never to do, and the monitor says so. A
// monitor that cannot fire proves nothing.
import {beforeEach, describe, expect, jest, test} from '@jest/globals';
import type {Host} from '../../controller/host/host.ts';
import {connectQmp} from '../../controller/drivers/qemu/qmp.ts';
import {encodeState} from '../../controller/host/state-file.ts';
import type {FakeQemu} from '../fakes/qemu.ts';
import {plainBase, plainVm, policyFile, renderBase} from './manifests.ts';
import {checkLeaks} from './leaks.ts';
import {checkSwept, leaveOver} from './leftovers.ts';
import {checkConverges, checkRestart, checkSilence} from './oracle.ts';
import {monitors} from './promises.ts';
import {vmRecord} from './records.ts';
import {openScene} from './scene.ts';
import type {Scene} from './scene.ts';

/** Generous: how fast a machine is proves nothing. */
jest.setTimeout(300_000);

type Rogue = {readonly scene: Scene; readonly host: Host; readonly qemu: FakeQemu; readonly uid: string};
type Row = {
  readonly monitor: keyof typeof monitors;
  readonly what: string;
  readonly says: RegExp;
  plant(rogue: Rogue): unknown;
};

const ref = {kind: 'VirtualMachine', namespace: 'default', name: 'a'};
const batch = (host: Host, ...lines: readonly string[]): Promise<unknown> =>
  host.processes.run('ip', ['-force', '-batch', '-'], {stdin: `${lines.join('\n')}\n`});
const launch = ({host, qemu}: Rogue, argv: readonly string[] = qemu.argv): Promise<unknown> =>
  host.processes.launch({argv, logPath: '/tmp/log', cwd: '/'}, () => undefined);
const rewrite = ({host}: Rogue, change: object): void => {
  const record = String(host.files.read(host.paths.record(ref)));
  const content = JSON.parse(record.split('\n').slice(1).join('\n')) as object;
  host.files.writeAtomic(host.paths.record(ref), encodeState({...content, ...change}), {
    mode: 0o600,
    durable: true,
  });
};
/** The removal of `a` becomes durable in the memory of its source. */
const grantA = ({host}: Rogue): void => {
  const path = host.paths.sourceFile('manifests');
  const memory = JSON.parse(String(host.files.read(path))) as {
    content: {objects: {key: string; missing: unknown}[]};
  };
  for (const object of memory.content.objects)
    if (object.key.endsWith('/a')) object.missing = {change: null, isGranted: true};
  host.files.writeAtomic(path, JSON.stringify(memory), {mode: 0o600, durable: true});
};
const root = ({host, uid}: Rogue): string => host.paths.disk(uid, 'root');

const rows: readonly Row[] = [
  {
    monitor: 'guests',
    what: 'a running guest is killed, which nobody asked for',
    says: /SIGKILL interrupts a, which nobody asked for/,
    plant: ({host, qemu}) => host.processes.signal(qemu.identity, 'SIGKILL'),
  },
  {
    monitor: 'guests',
    what: 'a guest that waits for room is killed',
    says: /SIGKILL interrupts a, which nobody asked for/,
    plant: ({host, qemu}) => {
      qemu.ioError([...qemu.nodes.keys()][0] ?? '');
      host.processes.signal(qemu.identity, 'SIGKILL');
    },
  },
  {
    monitor: 'guests',
    what: 'a second hypervisor is started',
    says: /a second hypervisor is started for a/,
    plant: rogue => launch(rogue),
  },
  {
    monitor: 'guests',
    what: 'a VM is started without its intent',
    says: /a@77 is started without its intent/,
    plant: rogue =>
      launch(
        rogue,
        rogue.qemu.argv.map(each => each.replace(/@\d+/, '@77')),
      ),
  },
  {
    monitor: 'budgets',
    what: 'a guest is restarted of our own accord though a budget allows none',
    says: /a is interrupted while a of 2 are down, and budget web allows 0/,
    plant: async rogue => {
      const {scene, host, uid} = rogue;
      scene.sim.write('base.yaml', renderBase({...plainBase, budget: 0}));
      await scene.sim.advance(10_000);
      scene.sim.crash();
      rewrite(rogue, {run: {...vmRecord(scene.sim.host, 'a')?.run, stopping: true}});
      const ignore = {onEvent: () => undefined, onClose: () => undefined};
      const session = await connectQmp(host, host.paths.vm(uid).qmpSocket, ignore);
      await session.execute('quit');
    },
  },
  {
    monitor: 'policy',
    what: 'one machine more is started than the policy allows',
    says: /is started beside 1 others, and the policy allows 1/,
    plant: async rogue => {
      const {sim} = rogue.scene;
      sim.host.files.control.put(policyFile, 'limits: {machines: 1}\n');
      sim.monitors.acted();
      await sim.advance(40_000);
      await launch(rogue);
    },
  },
  {
    monitor: 'policy',
    what: 'a command of a manifest is run that the policy does not allow',
    says: /a command of a manifest is run on the host, and the policy allows none/,
    plant: async ({scene: {sim}, host}) => {
      sim.host.files.control.put(policyFile, 'allow: {hooks: false}\n');
      sim.monitors.acted();
      await sim.advance(40_000);
      await host.processes.run('/usr/bin/true', []);
    },
  },
  {
    monitor: 'order',
    what: 'a machine is stopped before one that needs it, and both are removed',
    says: /needed is stopped before a, which needs it and is removed too/,
    plant: async rogue => {
      const own = vmRecord(rogue.scene.sim.host, 'a');
      const tombstone = {since: '', why: '', purgeRequested: false, trashed: false, trashedForMs: 0};
      rewrite(rogue, {tombstone, policy: {...own?.policy, dependsOn: ['VirtualMachine/default/needed']}});
      const needed = (stopping: boolean): void => {
        const record = {...own, name: 'needed', uid: 'needed', tombstone, run: {...own?.run, stopping}};
        const path = rogue.host.paths.record({...ref, name: 'needed'});
        rogue.host.files.writeAtomic(path, encodeState(record), {mode: 0o600, durable: true});
      };
      needed(false);
      await rogue.scene.sim.advance(1_500);
      needed(true);
    },
  },
  {
    monitor: 'trials',
    what: 'a VM is rolled back to a revision that nobody saw ready',
    says: /a goes back to revision 9, which nobody saw ready/,
    plant: rogue => {
      rewrite(rogue, {rollback: {to: 9, from: 1, since: '2026-01-01T00:00:00Z', by: 'HealthGate', why: ''}});
    },
  },
  {
    monitor: 'links',
    what: 'a foreign link is taken down',
    says: /links of others were changed/,
    plant: ({host}) => batch(host, 'link set dev br-office group 7'),
  },
  {
    monitor: 'links',
    what: 'a tap is made for a user that no record has',
    says: /a tap is made for uid 4242/,
    plant: ({host}) => batch(host, 'tuntap add dev vmt-rogue mode tap user 4242 vnet_hdr'),
  },
  {
    monitor: 'removals',
    what: 'a tombstone appears that was not granted',
    says: /a gets a tombstone that was not granted durably/,
    plant: rogue => {
      const tombstone = {since: '', why: '', trashed: false, trashedForMs: 0, purgeRequested: false};
      rewrite(rogue, {tombstone});
    },
  },
  {
    monitor: 'removals',
    what: 'a removal is granted on no evidence',
    says: /a is removed on too little evidence/,
    plant: grantA,
  },
  {
    monitor: 'removals',
    what: 'a removal is granted beyond a limit of the host policy',
    says: /a is removed as number 1, and removals\.selectors\[app=web\] lets 0 go/,
    plant: async rogue => {
      const {sim} = rogue.scene;
      sim.host.files.control.put(
        policyFile,
        'removals: {selectors: [{matchLabels: {app: web}, maxPerChange: 0}]}\n',
      );
      await sim.advance(65_000);
      sim.remove('a.yaml');
      sim.monitors.acted();
      await sim.advance(5_000);
      grantA(rogue);
    },
  },
  {
    monitor: 'disks',
    what: 'a disk is deleted',
    says: /disk .*root\.qcow2 was deleted/,
    plant: rogue => {
      rogue.host.files.remove(root(rogue));
    },
  },
  {
    monitor: 'disks',
    what: 'a disk is made anew',
    says: /disk .*root\.qcow2 was made anew/,
    plant: rogue => {
      rogue.host.files.writeAtomic(root(rogue), 'new', {mode: 0o600, durable: true});
    },
  },
  {
    monitor: 'disks',
    what: 'disks go to the trash without a policy',
    says: /go to the trash without a policy/,
    plant: ({host, uid}) => {
      host.files.makeDirectory(host.paths.trashDir, {mode: 0o700});
      host.files.rename(host.paths.vm(uid).disks, host.paths.trash(uid));
    },
  },
  {
    monitor: 'records',
    what: 'a record tells of a manifest that nobody wrote',
    says: /a is recorded as no scan found it declared/,
    plant: rogue => {
      rewrite(rogue, {manifest: {metadata: {name: 'a'}}});
    },
  },
  {
    monitor: 'records',
    what: 'a record gets another uid',
    says: /a gets another uid while it is remembered/,
    plant: rogue => {
      rewrite(rogue, {uid: 'other'});
    },
  },
  {
    monitor: 'records',
    what: 'a request is answered and not written down',
    says: /stop a was answered, and nothing of it is on disk/,
    plant: ({host, scene}) => {
      scene.sim.monitors.asked(host.paths.record(ref))('stop a', true);
    },
  },
  {
    monitor: 'pace',
    what: 'a VM that failed again and again starts at once',
    says: /a starts again \d+ ms after it failed/,
    plant: async rogue => {
      rogue.scene.sim.crash();
      rewrite(rogue, {run: {failures: 3, active: {revision: 1}}});
      rogue.qemu.end('SIGKILL');
      await rogue.scene.sim.advance(15_000);
      await launch(rogue);
    },
  },
  {
    monitor: 'marks',
    what: 'a link that is not ours is removed',
    says: /a link that is not ours is removed: link del dev eth0/,
    plant: ({host}) => batch(host, 'link del dev eth0'),
  },
  {
    monitor: 'marks',
    what: 'a group is removed with a stranger in it',
    says: /a link that is not ours is removed: link del group 9/,
    plant: ({host}) => batch(host, 'link set dev eth0 group 9', 'link del group 9'),
  },
  {
    monitor: 'marks',
    what: 'a line for ip holds a quote',
    says: /a line for ip is not plain/,
    plant: ({host}) => batch(host, 'link set dev "eth0" up'),
  },
  {
    monitor: 'marks',
    what: 'a signal goes to a pid that is another process now',
    says: /which is another process/,
    plant: ({host, qemu}) => host.processes.signal({...qemu.identity, startTicks: 1}, 'SIGTERM'),
  },
  {
    monitor: 'marks',
    what: 'disks of nobody are removed',
    says: /removeTree of disks of nobody/,
    plant: ({host, scene}) => {
      scene.sim.host.files.control.put(`${host.paths.vmsDir}/stranger/root.qcow2`, 'data');
      host.files.removeTree(`${host.paths.vmsDir}/stranger`);
    },
  },
  {
    monitor: 'starts',
    what: 'a VM is started on an image that was changed',
    says: /is started on an image that is not what was stored/,
    plant: async rogue => {
      const [digest = ''] = rogue.host.files.list(rogue.host.paths.imagesDir) ?? [];
      rogue.scene.sim.host.files.control.put(`${rogue.host.paths.imagesDir}/${digest}`, 'other bytes');
      await launch(rogue);
    },
  },
  {
    monitor: 'starts',
    what: 'a VM is started without image locks',
    says: /is started without image locks/,
    plant: rogue => launch(rogue, [...rogue.qemu.argv, '-blockdev', '{"driver":"file","locking":"off"}']),
  },
  {
    monitor: 'starts',
    what: 'a tool guesses a format, as root',
    says: /qemu-img guesses a format/,
    plant: rogue => rogue.host.processes.run('qemu-img', ['resize', root(rogue), '1048576']),
  },
  {
    monitor: 'starts',
    what: 'a tool runs as root',
    says: /qemu-img runs as root/,
    plant: rogue => rogue.host.processes.run('qemu-img', ['resize', '-f', 'qcow2', root(rogue), '67108864']),
  },
  {
    monitor: 'state',
    what: 'a record is written in place',
    says: /append of a state file in place/,
    plant: ({host}) => {
      host.files.append(host.paths.record(ref), 'x', 0o600);
    },
  },
  {
    monitor: 'state',
    what: 'a record is not made durable',
    says: /is written without being made durable/,
    plant: ({host}) => {
      const content = host.files.read(host.paths.record(ref)) ?? '';
      host.files.writeAtomic(host.paths.record(ref), content, {mode: 0o600, durable: false});
    },
  },
  {
    monitor: 'state',
    what: 'a revision has no checksum',
    says: /is written without a checksum that is right/,
    plant: ({host, uid}) => {
      host.files.writeAtomic(host.paths.revision(uid, 9), '{}', {mode: 0o600, durable: true});
    },
  },
  {
    monitor: 'status',
    what: 'a status says Ready of a guest that is down',
    says: /says Ready, which was last so \d+ ms ago/,
    plant: async ({host, scene, qemu}) => {
      const ready = host.files.read(host.paths.status(ref)) ?? '';
      scene.sim.crash();
      qemu.panic();
      await scene.sim.advance(10_000);
      host.files.writeAtomic(host.paths.status(ref), ready, {mode: 0o644, durable: false});
    },
  },
  {
    monitor: 'log',
    what: 'the log tells of a TypeError',
    says: /the log tells of a defect/,
    plant: async ({host, scene}) => {
      host.log.error('action failed', {error: 'TypeError: x is not a function'});
      await scene.sim.advance(40_000);
    },
  },
];

let rogue: Rogue;

beforeEach(async () => {
  const scene = await openScene();
  scene.declare(plainVm('a'));
  scene.declare({...plainVm('b'), nics: {}});
  await scene.sim.advance(10_000);
  const uid = vmRecord(scene.sim.host, 'a')?.uid ?? '';
  const qemu = scene.sim.host.qemus.of(uid);
  if (qemu === undefined) throw new Error('a does not run');
  // What was allowed is used up.
  scene.sim.monitors.licenses.expire(() => false);
  rogue = {scene, host: scene.sim.host.openLife().host, qemu, uid};
});

describe('the monitor of', () => {
  test.each(rows)('$monitor fires when $what', async ({plant, says}) => {
    const {sim} = rogue.scene;
    expect(sim.violations).toEqual([]);
    await sim.during(Promise.resolve(plant(rogue)));
    expect(sim.violations.join('\n')).toMatch(says);
    rogue.scene.end();
  });

  test('every promise has a row here', () => {
    expect(Object.keys(monitors).filter(name => !rows.some(({monitor}) => monitor === name))).toEqual([]);
    rogue.scene.end();
  });
});

describe('the oracle of', () => {
  const said = (): string => rogue.scene.sim.violations.join('\n');

  test('convergence fires when a machine cannot start', async () => {
    const {sim, stage} = rogue.scene;
    sim.outages.set('no launch', {
      appliesTo: ({door}) => door === 'launch',
      mishap: () => ({when: 'before', code: 'E-TOOL'}),
    });
    rogue.qemu.end('SIGKILL');
    await checkConverges(sim, stage);
    expect(said()).toMatch(/not converged after 10 rounds: a does not run/);
    rogue.scene.end();
  });

  test('silence fires when something is written', async () => {
    const {sim} = rogue.scene;
    sim.host.clock.after(70_000, () => {
      rogue.host.files.append('/var/lib/vmlet/x', 'x', 0o600);
    });
    await checkSilence(sim, 3);
    expect(said()).toMatch(/1 writes in 3 silent rounds/);
    rogue.scene.end();
  });

  test('a restart fires when a guest notices it', async () => {
    const {sim} = rogue.scene;
    sim.host.clock.after(1_000, () => {
      rogue.qemu.end('SIGKILL');
    });
    await checkRestart(sim);
    expect(said()).toMatch(/a restart of the daemon was noticed by guests/);
    rogue.scene.end();
  });

  test.each([
    {what: 'a temp file', path: '/var/lib/vmlet/records/x.json.tmp-12345678'},
    {what: 'a half-made file', path: '/var/lib/vmlet/work/disk-x'},
    {what: 'a runtime directory', path: '/run/vmlet/vm/nobody/qmp.sock'},
    {what: 'a cgroup', path: '/sys/fs/cgroup/vmlet/nobody/x'},
    {what: 'disks', path: '/var/lib/vmlet/vms/nobody/root.qcow2'},
    {what: 'a revision', path: '/var/lib/vmlet/revisions/nobody/1.json'},
    {what: 'a log', path: '/var/lib/vmlet/logs/nobody/console.log'},
    {what: 'a status', path: '/var/lib/vmlet/status/default/virtualmachine/nobody.yaml'},
    {what: 'a status of a network', path: '/var/lib/vmlet/status/default/network/nobody.yaml'},
    {what: 'trash', path: '/var/lib/vmlet/trash/nobody/root.qcow2'},
  ])('leaks fires when $what of nobody is left', ({path}) => {
    const {sim} = rogue.scene;
    checkLeaks(sim);
    expect(sim.violations).toEqual([]);
    sim.host.files.control.put(path, 'x');
    checkLeaks(sim);
    expect(said()).toMatch(/left behind|belongs to nobody/);
    rogue.scene.end();
  });

  test('swept fires when a link of another vmlet is gone, and when one of nobody stays', async () => {
    const {sim} = rogue.scene;
    const [own, other] = [leaveOver(sim, true), leaveOver(sim, false)].map(
      uid => sim.leftovers.get(uid)?.link ?? '',
    );
    sim.host.links.control.remove(other ?? '');
    sim.host.links.control.change(own ?? '', {carrier: true});
    await checkSwept(sim);
    expect(said()).toMatch(new RegExp(`link ${other ?? ''} of another vmlet was swept away`));
    expect(said()).toMatch(new RegExp(`link ${own ?? ''} of nobody was not swept away`));
    rogue.scene.end();
  });

  test('leaks fires when a link of nobody is left', () => {
    const {sim} = rogue.scene;
    sim.host.links.control.add({name: 'vmt-left', kind: 'tun', alias: 'vmlet:gone'});
    checkLeaks(sim);
    expect(said()).toMatch(/link vmt-left .* is left behind/);
    rogue.scene.end();
  });
});
