import {diffLines} from '../../../controller/cli/diff.ts';
import {historyLines} from '../../../controller/cli/history.ts';
import {describe, expect, test} from '@jest/globals';
import {lastLines} from '../../../controller/cli/logs.ts';
import {staysOf} from '../../../controller/cli/purge.ts';
import type {StatusEntry} from '../../../controller/status/read.ts';
import type {VmStatus} from '../../../controller/status/status-types.ts';
import {classStatus} from '../../../controller/status/documents.ts';
import {daemon, manifest, record, stopped} from '../status/fixture.ts';
import {openWorld, vm} from './world.ts';

describe('usage', () => {
  test.each<[string[], string]>([
    [['gte'], 'unknown command'],
    [['get', '--wach'], 'unknown option'],
    [['get', 'vmm'], 'unknown kind `vmm`; did you mean `vm`?'],
    [['get', '-o', 'xml'], '-o `xml` is not one of'],
    [['get', '-l', 'a=b=c'], 'label selector `a=b=c`'],
    [['stop'], 'missing required argument'],
    [['stop', 'vm/'], '`vm/` is not KIND/NAME'],
    [['approve'], 'approve needs an object, or --prune'],
    [['version', 'now'], 'too many arguments'],
    [['run', '--resync', '30'], '--resync `30` is not a duration'],
    [['run', '--log-level', 'loud'], '--log-level `loud` is not one of'],
    [['explain', 'vm.spec.memroy'], 'did you mean `memory`?'],
    [
      ['explain', 'vm.status.phase', '--disruption'],
      'status.phase is not a field whose change costs anything',
    ],
    [['explain', 'vm', '--disruption', '-o', 'xml'], 'known: text, json, yaml'],
    [['explain', 'vm', '-o', 'json'], '-o is for --disruption'],
  ])('%j is refused with 64 and one line that starts with our name', async (argv, says) => {
    const {code, out, err} = await openWorld().run(...argv);
    expect([code, out]).toEqual([64, '']);
    expect(err).toContain(says);
    expect(err).toMatch(/^vmlet: [^\n]+; [^\n]+\n$|^vmlet: [^\n]+\?\n$|^vmlet: [^\n]+\n$/);
  });

  test('an unknown verb names the nearest one', async () => {
    expect((await openWorld().run('gte')).err).toBe("vmlet: unknown command 'gte'; did you mean `get`?\n");
  });

  test('every verb shows examples with --help, which is no error', async () => {
    const world = openWorld();
    const verbs =
      'run get wait describe explain validate plan snapshot-host history diff adopt approve rollback boot start stop restart delete undelete purge events logs console doctor sweep down version';
    const help = await world.run('--help');
    expect(help.code).toBe(0);
    for (const verb of verbs.split(' ')) {
      expect(help.out).toContain(`\n  ${verb} `);
      const {code, out} = await world.run(verb, '--help');
      expect(code).toBe(0);
      expect(out).toContain(`Examples:\n  vmlet ${verb}`);
    }
  });
});

describe('explain --disruption', () => {
  test.each(['vm', 'image', 'network', 'class', 'budget', 'pdb', 'vmclass'])(
    'knows %s by the word that every verb knows it by',
    async kind => {
      const {out} = await openWorld().run('explain', kind, '--disruption', '-o', 'json');
      expect(JSON.parse(out)).toContainEqual(expect.objectContaining({path: expect.stringMatching(/^spec/)}));
    },
  );

  test('tells people in columns and programs as a list of path, class and reason', async () => {
    const world = openWorld();
    const text = await world.run('explain', 'vm.spec.disks', '--disruption');
    expect(text.out).toMatch(
      /^spec\.disks\[\]\.size +hot +grown while it runs\n +refused +where it is smaller/m,
    );
    const json = await world.run('explain', 'vm.spec.disks.size', '--disruption', '-o', 'json');
    expect(JSON.parse(json.out)).toEqual([
      {
        path: 'spec.disks[].size',
        class: 'hot',
        reason: 'grown while it runs',
        otherwise: {when: 'it is smaller', class: 'refused', reason: 'disks cannot shrink'},
      },
    ]);
  });
});

describe('get', () => {
  const fleet = (options = {}) => {
    const world = openWorld(options);
    world.put(vm('web'));
    world.put(vm('db', {observed: stopped, wantsRunning: false}));
    world.put(vm('web', {}, 'edge'));
    return world;
  };

  test('prints a table as kubectl does', async () => {
    const {code, out, err} = await fleet().run('get', 'vm');
    const [head = '', ...rows] = out
      .trim()
      .split('\n')
      .map(line => line.split(/ {2,}/));
    expect([code, err]).toEqual([0, '']);
    expect(head).toEqual(['NAME', 'PHASE', 'READY', 'REASON', 'RESTARTS', 'ADDRESS', 'PENDING', 'AGE']);
    expect(rows).toEqual([
      ['db', 'Stopped', 'False', 'Finished', '0', '192.168.1.3', '-', '10m'],
      ['web', 'Running', 'True', 'ConsoleMarkerSeen', '0', '192.168.1.3', '-', '10m'],
    ]);
  });

  test('shows beside why it is ready what wants something of the reader', async () => {
    const world = openWorld();
    const change = {path: 'spec.cpu.count', from: '1', to: '2', disruption: 'restart' as const, reason: ''};
    world.put(vm('web', {plan: {actions: [], holds: [], pendingChanges: [change]}}));
    const {out} = await world.run('get', 'vm', '-o', 'wide');
    expect(out).toContain('ConsoleMarkerSeen,ApprovalNeeded');
  });

  test('compares in its wide table what is wanted, what is prepared and what runs, by the status file alone', async () => {
    const world = openWorld({alive: false});
    const change = {path: 'spec.cpu.count', from: '1', to: '2', disruption: 'restart' as const, reason: ''};
    const revisions = {prepared: 3, booted: 2, previous: 1};
    const plan = {actions: [], holds: [], pendingChanges: [change]};
    world.put(vm('web', {plan, record: {...record, revisions}}));
    const {out} = await world.run('get', 'vm', '-o', 'wide');
    const [head, row] = out.split('\n').map(line => line.split(/ {2,}/));
    const cell = (heading: string): string | undefined => row?.[head?.indexOf(heading) ?? -1];
    expect(['PENDING', 'PREPARED', 'BOOTED'].map(cell)).toEqual(['1', '3', '2']);
  });

  test.each<[string[], string]>([
    [['vm'], 'vm/db vm/web'],
    [['vms', 'web'], 'vm/web'],
    [['virtualmachines', '-A'], 'vm/db vm/web vm/web'],
    [['VirtualMachine/web', 'vm/db'], 'vm/web vm/db'],
    [['all', '-n', 'edge'], 'vm/web'],
    [['vm', '-l', 'app=web'], 'vm/web'],
    [['vm', '-l', 'app!=web'], 'vm/db'],
    [['vm', '-l', '!app'], ''],
    [['img,vm'], 'vm/db vm/web'],
    [[], 'vm/db vm/web'],
  ])('%j selects %s', async (argv, names) => {
    const {out} = await fleet().run('get', ...argv, '-o', 'name');
    expect(out.trim().split('\n').join(' ')).toBe(names);
  });

  test('a name that is not there names the nearest one, with exit code 1', async () => {
    expect(await fleet().run('get', 'vm', 'wbe')).toEqual({
      code: 1,
      out: '',
      err: 'vmlet: no VM `wbe`; did you mean `web`?\n',
    });
  });

  test('without the daemon it shows Unknown, also as data, and says how old the data is', async () => {
    const world = fleet({alive: false});
    await world.clock.advance(240_000);
    const {code, out, err} = await world.run('get', 'vm', 'web', '-o', 'json');
    const document = JSON.parse(out) as {
      status: {phase: string; conditions: {type: string; status: string}[]};
    };
    expect(code).toBe(0);
    expect(document.status.phase).toBe('Unknown');
    expect(document.status.conditions.find(({type}) => type === 'Ready')?.status).toBe('Unknown');
    expect(err).toBe(
      'vmlet: daemon not answering, data 4m old (the daemon does not run); VMs may run on, start it with: vmlet run\n',
    );
    expect((await world.run('get', 'vm', 'web')).out).not.toContain('Running');
  });

  test('what a guest or a manifest says cannot steer the terminal', async () => {
    const world = openWorld();
    world.put(
      vm('web', {
        failure: {
          action: 'vm.start',
          code: 'E-QMP',
          message: 'bad \u001b]0;owned\u0007 \u202e',
          at: 'T',
          terminal: false,
        },
      }),
    );
    for (const argv of [
      ['get', '-o', 'wide'],
      ['describe', 'web'],
      ['get', 'vm', '-o', 'json'],
      ['get', 'vm', '-o', 'yaml'],
    ]) {
      const {out} = await world.run(...argv);
      expect(out).not.toContain('\u001b');
    }
  });

  test('-w prints a row when an object changes and nothing while none does', async () => {
    const world = fleet();
    const watching = world.run('get', 'vm', '-w');
    await world.clock.advance(2_000);
    expect(world.output().trim().split('\n')).toHaveLength(3);
    world.put(vm('db'));
    await world.clock.advance(1_000);
    const lines = world.output().trim().split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[3]).toMatch(/^db +Running +True/);
    world.end();
    expect((await watching).code).toBe(0);
  });
});

describe('describe', () => {
  test('explains conditions, pending changes and events', async () => {
    const world = openWorld();
    const change = {
      path: 'spec.memory.size',
      from: '256Mi',
      to: '512Mi',
      disruption: 'restart' as const,
      reason: 'the guest reads it only when it boots',
    };
    const event = {
      type: 'Warning' as const,
      reason: 'TapMissing',
      message: 'made again',
      count: 3,
      firstSeen: '2026-01-01T00:00:00Z',
      lastSeen: '2026-01-01T00:09:00Z',
    };
    world.put(vm('web', {plan: {actions: [], holds: [], pendingChanges: [change]}, events: [event]}));
    const {code, out} = await world.run('describe', 'web');
    expect(code).toBe(0);
    expect(out).toContain(
      'spec.memory.size: 256Mi -> 512Mi\n    restart: needs a restart of the guest; the guest reads it only when it boots',
    );
    expect(out).toMatch(/RestartRequired +True +ApprovalNeeded/);
    expect(out).toMatch(/60s \(x3 over 10m\) +Warning +TapMissing +made again/);
    expect(out).toContain('web.yaml, document 1');
  });

  test('of a class names its machines, each with what an edit would do to it, and no other', async () => {
    const world = openWorld();
    const change = {
      path: 'spec.memory.size',
      from: '1Gi',
      to: '2Gi',
      disruption: 'restart' as const,
      reason: '',
    };
    world.put(vm('web', {plan: {actions: [], holds: [], pendingChanges: [change]}}));
    for (const name of ['db', 'other']) world.put(vm(name));
    const key = 'VirtualMachineClass/default/small' as const;
    const usedBy = ['VirtualMachine/default/web', 'VirtualMachine/default/db'] as const;
    const facts = {verdict: null, unresolved: [], plan: null, failure: null, backoff: null, events: []};
    const given = {...facts, previous: null, now: '2026-01-01T00:00:00Z', daemon};
    const named = {...manifest, metadata: {...manifest.metadata, name: 'small'}};
    const small = {...record, kind: 'VirtualMachineClass', name: 'small', manifest: named} as const;
    world.put(classStatus({...given, key, record: small, usedBy}));
    const {out, err} = await world.run('describe', 'class/small');
    expect(err).toBe('');
    expect(out).toContain(
      'Machines:\n  vm/db: as it is declared\n  vm/web: spec.memory.size (restart); ApprovalNeeded\n',
    );
    expect(out).not.toContain('vm/other');
  });
});

describe('plan', () => {
  const step = (disruptive: boolean) => ({
    object: 'VirtualMachine/default/web',
    actions: [{type: 'vm.stop' as const, target: 'web', why: 'why', disruptive}],
    changes: [],
    pendingChanges: [],
    downtime: null,
    holds: [],
  });

  test('without a daemon plans here, says so, and exits 0, 2, 3 or 65', async () => {
    const world = openWorld({alive: false});
    expect(await world.run('plan')).toMatchObject({
      code: 0,
      out: 'Nothing to do: the host is as the manifests say.\n',
      err: expect.stringContaining('planned here instead'),
    });
    world.setPlan({objects: [step(false)], invalid: []});
    expect((await world.run('plan')).code).toBe(2);
    world.setPlan({objects: [step(true)], invalid: []});
    expect((await world.run('plan')).out).toContain('  ! vm.stop web: why\n');
    expect((await world.run('plan')).code).toBe(3);
    world.setPlan({objects: [step(true)], invalid: ['a.yaml:1:1: bad']});
    expect((await world.run('plan')).code).toBe(65);
  });

  test('says what changes, what that costs and how long the guest is away, in colour where it is asked for', async () => {
    const world = openWorld({alive: false});
    const change = (disruption: 'hot' | 'restart') => ({
      path: 'spec.memory.size',
      from: '1Gi',
      to: '2Gi',
      disruption,
      reason: 'why',
    });
    const downtime = {kind: 'restart', when: 'leave', shutdownAtMostMs: 65_000} as const;
    world.setPlan({
      objects: [{...step(true), changes: [change('hot')], pendingChanges: [change('restart')], downtime}],
      invalid: [],
    });
    const {out} = await world.run('plan');
    expect(out.split('\n').slice(0, 5)).toEqual([
      'vm/web',
      '  > spec.memory.size 1Gi -> 2Gi (hot): why',
      '  ! vm.stop web: why',
      '  ~ spec.memory.size 1Gi -> 2Gi (restart): why',
      '  downtime, once it has leave: the guest shuts down (at most 65 s) and boots again',
    ]);
    expect((await world.run('plan', '--color', 'always')).out).toContain(
      '\x1b[31m  ! vm.stop web: why\x1b[0m',
    );
    expect((await world.run('plan', '--color', 'never')).out).toBe(out);
    expect((await world.run('plan', '--color', 'blue')).code).toBe(64);
    expect((await world.run('plan', '-o', 'yaml')).out).toContain('shutdownAtMostMs: 65000');
    expect((await world.run('plan', '-o', 'table')).code).toBe(64);
  });

  test('beside a daemon that runs and does not answer plans nothing, and exits 69', async () => {
    const world = openWorld({alive: true});
    expect(await world.run('plan')).toMatchObject({code: 69, out: ''});
    expect((await world.run('plan', '--policy', 'p.yaml')).code).toBe(64);
  });
});

describe('verbs that need the daemon', () => {
  test.each([
    ['start', 'web'],
    ['approve', '--prune'],
    ['purge', 'web', '--yes'],
  ])('%s exits 69 when it does not answer', async (...argv) => {
    const world = openWorld();
    world.put(vm('web'));
    const {code, err} = await world.run(...argv);
    expect(code).toBe(69);
    expect(err).toMatch(
      /^vmlet: daemon not answering at \/run\/vmlet\/api-[0-9a-f]{8}\.sock \(no socket\); start it with: vmlet run\n$/,
    );
  });

  test('down with neither a daemon nor any state has nothing to take down', async () => {
    const {code, err} = await openWorld().run('down');
    expect(code).toBe(69);
    expect(err).toBe('vmlet: no daemon answers, and /var/lib/vmlet holds no vmlet state\n');
  });

  test('purge without a terminal and without --yes is refused', async () => {
    const world = openWorld();
    world.put(vm('web'));
    expect((await world.run('purge', 'web')).code).toBe(64);
  });

  test('purge names the files of a machine that are not vmlet’s and stay', () => {
    const {metadata, status, ...document} = vm('web');
    const [root] = (status as VmStatus).disks;
    const disks = [root, {name: 'data', path: '/srv/data.raw', image: null, virtualSize: '1Gi'}];
    const entry = {document: {...document, metadata, status: {...status, disks}}} as unknown as StatusEntry;
    expect(staysOf([entry])).toEqual(['web: disk data is the file /srv/data.raw, which stays']);
  });
});

describe('which vmlet is meant', () => {
  test('flag, then environment, then .vmlet above, then the default', async () => {
    const world = openWorld({env: {VMLET_STATE_DIR: '/from/env'}});
    await world.run('run', '--state-dir', 'flag');
    await world.run('run');
    const plain = openWorld();
    await plain.run('run');
    plain.files.control.directory('/real/state');
    plain.files.control.directory('/home');
    plain.files.control.symlink('/real/state', '/home/.vmlet');
    await plain.run('run', '--manifests', 'm', '--once', '--timeout', '1m30s', '--no-table');
    expect([...world.runs, ...plain.runs].map(({stateDir}) => stateDir)).toEqual([
      '/home/me/flag',
      '/from/env',
      '/var/lib/vmlet',
      '/real/state',
    ]);
    expect(plain.runs[1]).toMatchObject({
      manifestsDir: '/home/me/m',
      once: true,
      timeoutMs: 90_000,
      table: false,
      resyncMs: 30_000,
      logFormat: 'json',
    });
  });

  test('a .vmlet that another user planted is passed over', async () => {
    const world = openWorld();
    world.files.control.directory('/home/.vmlet', {uid: 1000});
    await world.run('run');
    expect(world.runs[0]?.stateDir).toBe('/var/lib/vmlet');
  });

  test('the directories that the daemon wrote down are used by the CLI', async () => {
    const world = openWorld();
    const file = {
      pid: 1,
      startTicks: 2,
      bootId: 'b',
      version: 'v',
      runtimeDir: '/r',
      statusDir: '/elsewhere',
      apiSocket: '/r/x',
      manifestsDir: '/m',
    };
    world.files.control.put(world.paths.daemonFile, JSON.stringify(file));
    expect((await world.run('get')).err).toContain('/elsewhere');
    world.files.control.put(world.paths.daemonFile, '{"pid": ');
    expect((await world.run('get')).err).toContain('/var/lib/vmlet/status');
  });
});

describe('logs', () => {
  test('prints the older half before the log, and only the tail when asked', async () => {
    const world = openWorld();
    world.put(vm('web'));
    const {consoleLog} = world.paths.vm('11111111-2222-4333-8444-555555555555');
    world.files.control.put(`${consoleLog}.1`, 'one\ntwo\n');
    world.files.control.put(consoleLog, 'three\n');
    expect((await world.run('logs', 'web')).out).toBe('one\ntwo\nthree\n');
    expect((await world.run('logs', 'vm/web', '--tail', '2')).out).toBe('two\nthree\n');
    expect((await world.run('logs', 'web', '--vmm')).code).toBe(1);
    expect((await world.run('logs', 'web', '--tail', 'x')).code).toBe(64);
    expect([lastLines('a\nb', 1), lastLines('a\n', 0), lastLines('a\n', null)]).toEqual(['b\n', '', 'a\n']);
  });

  test('-f goes on where it was, also when the daemon has cut the log', async () => {
    const world = openWorld();
    world.put(vm('web'));
    const {consoleLog} = world.paths.vm('11111111-2222-4333-8444-555555555555');
    world.files.control.put(consoleLog, 'one\n');
    const following = world.run('logs', 'web', '-f');
    await world.clock.advance(300);
    world.files.append(consoleLog, 'two\n', 0o600);
    await world.clock.advance(300);
    world.files.truncate(consoleLog, 0);
    await world.clock.advance(300);
    world.files.append(consoleLog, 'new\n', 0o600);
    await world.clock.advance(300);
    world.end();
    expect((await following).out).toBe('one\ntwo\nnew\n');
  });
});

describe('get tombstones', () => {
  const removed = (name: string, since: string, disks: 'Retain' | 'Delete') => {
    const tombstone = {
      since,
      why: 'its manifest is gone',
      trashed: disks === 'Delete',
      trashedForMs: 7_200_000,
      purgeRequested: false,
    };
    const deletion = {disks, protect: false, graceMs: 604_800_000};
    const policy = record.policy === null ? null : {...record.policy, deletion};
    return vm(name, {
      record: {...record, name, tombstone, policy},
      verdict: null,
      observed: stopped,
      wantsRunning: null,
    });
  };

  test('lists what is kept, oldest first, with its disks and what ends it', async () => {
    const world = openWorld();
    world.put(vm('web'));
    world.put(removed('new', '2026-01-01T00:09:00Z', 'Delete'));
    world.put(removed('old', '2026-01-01T00:00:00Z', 'Retain'));
    const {code, out} = await world.run('get', 'tombstones');
    const rows = out
      .trim()
      .split('\n')
      .map(line => line.split(/ {2,}/));
    expect(code).toBe(0);
    expect(rows[0]).toEqual(['NAME', 'AGE', 'DISKS', 'ENDED BY']);
    expect(rows.slice(1).map(([name, age, , end]) => [name, age, end])).toEqual([
      ['old', '10m', 'vmlet purge vm/old'],
      ['new', '60s', '168h in the trash (2h so far), or vmlet purge vm/new'],
    ]);
    const json = JSON.parse((await world.run('get', 'tombstone', 'old', '-o', 'json')).out) as {
      items: {name: string; deletion: string; disks: {name: string}[]}[];
    };
    expect(json.items).toMatchObject([{name: 'old', deletion: 'Retain', disks: [{name: 'root'}]}]);
    expect((await world.run('get', 'tombstones', '-o', 'name')).out).toBe('vm/old\nvm/new\n');
  });

  test('says that there is none', async () => {
    expect(await openWorld().run('get', 'tombstones')).toEqual({
      code: 0,
      out: '',
      err: 'vmlet: no machine is removed and kept\n',
    });
  });
});

describe('sweep', () => {
  const process = {pid: 4711, startTicks: 9};
  const left = [
    {
      kind: 'process',
      name: '4711',
      uid: 'u1',
      detail: 'running',
      kept: 'its guest runs',
      hasGuest: true,
      process,
    },
    {kind: 'link', name: 'vmt-a', uid: 'u1', detail: 'tun in br0', kept: null},
    {kind: 'state', name: '/s/vms/u2', uid: 'u2', detail: 'root.qcow2', kept: null},
  ] as const;

  test('without a flag reports what it would do, and asks for nothing else', async () => {
    const world = openWorld({alive: false});
    expect(await world.run('sweep')).toEqual({code: 0, out: '', err: 'vmlet: nothing is left over\n'});
    world.setOrphans(left);
    const {out} = await world.run('sweep');
    expect(out).toMatch(/4711 +u1 +running +kept: its guest runs\n/);
    expect(out).toMatch(/vmt-a +u1 +tun in br0 +remove it/);
    expect(out).toMatch(/vms\/u2 +u2 +root\.qcow2 +to the trash/);
    expect(JSON.parse((await world.run('sweep', '-o', 'json')).out)).toHaveLength(3);
    expect(world.sweeps.map(({mode}) => mode)).toEqual(['report', 'report', 'report']);
  });

  test('--delete names no guest, and --stop-guests the very processes that were shown, once the words are said', async () => {
    const world = openWorld({alive: false});
    world.setOrphans(left);
    await world.run('sweep', '--delete');
    expect(world.sweeps).toEqual([{mode: 'delete', stop: []}]);
    const unsaid = await world.run('sweep', '--delete', '--stop-guests');
    expect([unsaid.code, unsaid.err]).toEqual([64, expect.stringContaining('--confirm "stop 1 guest"')]);
    const wrong = await world.run('sweep', '--delete', '--stop-guests', '--confirm', 'stop 2 guests');
    expect(wrong.code).toBe(64);
    expect(world.sweeps.every(({stop}) => stop.length === 0)).toBe(true);
    await world.run('sweep', '--delete', '--stop-guests', '--confirm', 'stop 1 guest');
    expect(world.sweeps.at(-1)).toEqual({mode: 'delete', stop: [process]});
  });

  test.each([
    ['--adopt', '--delete'],
    ['--stop-guests', '--adopt'],
    ['--output', 'xml'],
  ])('%s with %s is no use of it', async (...words) => {
    expect((await openWorld().run('sweep', ...words)).code).toBe(64);
  });

  test('does not look past a daemon that runs and does not answer', async () => {
    const world = openWorld({alive: true});
    expect((await world.run('sweep')).code).toBe(69);
    expect(world.sweeps).toEqual([]);
  });
});

describe('validate', () => {
  test('prints every problem with its place, 65 when there is one, 0 when there is none', async () => {
    const world = openWorld();
    const good =
      'apiVersion: vmlet.dev/v1alpha1\nkind: Network\nmetadata: {name: lan}\nspec: {bridge: {name: br0, management: External}}\n';
    world.files.control.put('/home/me/m/lan.yaml', good);
    expect(await world.run('validate', 'm')).toEqual({
      code: 0,
      out: '',
      err: '1 valid object in 1 file, 0 errors, 0 warnings\n',
    });
    world.files.control.put('/home/me/m/copy.yaml', good);
    world.files.control.put('/home/me/m/bad.yaml', 'kind: [');
    const {code, out} = await world.run('validate', 'm');
    expect(code).toBe(65);
    expect(out).toMatch(/^m\/bad\.yaml:\d+:\d+/);
    expect(out.match(/E-DUPLICATE/g)).toHaveLength(2);
    expect((await world.run('validate', 'm/lan.yaml')).code).toBe(0);
    expect((await world.run('validate', 'nothing')).code).toBe(1);
  });

  test('prints machines that wait for each other in a circle, also over several files', async () => {
    const world = openWorld();
    const machine = (name: string, needs: string): string =>
      `apiVersion: vmlet.dev/v1alpha1\nkind: VirtualMachine\nmetadata: {name: ${name}}\nspec:\n  boot: {kernel: {image: k}}\n  dependsOn: [{name: ${needs}}]\n`;
    for (const [name, needs] of [
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'a'],
    ] as const)
      world.files.control.put(`/home/me/m/${name}.yaml`, machine(name, needs));
    for (const words of [['m'], ['m/a.yaml', 'm/b.yaml', 'm/c.yaml']]) {
      const {code, out} = await world.run('validate', ...words);
      expect(code).toBe(65);
      expect(out.split('\n').find(line => line.includes('E-CYCLE'))).toBe(
        'm/a.yaml:6:22 spec.dependsOn[0].name: machines wait for each other in a circle: a -> b -> c -> a (b at m/b.yaml:6:22, c at m/c.yaml:6:22); expected no circle; take one of these names out; until then none of these machines is changed [E-CYCLE]',
      );
      expect(out.match(/E-CYCLE/g)).toHaveLength(3);
    }
    expect((await world.run('validate', 'm/a.yaml', 'm/b.yaml')).code).toBe(0);
  });
});

describe('snapshot-host', () => {
  test('prints JSON, or writes it into a new private file and over no other', async () => {
    const world = openWorld({alive: false});
    expect(await world.run('snapshot-host')).toEqual({
      code: 0,
      out: '{\n  "kind": "HostSnapshot"\n}\n',
      err: '',
    });
    world.files.control.directory('/home/me');
    expect(await world.run('snapshot-host', '--output', 'host.json')).toEqual({code: 0, out: '', err: ''});
    expect(world.files.stat('/home/me/host.json')?.mode).toBe(0o600);
    const again = await world.run('snapshot-host', '--output', 'host.json');
    expect([again.code, again.err]).toEqual([1, expect.stringContaining('is there already')]);
    expect(world.files.list('/home/me')).toEqual(['host.json']);
  });

  test('beside a daemon that does not answer writes nothing, and exits 69', async () => {
    expect(await openWorld({alive: true}).run('snapshot-host')).toMatchObject({code: 69, out: ''});
  });

  test('a plan against one takes a directory and no policy', async () => {
    const world = openWorld({alive: true});
    expect((await world.run('plan', '--against', 'host.json')).code).toBe(64);
    expect((await world.run('plan', '--against', 'host.json', 'm', '--policy', 'p')).code).toBe(64);
    expect((await world.run('plan', '--against', 'host.json', 'm')).code).toBe(0);
  });
});

describe('validate asks the host policy', () => {
  const policyFile = '/etc/vmlet/policy.yaml';
  const object = (kind: string, name: string, spec: string): string =>
    `apiVersion: vmlet.dev/v1alpha1\nkind: ${kind}\nmetadata: {name: ${name}}\nspec: ${spec}\n`;
  const opened = (policy: string | null) => {
    const world = openWorld();
    const manifests = [
      object('Image', 'k', '{format: raw, source: {file: {path: /srv/vm/k}}}'),
      object('Network', 'lan', '{bridge: {name: br0, management: Owned}}'),
      object('VirtualMachineClass', 'small', '{hypervisor: {qemu: {extraArgs: [-s]}}}'),
      object(
        'VirtualMachine',
        'web',
        '{class: small, boot: {kernel: {image: k}}, preStart: [{command: [/bin/true]}], interfaces: [{name: lan, tap: {network: lan}}, {name: other, tap: {network: elsewhere}}], disks: [{name: data, file: {path: /srv/other/x.raw, format: raw}}]}',
      ),
    ];
    world.files.control.put('/home/me/m/all.yaml', manifests.join('---\n'));
    if (policy !== null) world.files.control.put(policyFile, policy);
    return world;
  };

  test('and ends with 77 for what it refuses, each at the place of its document', async () => {
    const world = opened(
      'allow: {paths: [/srv/vm], bridges: [vmbr*], extraArgs: false}\nsources: [{name: manifests, allow: {hooks: false}}]\n',
    );
    const {code, out} = await world.run('validate', 'm');
    expect(code).toBe(77);
    expect(out.split('\n').filter(line => line.includes('E-POLICY'))).toEqual(
      [
        'm/all.yaml:9:1 spec: link br0 is not in allow.bridges',
        'm/all.yaml:19:1 spec: disk data: /srv/other/x.raw is in no directory of allow.paths',
        'm/all.yaml:19:1 spec: interface lan: link br0 is not in allow.bridges',
        'm/all.yaml:19:1 spec: extraArgs: allow.extraArgs is false',
        'm/all.yaml:19:1 spec: preStart: sources[manifests].allow.hooks is false',
      ].map(
        text =>
          `${text}; expected what the host policy allows; ask for something else, or have the policy allow it [E-POLICY]`,
      ),
    );
    expect(world.files.control.tree('/home/me/m')).toEqual(opened(null).files.control.tree('/home/me/m'));
  });

  test('of this host or the one that is named, and 65 comes before 77, and 78 before both', async () => {
    const world = opened('allow: {paths: [/elsewhere]}\n');
    expect((await world.run('validate', 'm')).code).toBe(77);
    world.files.control.put('/home/me/free.yaml', 'limits: {machines: 1}\n');
    expect((await world.run('validate', 'm', '--policy', 'free.yaml')).code).toBe(0);
    expect((await world.run('validate', '--policy', 'free.yaml')).code).toBe(0);
    world.files.control.put('/home/me/m/bad.yaml', 'kind: [');
    expect((await world.run('validate', 'm')).code).toBe(65);
    world.files.control.put(policyFile, 'allow: {path: [/srv]}\n');
    const {code, out} = await world.run('validate', 'm');
    expect([code, out]).toEqual([78, expect.stringContaining(`${policyFile}:1:9 allow.path: unknown field`)]);
  });

  test('where there is none, and refuses nothing', async () => {
    expect((await opened(null).run('validate', 'm')).code).toBe(0);
  });
});

describe('validate of a directory follows names', () => {
  const machine = (image: string) =>
    [
      'apiVersion: vmlet.dev/v1alpha1',
      'kind: VirtualMachine',
      'metadata: {name: web}',
      'spec:',
      '  class: default',
      '  boot:',
      `    kernel: {image: ${image}}`,
      '  interfaces:',
      '    - name: lan',
      '      tap: {network: lna}',
      '  dependsOn: [{name: db}]',
      '',
    ].join('\n');
  const others = (kind: string, name: string, spec: string) =>
    `---\napiVersion: vmlet.dev/v1alpha1\nkind: ${kind}\nmetadata: {name: ${name}}\nspec: ${spec}\n`;
  const lan = others('Network', 'lan', '{bridge: {name: br0, management: External}}');
  const kernel = others('Image', 'kernel', '{format: raw, source: {file: {path: /k}}}');

  test('and warns of each that leads nowhere, at its place and with the nearest that is there', async () => {
    const world = openWorld();
    world.files.control.put('/home/me/m/base.yaml', lan + kernel);
    world.files.control.put(
      '/home/me/m/web.yaml',
      `${kernel.replace('kernel', 'other')}---\n${machine('kernel')}`,
    );
    const {code, out} = await world.run('validate', 'm');
    expect(code).toBe(0);
    expect(out.split('\n').slice(0, -1)).toEqual([
      'm/web.yaml:16:22 spec.interfaces[0].tap.network: warning: there is no Network lna in namespace default; expected the name of one that is declared here (`lan`?); declare it, or correct the name; until then the VM waits [W-REFERENCE]',
      'm/web.yaml:17:22 spec.dependsOn[0].name: warning: there is no VirtualMachine db in namespace default; expected the name of one that is declared here; declare it, or correct the name; until then the VM waits [W-REFERENCE]',
    ]);
    expect((await world.run('validate', 'm', '--strict')).code).toBe(65);
  });

  test('into every path that is given, and not at all of files alone or beside a broken one', async () => {
    const world = openWorld();
    world.files.control.put(
      '/home/me/m/web.yaml',
      machine('kernel')
        .replace('lna', 'lan')
        .replace(/ {2}dependsOn.*\n/, ''),
    );
    expect((await world.run('validate', 'm')).out.match(/W-REFERENCE/g)).toHaveLength(2);
    world.files.control.put('/home/me/more/base.yaml', lan + kernel);
    expect((await world.run('validate', 'm', 'more/base.yaml')).out).toBe('');
    expect((await world.run('validate', 'm/web.yaml')).out).toBe('');
    world.files.control.put('/home/me/m/bad.yaml', 'kind: [');
    expect((await world.run('validate', 'm')).out).not.toContain('W-REFERENCE');
  });
});

describe('a verb is found, whatever stands before it', () => {
  test.each<[string[]]>([
    [['version']],
    [['--state-dir', '/var/lib/vmlet', 'version']],
    [['--runtime-dir=/run/vmlet', '--status-dir', 'get', 'version']],
    [['--', 'version']],
  ])('%j', async argv => {
    const {code, out} = await openWorld().run(...argv);
    expect([code, out.split('\n')[0]]).toEqual([0, 'vmlet 0.1.0']);
  });

  test.each<[string[], string]>([
    [['--help', 'get'], '\n  describe '],
    [['help', 'get'], 'vmlet get [options]'],
    [['--state-dir', 'get'], '--state-dir'],
    [['--nonsense', 'get'], '--nonsense'],
    [['toString'], "unknown command 'toString'"],
  ])('%j is no verb', async (argv, says) => {
    const {out, err} = await openWorld().run(...argv);
    expect(out + err).toContain(says);
  });
});

describe('history and diff', () => {
  test('refuse what is no revision and no format, with 64, before anybody is asked', async () => {
    const world = openWorld();
    world.put(vm('web'));
    expect(await world.run('diff', 'web', '--from', 'x')).toMatchObject({
      code: 64,
      err: 'vmlet: --from `x` is not a number, prepared, booted or previous\n',
    });
    expect(await world.run('diff', 'web', '-o', 'table')).toMatchObject({code: 64});
    expect(await world.run('history', 'web', '--revision', '0')).toMatchObject({code: 64});
    expect(await world.run('history', 'web', '--revision', '1', '-o', 'table')).toMatchObject({code: 64});
    expect(await world.run('history', 'web')).toMatchObject({code: 69});
  });

  const change = {
    path: 'spec.memory.size',
    from: '1Gi',
    to: '2Gi',
    disruption: 'restart',
    reason: 'why',
  } as const;

  test('history says in one line what each revision is and changed', () => {
    const entry = {createdAt: '2026-01-01T00:00:00Z', generation: 1, source: null, cause: null};
    expect(
      historyLines(
        [
          {...entry, number: 1, marks: ['booted'], changes: []},
          {
            ...entry,
            number: 2,
            cause: 'more room',
            marks: ['prepared'],
            source: {source: 'manifests', file: 'web.yaml', document: 1},
            changes: [change],
          },
        ],
        '2026-01-01T00:10:00Z',
        false,
      ).map(line => line.trimEnd()),
    ).toEqual([
      'REVISION   AGE   IS         SOURCE     CHANGED',
      '1          10m   booted     -          -',
      '2          10m   prepared   web.yaml   more room: spec.memory.size 1Gi -> 2Gi (restart)',
    ]);
    expect(historyLines([], '2026-01-01T00:10:00Z', false)).toEqual(['It has no revisions yet.']);
  });

  test('diff shows both values of each field, what it costs, and arguments only when asked', () => {
    const diff = {
      ok: true,
      object: 'VirtualMachine/default/web',
      from: 1,
      to: 2,
      changes: [change],
      hypervisor: {from: null, to: {path: '/usr/bin/qemu', version: '7.2'}},
      argv: {from: ['qemu', '-m', '1G'], to: ['qemu', '-m', '2G']},
    } as const;
    expect(diffLines(diff, false, false)).toEqual([
      'From revision 1 to revision 2:',
      '~ spec.memory.size (restart)',
      '  - 1Gi',
      '  + 2Gi',
      '~ hypervisor when it was made',
      '  - not recorded',
      '  + /usr/bin/qemu 7.2',
    ]);
    expect(diffLines(diff, true, false).slice(-3)).toEqual([
      '~ arguments of the hypervisor',
      '  - 1G',
      '  + 2G',
    ]);
    const none = {...diff, changes: [], hypervisor: {from: null, to: null}, argv: null};
    expect(diffLines(none, true, false)).toEqual(['revision 1 and revision 2 do not differ']);
  });
});
