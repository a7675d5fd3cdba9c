import {beforeEach, describe, expect, test} from '@jest/globals';
import {cleanVm} from '../../../controller/execute/vm-clean.ts';
import {continueVm} from '../../../controller/execute/vm-continue.ts';
import {prepareVm} from '../../../controller/execute/vm-prepare.ts';
import {startVm} from '../../../controller/execute/vm-start.ts';
import {done} from '../../../controller/plan/action.ts';
import {fakeVmHost, uid} from '../../fakes/vm-host.ts';
import type {FakeVmHost} from '../../fakes/vm-host.ts';

let fake: FakeVmHost;
const {signal} = new AbortController();

beforeEach(() => {
  fake = fakeVmHost();
});

const start = (host = fake, action = host.startAction()) =>
  host.during(startVm(action, host.tools, {signal}));

describe('starting', () => {
  test('leaves a running guest with its uid', async () => {
    expect(await start()).toEqual(done(true));
    const {process, monitor} = fake.tools.vms.observe(uid);
    expect(process).toMatchObject({state: 'present', value: {revision: 4, launching: false}});
    expect(monitor).toMatchObject({state: 'connected', runState: 'running', uuid: uid});
  });

  test('takes the runtime directory from the VM’s user before the guest runs', async () => {
    const {runtime} = fake.host.paths.vm(uid);
    let ownerAtCont: number | undefined;
    fake.files.control.beforeEach(() => {
      if (fake.qemus.of(uid)?.runState === 'prelaunch') ownerAtCont = fake.files.stat(runtime)?.uid;
    });
    await start();
    expect(ownerAtCont).toBe(200_007);
    expect(fake.files.stat(runtime)).toMatchObject({uid: 0, mode: 0o711});
  });

  test('gives the console log to the VM’s user, in a directory that is not his', async () => {
    await start();
    const {consoleLog, vmmLog} = fake.host.paths.vm(uid);
    expect(fake.files.stat(consoleLog)).toMatchObject({uid: 200_007, mode: 0o600});
    expect(fake.files.stat(vmmLog)).toMatchObject({uid: 0, mode: 0o600});
    expect(fake.files.stat(consoleLog.replace('/console.log', ''))).toMatchObject({uid: 0, mode: 0o711});
  });

  test('keeps the last boot’s console beside the new one, which holds this boot only', async () => {
    const {consoleLog, qmpSocket} = fake.host.paths.vm(uid);
    fake.files.control.put(consoleLog, 'old boot');
    fake.files.control.put(`${consoleLog}.1`, 'older half of the old boot');
    fake.files.control.special(qmpSocket, 'socket');
    await start();
    expect(fake.files.read(consoleLog)?.toString()).toBe('');
    expect(fake.files.read(`${consoleLog}.previous`)?.toString()).toBe('old boot');
    expect(fake.files.stat(`${consoleLog}.1`)).toBeUndefined();
    expect(fake.files.stat(qmpSocket)).toBeUndefined();
  });

  test('of what runs already starts nothing', async () => {
    await start();
    expect(await start()).toEqual(done(false));
    expect(fake.qemus.starts()).toBe(1);
  });

  test('that fails in QEMU tells its first error and ends what is left', async () => {
    fake.qemus.failNextLaunch(
      "2026-01-01T00:00:00.1Z qemu-system-x86_64: warning: old\n2026-01-01T00:00:00.2Z qemu-system-x86_64: Could not open '/d': Permission denied\n",
    );
    expect(await start()).toEqual({
      kind: 'failed',
      code: 'E-TOOL',
      message: "not started: QEMU: Could not open '/d': Permission denied",
      terminal: false,
    });
    expect(fake.qemus.all()).toEqual([]);
    expect(await start()).toEqual(done(true));
  });

  test('that cannot even fork says so', async () => {
    fake.qemus.refuseNextLaunch();
    expect(await start()).toMatchObject({kind: 'failed', code: 'E-TOOL', terminal: false});
  });

  test('whose monitor never answers ends the process that it started', async () => {
    const late = fakeVmHost({monitorMs: 60_000});
    const outcome = await start(late);
    expect(outcome).toMatchObject({kind: 'failed', code: 'E-TIMEOUT', terminal: false});
    expect(late.qemus.all()).toEqual([]);
  });

  test('on a monitor that answers for another VM fails and does not let it run', async () => {
    const outcome = startVm(fake.startAction(), fake.tools, {signal});
    await fake.clock.advance(5);
    const qemu = fake.qemus.of(uid);
    Object.assign(qemu ?? {}, {uuid: '99999999-2222-4333-8444-555555555555'});
    expect(await fake.during(outcome)).toMatchObject({kind: 'failed', code: 'E-NOT-OURS'});
    expect(qemu?.commands).not.toContain('cont');
    expect(fake.qemus.all()).toEqual([]);
  });

  test('on an image that was touched starts nothing', async () => {
    const action = {...fake.startAction(), images: [`sha256:${'0'.repeat(64)}`]};
    expect(await startVm(action, fake.tools, {signal})).toMatchObject({kind: 'failed', code: 'E-IMAGE'});
    expect(fake.qemus.starts()).toBe(0);
  });

  test('under systemd goes through a service, and finds the process in the table', async () => {
    const systemd = fakeVmHost({
      identity: {hasSystemd: true},
      run: async (command, args) => {
        expect(command).toBe('systemd-run');
        const argv = args.slice(args.indexOf('--') + 1);
        await systemd.host.processes.launch({argv, logPath: '/log', cwd: '/'}, () => undefined);
        return {exitCode: 0, stdout: '', stderr: ''};
      },
    });
    expect(await start(systemd)).toEqual(done(true));
    expect(systemd.tools.vms.observe(uid).process.state).toBe('present');
  });
});

test('a start says what its command line could not before the guest runs', async () => {
  const action = fake.startAction();
  const beforeRun = [{execute: 'stop'}];
  expect(await start(fake, {...action, command: {...action.command, beforeRun}})).toEqual(done(true));
  const {commands = []} = fake.qemus.of(uid) ?? {};
  expect(commands.filter(name => name === 'stop' || name === 'cont')).toEqual(['stop', 'cont']);
});

describe('continuing', () => {
  const proceed = async () => {
    const {process} = fake.tools.vms.observe(uid);
    if (process.state !== 'present') throw new Error(process.state);
    const action = {type: 'vm.continue' as const, uid, process: process.value};
    return fake.during(continueVm(action, fake.tools, {signal}));
  };

  test('a guest that a daemon left before its first instruction seals its directory first', async () => {
    const {argv} = fake.startAction().command;
    const {runtime} = fake.host.paths.vm(uid);
    fake.files.control.directory(runtime, {mode: 0o700, uid: 200_007});
    await fake.host.processes.launch({argv, logPath: '/log', cwd: '/'}, () => undefined);
    await fake.clock.advance(50);
    fake.tools.vms.refresh();
    await fake.during(fake.tools.vms.settled());
    expect(await proceed()).toEqual(done(true));
    expect(fake.files.stat(runtime)).toMatchObject({uid: 0, mode: 0o711});
    expect(fake.qemus.of(uid)?.runState).toBe('running');
  });

  test('one that a disk error stopped is tried again later while the disk is full, and runs when it is not', async () => {
    await start();
    const qemu = fake.qemus.of(uid);
    qemu?.ioError('disk0');
    await fake.clock.advance(10);
    expect(fake.tools.vms.observe(uid).monitor).toMatchObject({runState: 'io-error', blockErrors: ['disk0']});
    await proceed();
    await fake.clock.advance(50);
    expect(fake.tools.vms.observe(uid).monitor).toMatchObject({runState: 'io-error'});
    qemu?.clearIoError();
    expect(await proceed()).toEqual(done(true));
    await fake.clock.advance(50);
    expect(fake.tools.vms.observe(uid).monitor).toMatchObject({runState: 'running', blockErrors: []});
  });
});

describe('cleaning', () => {
  const clean = () => cleanVm({type: 'vm.clean', uid, paths: fake.host.paths.vm(uid)}, fake.tools, {signal});

  test('touches nothing while the process lives, or nobody has looked', async () => {
    expect(await clean()).toMatchObject({kind: 'recheck'});
    await start();
    expect(await clean()).toMatchObject({kind: 'recheck'});
    expect(fake.files.stat(fake.host.paths.vm(uid).runtime)).toBeDefined();
  });

  test('removes the runtime directory and cgroups of a VM that ended, and is idempotent', async () => {
    fake.files.control.put('/proc/self/mountinfo', '34 31 0:31 / /cg/memory rw - cgroup cgroup rw,memory\n');
    fake.files.control.directory('/cg/memory');
    await start();
    expect(fake.files.stat(`/cg/memory/vmlet/${uid}`)).toBeDefined();
    fake.qemus.of(uid)?.end('SIGKILL');
    fake.tools.vms.refresh();
    expect(await clean()).toEqual(done(true));
    expect(fake.files.stat('/cg/memory/vmlet')).toBeUndefined();
    expect(fake.files.stat(fake.host.paths.vm(uid).runtime)).toBeUndefined();
    expect(await clean()).toEqual(done(false));
  });

  test('comes back for a cgroup that stays busy, keeping the directory that shows it', async () => {
    fake.files.control.put('/proc/self/mountinfo', '34 31 0:31 / /cg/memory rw - cgroup cgroup rw,memory\n');
    await start();
    fake.files.control.failOn(`/cg/memory/vmlet/${uid}`, 'EBUSY', 'removeDirectory');
    fake.qemus.of(uid)?.end('SIGKILL');
    fake.tools.vms.refresh();
    expect(await fake.during(clean())).toMatchObject({kind: 'recheck'});
    expect(fake.files.stat(fake.host.paths.vm(uid).runtime)).toBeDefined();
  });
});

describe('preparing', () => {
  test('runs the commands in order, each to end with the daemon, and stops at the first that fails, with its words', async () => {
    const ran: string[] = [];
    const host = fakeVmHost({
      run: async (command, args, options) => {
        ran.push([command, ...args].join(' '));
        expect(options?.endsWithUs).toBe(true);
        return {exitCode: command === '/bad' ? 3 : 0, stdout: 'out\n', stderr: 'one\n\nno such pool\n'};
      },
    });
    const commands = [['/good', 'a;b'], ['/bad'], ['/never']].map(command => ({command, timeoutMs: 1_000}));
    expect(await prepareVm({type: 'vm.prepare', uid, commands}, host.tools, {signal})).toEqual({
      kind: 'failed',
      code: 'E-TOOL',
      message: 'preStart /bad ended with 3: out | one | no such pool',
      terminal: false,
    });
    expect(ran).toEqual(['/good a;b', '/bad']);
  });
});
