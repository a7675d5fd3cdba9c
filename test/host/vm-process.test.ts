// One real hypervisor process from launch to end: confinement, adoption, stopping, what the watch makes of it.
import {existsSync, readFileSync, readlinkSync, statSync} from 'node:fs';
import {randomUUID} from 'node:crypto';
import {connect} from 'node:net';
import {afterAll, beforeAll, describe, expect, test} from '@jest/globals';
import {parseCgroupMounts} from '../../controller/host/cgroup.ts';
import {changeVm} from '../../controller/execute/vm-change.ts';
import {cleanVm} from '../../controller/execute/vm-clean.ts';
import {continueVm} from '../../controller/execute/vm-continue.ts';
import {startVm} from '../../controller/execute/vm-start.ts';
import {stopVm} from '../../controller/execute/vm-stop.ts';
import type {LinkTable} from '../../controller/observe/links.ts';
import {done} from '../../controller/plan/action.ts';
import {hostUid, openFixture} from './vm-fixture.ts';
import type {VmFixture} from './vm-fixture.ts';

let fixture: VmFixture;
const {signal} = new AbortController();

beforeAll(() => {
  fixture = openFixture();
});
afterAll(() => fixture.close(), 30_000);

const status = (pid: number): Record<string, string> =>
  Object.fromEntries(
    readFileSync(`/proc/${String(pid)}/status`, 'utf8')
      .split('\n')
      .map(line => line.split(':\t') as [string, string]),
  );

/** No disk hangs on a link. */
const noLinks: LinkTable = {
  read: () => Promise.resolve({state: 'absent'}),
  invalidate: () => undefined,
  last: () => new Map(),
  learn: () => undefined,
  close: () => undefined,
};

describe('a started VM', () => {
  let uid: string;
  let pid: number;
  beforeAll(async () => {
    const started = await fixture.start();
    expect(started.outcome).toEqual(done(true));
    uid = started.uid;
    pid = fixture.process(uid).pid;
  }, 30_000);

  test('runs, and its monitor answers with its uid', () => {
    const observed = fixture.tools.vms.observe(uid);
    expect(observed.monitor).toMatchObject({state: 'connected', runState: 'running', uuid: uid});
    expect(observed.process).toMatchObject({value: {launching: false, revision: 3, hostUid}});
  });

  test('is the process that was launched, in a session of its own', () => {
    expect(readlinkSync(`/proc/${String(pid)}/exe`)).toBe('/usr/bin/qemu-system-x86_64');
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'latin1');
    expect(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[3]).toBe(String(pid));
  });

  test('has its own user, no capability, no way to new privileges and a system call filter', () => {
    const facts = status(pid);
    expect(facts['Uid']).toBe(Array(4).fill(hostUid).join('\t'));
    expect(facts['Gid']).toBe(Array(4).fill(hostUid).join('\t'));
    expect(facts['Groups']?.trim()).toBe('');
    for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb'])
      expect(facts[set]).toBe('0000000000000000');
    expect(facts['NoNewPrivs']).toBe('1');
    expect(facts['Seccomp']).toBe('2');
  });

  test('leaves no core dump and makes no file that others can read', () => {
    expect(readFileSync(`/proc/${String(pid)}/limits`, 'utf8')).toMatch(/Max core file size +0 +0/);
    expect(status(pid)['Umask']).toBe('0077');
  });

  test('reads from /dev/null and writes to its log, not to a pipe of the daemon', () => {
    const target = (fd: number) => readlinkSync(`/proc/${String(pid)}/fd/${String(fd)}`);
    expect(target(0)).toBe('/dev/null');
    expect([target(1), target(2)]).toEqual(Array(2).fill(fixture.host.paths.vm(uid).vmmLog));
  });

  test('sits in a cgroup of its own in every hierarchy that is used', () => {
    const mine = readFileSync(`/proc/${String(pid)}/cgroup`, 'utf8');
    const used = parseCgroupMounts(readFileSync('/proc/self/mountinfo', 'utf8'));
    expect(used.length).toBeGreaterThan(0);
    for (const {controllers} of used) expect(mine).toContain(`:${controllers.join(',')}:/vmlet/${uid}`);
  });

  test('cannot put anything in the place of its sockets', async () => {
    const {runtime, qmpSocket} = fixture.host.paths.vm(uid);
    expect(statSync(runtime)).toMatchObject({uid: 0, gid: 0});
    expect(statSync(runtime).mode & 0o7777).toBe(0o711);
    const swap = await fixture.host.processes.run('ln', ['-sfn', '/etc/passwd', qmpSocket], {
      uid: hostUid,
      gid: hostUid,
    });
    expect(swap.exitCode).not.toBe(0);
    expect(statSync(qmpSocket).isSocket()).toBe(true);
  });

  test('is not started a second time', async () => {
    const action = fixture.startAction({uid});
    expect(await startVm(action, fixture.tools, {signal})).toEqual(done(false));
    expect(fixture.process(uid).pid).toBe(pid);
  });

  test('is adopted by the next daemon with its revision and its run state', async () => {
    const next = fixture.anotherWatch();
    expect(next.observe(uid).process.state).toBe('unknown');
    // The first daemon is gone: QEMU serves one monitor at a time.
    fixture.tools.vms.session(uid)?.close();
    next.refresh();
    await fixture.until(uid, () => next.observe(uid).monitor.state === 'connected', next);
    expect(next.observe(uid)).toMatchObject({
      process: {value: {pid, revision: 3}},
      monitor: {runState: 'running', uuid: uid},
    });
    next.close();
    await fixture.until(uid, () => fixture.tools.vms.session(uid) !== undefined);
  });

  test('is continued where it was paused, and only then', async () => {
    const process = fixture.process(uid);
    const proceed = () => continueVm({type: 'vm.continue', uid, process}, fixture.tools, {signal});
    expect(await proceed()).toEqual(done(false));
    await fixture.tools.vms.session(uid)?.execute('stop');
    await fixture.until(uid, () => runState() === 'paused');
    expect(await proceed()).toEqual(done(true));
    await fixture.until(uid, () => runState() === 'running');
  });

  test('takes a disk while it runs, leaves nothing of one that is refused, and grows it', async () => {
    const process = fixture.process(uid);
    const bus = rootPort(fixture.startAction({uid}).command.argv);
    const node = {driver: 'null-co', 'node-name': 'disk7', size: 1 << 20};
    const add = (on: string) => ({
      kind: 'disk.add' as const,
      disk: 'data',
      deviceId: 'disk7-device',
      commands: [
        {execute: 'blockdev-add', arguments: node},
        {
          execute: 'device_add',
          arguments: {driver: 'virtio-blk-pci', drive: 'disk7', id: 'disk7-device', bus: on},
        },
      ],
    });
    const change = (body: Parameters<typeof changeVm>[0]['change']) =>
      changeVm({type: 'vm.change', uid, process, change: body}, {...fixture.tools, links: noLinks}, {signal});
    expect(await change(add('no-such-bus'))).toMatchObject({kind: 'failed', code: 'E-QMP'});
    expect(await nodeNames()).not.toContain('disk7');
    expect(await change(add(bus))).toEqual(done(true));
    expect(await change(add(bus))).toEqual(done(false));
    expect(await nodeNames()).toContain('disk7');
    const smaller = {
      kind: 'disk.grow' as const,
      disk: 'data',
      nodeName: 'disk7',
      sizeBytes: 1 << 19,
      commands: [],
    };
    expect(await change(smaller)).toMatchObject({kind: 'failed', terminal: true});
    expect(await change({...smaller, sizeBytes: 1 << 20})).toEqual(done(false));
  });

  test('is ready when its console says so, and stays ready for the next daemon', async () => {
    const {consoleLog} = fixture.host.paths.vm(uid);
    const readiness = {kind: 'console' as const, contains: 'up!', timeoutMs: 60_000};
    fixture.tools.vms.expectEvidence(uid, readiness);
    expect(fixture.tools.vms.observe(uid).evidence.consoleMarkerSeen).toBe(false);
    await say('up!');
    await fixture.until(uid, () => fixture.tools.vms.observe(uid).evidence.consoleMarkerSeen === true);
    expect(fixture.changes).toContain(`${uid} guest evidence`);
    fixture.host.files.truncate(consoleLog, 0);
    const next = fixture.anotherWatch();
    next.expectEvidence(uid, readiness);
    next.refresh();
    expect(next.observe(uid).evidence).toEqual({consoleMarkerSeen: true, agentConnected: null});
    next.close();
  });

  test('has a console log that stays below its size, into which QEMU goes on writing', async () => {
    const {consoleLog} = fixture.host.paths.vm(uid);
    fixture.host.files.append(consoleLog, 'x'.repeat(3 * 1024 * 1024), 0o600);
    await fixture.until(uid, () => existsSync(`${consoleLog}.1`));
    expect(statSync(`${consoleLog}.1`).size).toBe(1024 * 1024);
    await say('on');
    expect(readFileSync(consoleLog, 'utf8')).toBe('on');
  });

  test('without an agent in the guest has no agent, and its socket stays free', async () => {
    const {agentSocket} = fixture.host.paths.vm(uid);
    fixture.tools.vms.expectEvidence(uid, {kind: 'guestAgent', timeoutMs: 60_000});
    await fixture.host.clock.sleep(2_300);
    expect(fixture.tools.vms.observe(uid).evidence.agentConnected).toBe(false);
    fixture.tools.vms.expectEvidence(uid, {kind: 'running'});
    expect(existsSync(agentSocket)).toBe(true);
  });

  test('whose guest powered off stays as `shutdown`, also for the next daemon', async () => {
    // What an ACPI guest writes on q35: SLP_EN with the S5 type to the PM1a control register.
    await monitorCommand('o /w 0x604 0x2000');
    await fixture.until(uid, () => runState() === 'shutdown');
    fixture.tools.vms.session(uid)?.close();
    const next = fixture.anotherWatch();
    next.refresh();
    await fixture.until(uid, () => next.observe(uid).monitor.state === 'connected', next);
    expect(next.observe(uid).monitor).toMatchObject({runState: 'shutdown'});
    next.close();
    await fixture.until(uid, () => runState() === 'shutdown');
  });

  test('whose guest is down is ended, and a second stop finds nothing to do', async () => {
    const identity = fixture.process(uid);
    const ladder = [
      {method: 'powerdown' as const, waitMs: 25_000},
      {method: 'kill' as const, waitMs: 5_000},
    ];
    expect(await fixture.stop(uid, ladder)).toEqual(done(true));
    expect(fixture.tools.vms.observe(uid).process).toEqual({state: 'absent'});
    expect(await stopVm({type: 'vm.stop', uid, process: identity, ladder}, fixture.tools, {signal})).toEqual(
      done(false),
    );
  }, 30_000);

  test('leaves neither runtime directory nor cgroup after it was cleaned', async () => {
    const paths = fixture.host.paths.vm(uid);
    expect(await cleanVm({type: 'vm.clean', uid, paths}, fixture.tools, {signal})).toEqual(done(true));
    expect(existsSync(paths.runtime)).toBe(false);
    for (const {mount} of parseCgroupMounts(readFileSync('/proc/self/mountinfo', 'utf8')))
      expect(existsSync(`${mount}/vmlet/${uid}`)).toBe(false);
  });

  const runState = () => {
    const {monitor} = fixture.tools.vms.observe(uid);
    return monitor.state === 'connected' ? monitor.runState : monitor.why;
  };

  const nodeNames = async (): Promise<string[]> => {
    const nodes = await fixture.tools.vms.session(uid)?.execute('query-named-block-nodes', {flat: true});
    return (nodes as {'node-name': string}[]).map(node => node['node-name']);
  };

  const monitorCommand = (line: string) =>
    fixture.tools.vms.session(uid)?.execute('human-monitor-command', {'command-line': line});

  /** As the guest would: bytes to the first serial port. */
  const say = async (text: string) => {
    for (const byte of Buffer.from(text)) await monitorCommand(`o /b 0x3f8 ${String(byte)}`);
  };
});

const rootPort = (argv: readonly string[]): string => {
  const port = argv.find(argument => argument.includes('pcie-root-port'));
  return (JSON.parse(port ?? '{}') as {id: string}).id;
};

describe('the end of a VM', () => {
  test('that nobody asked for is noticed without a look at the process table', async () => {
    const {uid} = await fixture.start();
    const {pid} = fixture.process(uid);
    process.kill(pid, 'SIGKILL');
    await fixture.until(uid, () => fixture.tools.vms.observe(uid).process.state === 'absent');
    expect(fixture.changes).toContain(`${uid} process gone`);
  }, 30_000);

  test('comes by SIGKILL when the guest ignores the button', async () => {
    const {uid} = await fixture.start();
    const identity = fixture.process(uid);
    const outcome = await fixture.stop(uid, [
      {method: 'powerdown', waitMs: 300},
      {method: 'ctrl-alt-del', waitMs: 300},
      {method: 'kill', waitMs: 5_000},
    ]);
    expect(outcome).toEqual(done(true));
    expect(fixture.host.processes.inspect(identity)).toBeUndefined();
  }, 30_000);

  test('is not reported while the process lives, and the stop says which rungs were tried', async () => {
    const {uid} = await fixture.start();
    const outcome = await fixture.stop(uid, [{method: 'powerdown', waitMs: 300}]);
    expect(outcome).toMatchObject({kind: 'failed', code: 'E-TIMEOUT', terminal: false});
    expect(outcome).toMatchObject({message: 'still running after powerdown'});
    expect(fixture.tools.vms.observe(uid).process.state).toBe('present');
  }, 30_000);

  test('is not brought about for a process that only looks like it', async () => {
    const {uid} = await fixture.start();
    const identity = fixture.process(uid);
    const other = {pid: process.pid, startTicks: fixture.tools.identity.daemon.startTicks};
    const ladder = [{method: 'kill' as const, waitMs: 100}];
    const outcome = await stopVm({type: 'vm.stop', uid, process: other, ladder}, fixture.tools, {signal});
    expect(outcome.kind).toBe('failed');
    expect(fixture.host.processes.inspect(identity)).toBeDefined();
  }, 30_000);
});

describe('a hypervisor that does not answer', () => {
  test('is silent, not dead: the next daemon neither kills it nor calls it running', async () => {
    const {uid} = await fixture.start();
    const {pid} = fixture.process(uid);
    process.kill(pid, 'SIGSTOP');
    try {
      // The signal is sent; every thread of it still has to stop.
      const state = () => readFileSync(`/proc/${String(pid)}/stat`, 'latin1').replace(/^.*\) /s, '')[0];
      while (state() !== 'T') await fixture.host.clock.sleep(10);
      fixture.tools.vms.refresh();
      expect(fixture.tools.vms.observe(uid)).toMatchObject({
        process: {state: 'present'},
        monitor: {state: 'silent', why: 'the process is stopped by a signal'},
      });
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    fixture.tools.vms.refresh();
    await fixture.until(uid, () => fixture.tools.vms.observe(uid).monitor.state === 'connected');
  }, 30_000);

  test('because somebody else holds its monitor is reported after the greeting time', async () => {
    const {uid} = await fixture.start();
    fixture.tools.vms.session(uid)?.close();
    const thief = connect(fixture.host.paths.vm(uid).qmpSocket);
    await new Promise(resolve => thief.once('data', resolve));
    const next = fixture.anotherWatch();
    next.refresh();
    await next.settled();
    expect(next.observe(uid)).toMatchObject({
      process: {state: 'present'},
      monitor: {state: 'silent', why: 'no answer to greeting within 5000 ms'},
    });
    thief.destroy();
    next.close();
    await fixture.until(uid, () => fixture.tools.vms.session(uid) !== undefined);
  }, 30_000);
});

describe('a start that fails', () => {
  test('because QEMU refuses its command line says so in QEMU’s words and leaves no process', async () => {
    const {uid, outcome} = await fixture.start({
      changeCommand: command => ({...command, argv: [...command.argv, '-device', 'no-such-device']}),
    });
    expect(outcome).toEqual({
      kind: 'failed',
      code: 'E-TOOL',
      message: "not started: QEMU: -device no-such-device: 'no-such-device' is not a valid device model name",
      terminal: true,
    });
    expect(fixture.tools.vms.observe(uid).process).toEqual({state: 'absent'});
  }, 30_000);

  test('in the wrapper is told apart from one in QEMU', async () => {
    const {outcome} = await fixture.start({
      changeCommand: command => ({...command, devices: [{fd: 3, path: '/nonexistent/tap7'}]}),
    });
    expect(outcome).toEqual({
      kind: 'failed',
      code: 'E-HOST',
      message: 'not started: the launch wrapper failed: /nonexistent/tap7 is not a character device',
      terminal: false,
    });
  }, 30_000);

  test('because the daemon is told to end leaves no process', async () => {
    const action = fixture.startAction();
    const controller = new AbortController();
    const outcome = startVm(action, fixture.tools, {signal: controller.signal});
    controller.abort();
    expect((await outcome).kind).toBe('recheck');
    fixture.tools.vms.refresh();
    expect(fixture.tools.vms.observe(action.uid).process).toEqual({state: 'absent'});
  }, 30_000);
});

describe('two processes for one VM', () => {
  test('are reported as unknown with both pids, and nothing is started', async () => {
    const uid = randomUUID();
    const first = await fixture.start({uid});
    expect(first.outcome).toEqual(done(true));
    const {argv} = fixture.startAction({uid}).command;
    const second = await fixture.host.processes.launch(
      {
        argv: argv.map(argument => argument.replaceAll('/vm/', '/twin-')),
        logPath: fixture.host.paths.vm(uid).vmmLog,
        cwd: '/',
      },
      () => undefined,
    );
    // It could not open its sockets and would end by itself before it was seen twice.
    process.kill(second.pid, 'SIGSTOP');
    const both = () => {
      fixture.tools.vms.refresh();
      return fixture.tools.vms.observe(uid).process.state === 'unknown';
    };
    await fixture.until(uid, both);
    expect(fixture.tools.vms.observe(uid).process).toMatchObject({
      why: expect.stringContaining(String(second.pid)),
    });
    const again = await startVm(fixture.startAction({uid}), fixture.tools, {signal});
    expect(again).toMatchObject({kind: 'failed', code: 'E-CONFLICT'});
    fixture.host.processes.signal(second, 'SIGKILL');
    await fixture.until(uid, () => !both());
  }, 30_000);
});

describe('a VM that needs a tun node', () => {
  test('has one that its user may open, and the host’s is as it was', async () => {
    const before = statSync('/dev/net/tun').mode;
    const {uid, outcome} = await fixture.start({
      changeCommand: command => ({...command, needsTun: true, devices: [{fd: 3, path: '/dev/null'}]}),
    });
    expect(outcome).toEqual(done(true));
    const {pid} = fixture.process(uid);
    expect(statSync(`/proc/${String(pid)}/root/dev/net/tun`).mode & 0o777).toBe(0o666);
    expect(readlinkSync(`/proc/${String(pid)}/fd/3`)).toBe('/dev/null');
    expect(statSync('/dev/net/tun').mode).toBe(before);
  }, 30_000);
});
