import {beforeEach, describe, expect, test} from '@jest/globals';
import {startVm} from '../../../controller/execute/vm-start.ts';
import {watchVms} from '../../../controller/observe/vm.ts';
import type {FakeQemu} from '../../fakes/qemu.ts';
import {fakeVmHost, uid} from '../../fakes/vm-host.ts';
import type {FakeVmHost} from '../../fakes/vm-host.ts';

let fake: FakeVmHost;
const {signal} = new AbortController();

beforeEach(() => {
  fake = fakeVmHost();
});

const started = async (): Promise<FakeQemu> => {
  await fake.during(startVm(fake.startAction(), fake.tools, {signal}));
  const qemu = fake.qemus.of(uid);
  if (qemu === undefined) throw new Error('not started');
  return qemu;
};

const look = () => fake.tools.vms.observe(uid);
const runState = () => {
  const {monitor} = look();
  return monitor.state === 'connected' ? monitor.runState : monitor.why;
};

describe('the watch', () => {
  test('knows nothing before it has looked, and absence after', () => {
    expect(look().process).toEqual({state: 'unknown', why: 'the process table was not read yet'});
    fake.tools.vms.refresh();
    expect(look().process).toEqual({state: 'absent'});
  });

  test('says unknown, not absent, when the process table cannot be read', () => {
    fake.host.processes.list = () => {
      throw new Error('EMFILE');
    };
    fake.tools.vms.refresh();
    expect(look().process).toEqual({state: 'unknown', why: 'cannot read the process table: EMFILE'});
  });

  test('sends no command in a pass over what it holds', async () => {
    const qemu = await started();
    await fake.clock.advance(1_000);
    const before = qemu.commands.length;
    for (let pass = 0; pass < 10; pass++) fake.tools.vms.refresh();
    await fake.clock.advance(60_000);
    expect(qemu.commands).toHaveLength(before);
  });

  test('adopts what an earlier daemon started, and is settled once it has tried', async () => {
    await started();
    fake.tools.vms.close();
    const next = watchVms(fake.host, () => undefined);
    next.refresh();
    expect(next.observe(uid)).toMatchObject({process: {state: 'present'}, monitor: {state: 'silent'}});
    await fake.during(next.settled());
    expect(next.observe(uid).monitor).toMatchObject({state: 'connected', runState: 'running', uuid: uid});
  });

  test('finds before a start what joined the process table, and never takes a second process for the first', async () => {
    const {argv} = fake.startAction().command;
    const launch = () =>
      fake.host.processes.launch(
        {argv: ['sh', '-c', 'x', ...argv], logPath: '/l', cwd: '/'},
        () => undefined,
      );
    await fake.clock.advance(1_000);
    fake.tools.vms.refresh();
    await launch();
    await fake.clock.advance(200);
    fake.tools.vms.refreshFor(uid, {atMostAgeMs: 500});
    expect(look().process).toEqual({state: 'absent'});
    fake.tools.vms.refreshFor(uid, {atMostAgeMs: 100});
    expect(look().process).toMatchObject({state: 'present'});
    await launch();
    await fake.clock.advance(200);
    fake.tools.vms.refreshFor(uid, {atMostAgeMs: 100});
    expect(look().process).toMatchObject({
      state: 'unknown',
      why: expect.stringContaining('more than one hypervisor process'),
    });
  });

  test('looks before each start in the first second, when the start of a former daemon may be under way', async () => {
    const {argv} = fake.startAction().command;
    fake.tools.vms.refresh();
    await fake.host.processes.launch(
      {argv: ['sh', '-c', 'x', ...argv], logPath: '/l', cwd: '/'},
      () => undefined,
    );
    await fake.clock.advance(50);
    fake.tools.vms.refreshFor(uid, {atMostAgeMs: 500});
    expect(look().process).toMatchObject({state: 'present'});
  });

  test('sees the wrapper as launching, and the same pid as running once it was executed', async () => {
    const {argv} = fake.startAction().command;
    await fake.host.processes.launch(
      {argv: ['sh', '-c', 'x', ...argv], logPath: '/l', cwd: '/'},
      () => undefined,
    );
    fake.tools.vms.refresh();
    expect(look().process).toMatchObject({value: {launching: true}});
    await fake.clock.advance(200);
    expect(look().process).toMatchObject({value: {launching: false}});
  });

  test('follows a guest that powers off, panics, or stops on a disk error by its events', async () => {
    const qemu = await started();
    qemu.ioError('disk0');
    await fake.clock.advance(10);
    expect(look().monitor).toMatchObject({runState: 'io-error', blockErrors: ['disk0']});
    qemu.clearIoError();
    qemu.panic();
    await fake.clock.advance(10);
    expect(runState()).toBe('guest-panicked');
    qemu.powerOff();
    await fake.clock.advance(10);
    expect(runState()).toBe('shutdown');
    expect(fake.changes).toEqual(expect.arrayContaining([`${uid} GUEST_PANICKED`, `${uid} SHUTDOWN`]));
  });

  test('counts resets since it connected', async () => {
    const qemu = await started();
    for (let reset = 0; reset < 3; reset++) qemu.reset();
    await fake.clock.advance(10);
    expect(look().monitor).toMatchObject({resets: 3, runState: 'running'});
  });

  test('follows what a guest does of its memory by its events, and asks a machine without balloon only once', async () => {
    const plain = await started();
    plain.ioError('disk0');
    await fake.clock.advance(10);
    expect(plain.commands.filter(name => name === 'query-balloon')).toHaveLength(1);
    expect(look().monitor).not.toHaveProperty('memory');
    plain.end();
    fake = fakeVmHost({guest: {memoryMs: 2_000}});
    const action = fake.startAction();
    const argv = [...action.command.argv, '-m', 'size=256M', '-device', '{"driver":"virtio-balloon-pci"}'];
    await fake.during(startVm({...action, command: {...action.command, argv}}, fake.tools, {signal}));
    const session = fake.tools.vms.session(uid);
    const totalMi = () => {
      const {monitor} = look();
      return monitor.state === 'connected' ? (monitor.memory?.totalBytes ?? 0) / 1024 ** 2 : null;
    };
    expect(totalMi()).toBe(256);
    await fake.during(session?.execute('balloon', {value: 128 * 1024 ** 2}) ?? Promise.resolve());
    expect(totalMi()).toBe(256);
    await fake.clock.advance(2_100);
    expect(totalMi()).toBe(128);
    expect(fake.changes).toContain(`${uid} BALLOON_CHANGE`);
  });

  test('knows a disk error that came while no daemon was there', async () => {
    const qemu = await started();
    fake.tools.vms.close();
    (qemu.nodes as Map<string, number>).set('disk0', 1);
    qemu.ioError('disk0');
    const next = watchVms(fake.host, () => undefined);
    next.refresh();
    await fake.during(next.settled());
    expect(next.observe(uid).monitor).toMatchObject({runState: 'io-error', blockErrors: ['disk0']});
  });

  test('shows a monitor that answers for another VM', async () => {
    const qemu = await started();
    const foreign = '99999999-2222-4333-8444-555555555555';
    Object.assign(qemu, {uuid: foreign});
    qemu.dropMonitor();
    await fake.clock.advance(100);
    expect(look().monitor).toMatchObject({state: 'connected', uuid: foreign});
  });

  test('asks a monitor that answered for another VM again, and believes it once it is right', async () => {
    const qemu = await started();
    Object.assign(qemu, {uuid: '99999999-2222-4333-8444-555555555555'});
    qemu.dropMonitor();
    await fake.clock.advance(100);
    const told = fake.changes.length;
    await fake.clock.advance(65_000);
    expect(fake.changes.length).toBe(told);
    Object.assign(qemu, {uuid: uid});
    await fake.clock.advance(31_000);
    expect(look().monitor).toMatchObject({state: 'connected', uuid: uid});
    const asked = qemu.commands.length;
    await fake.clock.advance(65_000);
    expect(qemu.commands.length).toBe(asked);
  });

  test('notices the end of a process at once, without a pass', async () => {
    const qemu = await started();
    qemu.end('SIGKILL');
    await fake.clock.advance(20);
    expect(look().process).toEqual({state: 'absent'});
    expect(fake.changes.at(-1)).toBe(`${uid} process gone`);
  });

  test('does not take a process that has ended from a table of long ago for the one that runs', async () => {
    const first = await started();
    const old = fake.host.processes.list(() => true, new Map(), {newOnly: false});
    first.end();
    await fake.clock.advance(1_000);
    const second = await started();
    expect(second.identity.pid).not.toBe(first.identity.pid);
    fake.host.processes.list = () => old;
    fake.tools.vms.refresh();
    await fake.clock.advance(1_000);
    expect(look()).toMatchObject({
      process: {state: 'present', value: {pid: second.identity.pid}},
      monitor: {state: 'connected'},
    });
  });

  test('starts again what it saw end without a pass over all processes, once', async () => {
    let passes = 0;
    const {list} = fake.host.processes;
    fake.host.processes.list = (...args) => {
      passes += 1;
      return list(...args);
    };
    const qemu = await started();
    expect(passes).toBe(1);
    await fake.clock.advance(5_000);
    qemu.end('SIGKILL');
    await fake.clock.advance(20);
    fake.qemus.refuseNextLaunch();
    expect(await fake.during(startVm(fake.startAction(), fake.tools, {signal}))).toMatchObject({
      kind: 'failed',
    });
    // Whether a start that failed has left a process, only a pass can tell.
    expect(passes).toBe(2);
    await fake.clock.advance(5_000);
    await started();
    expect(passes).toBe(3);
  });

  test('takes the end of a fork of the wrapper for no end of the hypervisor', async () => {
    const {argv} = fake.startAction().command;
    const {list} = fake.host.processes;
    const wrapped = {argv: ['sh', '-c', 'x', ...argv], logPath: '/l', cwd: '/'};
    await fake.host.processes.launch(wrapped, () => undefined);
    fake.tools.vms.refresh();
    expect(look().process).toMatchObject({value: {launching: true}});
    fake.qemus.of(uid)?.end();
    await fake.clock.advance(5_000);
    expect(look().process).toEqual({state: 'absent'});
    let passes = 0;
    fake.host.processes.list = (...args) => {
      passes += 1;
      return list(...args);
    };
    await started();
    expect(passes).toBe(1);
  });

  test('tells of a process that ended an instant after its connection as gone, and of no silence before', async () => {
    const qemu = await started();
    await fake.clock.advance(1_000);
    const told = fake.changes.length;
    qemu.monitor = 'mute';
    qemu.dropMonitor();
    await fake.clock.advance(3);
    qemu.end('SIGKILL');
    await fake.clock.advance(100);
    expect(fake.changes.slice(told)).toEqual([`${uid} process gone`]);
  });

  test('tells of a hypervisor that starts when it answers, and that it is silent only when it stays so', async () => {
    await started();
    expect(fake.changes.filter(change => change.endsWith('monitor silent'))).toEqual([]);
    const qemu = fake.qemus.of(uid);
    if (qemu !== undefined) qemu.monitor = 'mute';
    qemu?.dropMonitor();
    await fake.clock.advance(60_000);
    expect(fake.changes.filter(change => change.endsWith('monitor silent')).length).toBeGreaterThan(0);
  });

  test('tells once of a hypervisor that never answers', async () => {
    const {argv} = fake.startAction().command;
    await fake.host.processes.launch({argv, logPath: '/l', cwd: '/'}, () => undefined);
    const qemu = fake.qemus.of(uid);
    if (qemu !== undefined) qemu.monitor = 'mute';
    fake.tools.vms.refresh();
    await fake.clock.advance(900);
    expect(fake.changes).not.toContain(`${uid} monitor silent`);
    await fake.clock.advance(600_000);
    expect(fake.changes.filter(change => change === `${uid} monitor silent`)).toHaveLength(1);
  });

  test('takes no process for gone that it cannot look at, when its monitor hangs up or in a pass', async () => {
    const qemu = await started();
    const {inspect, list} = fake.host.processes;
    fake.host.processes.inspect = () => {
      throw new Error('EMFILE');
    };
    qemu.monitor = 'mute';
    qemu.dropMonitor();
    await fake.clock.advance(1_000);
    // One process after the other is read: the list may come back without it.
    fake.host.processes.list = () => [];
    fake.tools.vms.refresh();
    expect(look().process).toMatchObject({state: 'present', value: {pid: qemu.identity.pid}});
    expect(fake.changes.at(-1)).not.toBe(`${uid} process gone`);
    Object.assign(fake.host.processes, {inspect, list});
    qemu.monitor = 'answers';
    await fake.clock.advance(15_000);
    expect(runState()).toBe('running');
  });

  test('sees that a process stopped by a signal goes on, without a pass', async () => {
    const qemu = await started();
    qemu.monitor = 'stopped';
    fake.tools.vms.refresh();
    expect(runState()).toBe('the process is stopped by a signal');
    qemu.monitor = 'answers';
    expect(runState()).toBe('running');
  });

  test('reconnects to a process that hung up', async () => {
    const qemu = await started();
    await fake.clock.advance(5_000);
    qemu.dropMonitor();
    expect(look().monitor).toEqual({state: 'silent', why: 'closed by the other side'});
    await fake.clock.advance(50);
    expect(runState()).toBe('running');
  });

  test('calls a hostile monitor ever more rarely, and never a dead one', async () => {
    const qemu = await started();
    qemu.monitor = 'mute';
    qemu.say('not json');
    expect(runState()).toMatch(/not JSON/);
    let attempts = 0;
    const {sockets} = fake.qemus;
    fake.host.sockets = {
      connectLines: (...args) => {
        attempts += 1;
        return sockets.connectLines(...args);
      },
    };
    await fake.clock.advance(600_000);
    expect(attempts).toBeGreaterThan(30);
    expect(attempts).toBeLessThan(100);
    qemu.end();
    await fake.clock.advance(10_000);
    const before = attempts;
    await fake.clock.advance(600_000);
    expect(attempts).toBe(before);
  });

  test('calls a monitor silent that greets and then answers nothing', async () => {
    const qemu = await started();
    qemu.monitor = 'deaf';
    qemu.dropMonitor();
    await fake.clock.advance(5_100);
    expect(runState()).toBe('no answer to qmp_capabilities within 5000 ms');
    expect(look().process.state).toBe('present');
  });

  test('reports two processes for one VM as unknown with both pids', async () => {
    const qemu = await started();
    await fake.host.processes.launch({argv: qemu.argv, logPath: '/l', cwd: '/'}, () => undefined);
    fake.tools.vms.refresh();
    expect(look().process).toEqual({
      state: 'unknown',
      why: 'more than one hypervisor process claims this VM: pids 1000, 1001',
    });
    qemu.end();
    fake.tools.vms.refresh();
    expect(look().process).toMatchObject({state: 'present', value: {pid: 1001}});
  });

  test('ignores a process of another user that only carries the uid on its command line', async () => {
    const qemu = await started();
    fake.files.control.directory('/proc/self', {uid: 0});
    fake.files.control.directory('/proc/1000', {uid: 200_007});
    fake.files.control.directory('/proc/1001', {uid: 1_000});
    await fake.host.processes.launch({argv: qemu.argv, logPath: '/l', cwd: '/'}, () => undefined);
    fake.tools.vms.refresh();
    expect(look().process).toMatchObject({state: 'present', value: {pid: 1000, hostUid: 200_007}});
  });

  test('ignores a program that is neither QEMU nor the wrapper, and knows QEMU after its package was upgraded', async () => {
    const qemu = await started();
    const [facts] = fake.host.processes.list();
    if (facts === undefined) throw new Error('no process');
    fake.host.processes.list = () => [
      {...facts, exe: '/usr/bin/qemu-system-x86_64 (deleted)'},
      {...facts, pid: 7, exe: '/usr/bin/grep'},
    ];
    fake.tools.vms.refresh();
    expect(look().process).toMatchObject({
      state: 'present',
      value: {pid: qemu.identity.pid, launching: false},
    });
  });
});

describe('evidence', () => {
  const marker = {kind: 'console' as const, contains: 'login:', timeoutMs: 60_000};

  test('comes from the console of this boot, also when it is written in two pieces', async () => {
    await started();
    const {consoleLog} = fake.host.paths.vm(uid);
    fake.tools.vms.expectEvidence(uid, marker);
    fake.files.append(consoleLog, 'Debian log', 0o600);
    await fake.clock.advance(200);
    expect(look().evidence).toEqual({consoleMarkerSeen: false, agentConnected: null});
    fake.files.append(consoleLog, 'in: ', 0o600);
    await fake.clock.advance(200);
    expect(look().evidence.consoleMarkerSeen).toBe(true);
    expect(fake.changes.at(-1)).toBe(`${uid} guest evidence`);
  });

  test('is looked for no more once it is there', async () => {
    await started();
    const {consoleLog} = fake.host.paths.vm(uid);
    fake.files.append(consoleLog, 'login:', 0o600);
    fake.tools.vms.expectEvidence(uid, marker);
    const before = fake.files.control.calls('readAt');
    await fake.clock.advance(60_000);
    expect(fake.files.control.calls('readAt')).toBe(before);
  });

  test('of the boot before does not count', async () => {
    const {consoleLog} = fake.host.paths.vm(uid);
    fake.files.control.put(consoleLog, 'login:');
    fake.tools.vms.expectEvidence(uid, marker);
    await started();
    await fake.clock.advance(10_000);
    expect(look().evidence.consoleMarkerSeen).toBe(false);
  });

  test('survives the rotation of the log and a new daemon, but not another marker', async () => {
    await started();
    const {consoleLog} = fake.host.paths.vm(uid);
    fake.tools.vms.expectEvidence(uid, marker);
    fake.files.append(consoleLog, `login:${'x'.repeat(2 * 1024 * 1024)}`, 0o600);
    await fake.clock.advance(5_000);
    expect(look().evidence.consoleMarkerSeen).toBe(true);
    expect(fake.files.stat(consoleLog)?.sizeBytes).toBe(0);
    expect(fake.files.stat(`${consoleLog}.1`)?.sizeBytes).toBe(1024 * 1024);
    fake.tools.vms.close();
    const next = watchVms(fake.host, () => undefined);
    next.refresh();
    next.expectEvidence(uid, marker);
    expect(next.observe(uid).evidence.consoleMarkerSeen).toBe(true);
    next.expectEvidence(uid, {...marker, contains: 'other'});
    expect(next.observe(uid).evidence.consoleMarkerSeen).toBe(false);
    next.close();
  });

  test('of a flood is read in steps of at most 1 MiB', async () => {
    await started();
    const {consoleLog} = fake.host.paths.vm(uid);
    const steps: number[] = [];
    const {files} = fake;
    fake.host.files = {
      ...files,
      readAt: (path, offset, sizeBytes) => {
        steps.push(sizeBytes);
        return files.readAt(path, offset, sizeBytes);
      },
    };
    fake.files.append(consoleLog, `${'x'.repeat(5 * 1024 * 1024)}login:`, 0o600);
    fake.tools.vms.expectEvidence(uid, marker);
    await fake.clock.advance(1);
    expect(look().evidence.consoleMarkerSeen).toBe(true);
    expect(steps.length).toBeGreaterThan(5);
    expect(Math.max(...steps)).toBeLessThanOrEqual(1024 * 1024);
  });

  test('that cannot be kept on a full disk is still evidence', async () => {
    await started();
    const {consoleLog, evidence} = fake.host.paths.vm(uid);
    fake.files.control.failOn(evidence, 'ENOSPC', 'writeAtomic');
    fake.tools.vms.expectEvidence(uid, marker);
    fake.files.append(consoleLog, 'login:', 0o600);
    await fake.clock.advance(200);
    expect(look().evidence.consoleMarkerSeen).toBe(true);
  });
});
