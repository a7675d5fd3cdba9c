// The data-safety table, cell by cell, through the whole loop: every row, with every way in which a source can be broken
// or away, with the daemon killed in between or not, and with both policies for disks. The pure function has its own
// tests (unit/manifest); here the host is what is looked at.
import {describe, expect, jest, test} from '@jest/globals';
import {vmRecord} from './records.ts';
import {isThorough} from './effort.ts';
import {manifestsDir, plainVm, renderVm} from './manifests.ts';
import {statusText} from './mismatches.ts';
import {openScene} from './scene.ts';
import type {Scene} from './scene.ts';

/** Generous: how fast a machine is proves nothing. */
jest.setTimeout(300_000);

/** What becomes of the object. `-` is a cell that cannot be: an object that cannot be seen is not re-added. */
type Fate = 'converged' | 'stays' | 'invalid' | 'nothing' | 'held' | 'removed' | 'back' | '-';
type Column = 'good' | 'broken' | 'away';
type Way = {readonly how: string; apply(scene: Scene): () => void};

const other = `${manifestsDir}/other.yaml`;
const nothing = (): void => undefined;
const fileWith =
  (content: string | Buffer): Way['apply'] =>
  scene => {
    scene.sim.host.files.control.put(other, content);
    return () => {
      scene.sim.host.files.remove(other);
    };
  };
const failing =
  (path: string, operation: string, code: string): Way['apply'] =>
  scene => {
    scene.sim.outages.set(code, {
      appliesTo: effect =>
        effect.door === 'read' && effect.operation === operation && effect.subject === path,
      mishap: () => ({when: 'before', code}),
    });
    return () => {
      scene.sim.outages.delete(code);
    };
  };
const also =
  (...all: readonly Way['apply'][]): Way['apply'] =>
  scene => {
    const undo = all.map(apply => apply(scene));
    return () => {
      for (const each of undo) each();
    };
  };
/** The directory goes away and something else may come in its place. */
const replaced =
  (by: (scene: Scene) => void): Way['apply'] =>
  scene => {
    const {files} = scene.sim.host;
    files.rename(manifestsDir, '/m-away');
    by(scene);
    return () => {
      files.removeTree(manifestsDir);
      files.rename('/m-away', manifestsDir);
    };
  };

const ways: Readonly<Record<Column, readonly Way[]>> = {
  good: [{how: 'read fully, all files good', apply: () => nothing}],
  broken: [
    {how: 'with a file that is no YAML', apply: fileWith('{{{')},
    {how: 'with a file cut short', apply: fileWith(renderVm(plainVm('a')).slice(0, 60))},
    {how: 'with a file that is not UTF-8', apply: fileWith(Buffer.from([0xff, 0xfe, 0x61]))},
    {how: 'with a file over the limit', apply: fileWith(`# ${'x'.repeat(1024 * 1024)}\n`)},
    {
      how: 'with a file that may not be read',
      apply: also(fileWith(renderVm(plainVm('c'))), failing(other, 'readRegular', 'EACCES')),
    },
    {
      how: 'with a file that is a FIFO',
      apply: ({sim: {host}}) => {
        host.files.control.special(other, 'fifo');
        return () => {
          host.files.remove(other);
        };
      },
    },
    {
      how: 'with a link to nothing',
      apply: ({sim: {host}}) => {
        host.files.control.symlink('nowhere.yaml', other);
        return () => {
          host.files.remove(other);
        };
      },
    },
  ],
  away: [
    {how: 'missing', apply: replaced(nothing)},
    {
      how: 'empty',
      apply: replaced(({sim: {host}}) => {
        host.files.control.directory(manifestsDir);
      }),
    },
    {
      how: 'a file',
      apply: replaced(({sim: {host}}) => {
        host.files.control.put(manifestsDir, 'not a directory');
      }),
    },
    {how: 'unreadable', apply: failing(manifestsDir, 'list', 'EACCES')},
    {how: 'failing', apply: failing(manifestsDir, 'list', 'EIO')},
  ],
};

type Cell = {
  readonly disks: 'Retain' | 'Delete';
  readonly killed: boolean;
  readonly way: Way;
};

type Row = {
  readonly object: string;
  readonly fates: Readonly<Record<Column, Fate>>;
  readonly protect?: boolean;
  /** How long until it is judged; the default is more than the second scan and one resync. */
  readonly afterMs?: number;
  /** What happens while the source is still good. */
  before?(scene: Scene): Promise<void>;
  /** What happens to the object as the source becomes what the column says. */
  act(scene: Scene, cell: Cell): void;
  /** No daemon runs while it happens. */
  readonly isDown?: boolean;
};

const removeA = (scene: Scene): void => {
  scene.sim.monitors.licenses.grant('a', 'stop', 'removed');
  scene.sim.remove('a.yaml');
};
const wishA = ({disks}: Cell, protect = false) => ({...plainVm('a'), disks, protect});

const rows: readonly Row[] = [
  {
    object: 'that is there and valid',
    fates: {good: 'converged', broken: 'converged', away: 'stays'},
    act: (scene, cell) => {
      scene.declare({...wishA(cell), dataMi: {data: 16}});
    },
  },
  {
    object: 'that is there and invalid',
    fates: {good: 'invalid', broken: 'invalid', away: 'invalid'},
    before: async scene => {
      scene.sim.write('a.yaml', 'kind: VirtualMachine\nmetadata: {name: a}\nspec: {memroy: 3}\n');
      await scene.sim.advance(3_000);
    },
    act: nothing,
  },
  {
    object: 'that is gone, at the first complete scan',
    fates: {good: 'nothing', broken: 'nothing', away: 'held'},
    afterMs: 1_500,
    act: removeA,
  },
  {
    object: 'that is gone, at the second complete scan',
    fates: {good: 'removed', broken: 'held', away: 'held'},
    act: removeA,
  },
  {
    object: 'that is declared again while a tombstone stands',
    fates: {good: 'back', broken: 'back', away: '-'},
    before: async scene => {
      removeA(scene);
      scene.sim.monitors.acted();
      await scene.sim.advance(40_000);
    },
    act: (scene, cell) => {
      scene.declare(wishA(cell));
    },
  },
  {
    object: 'that is gone since the daemon was down',
    fates: {good: 'removed', broken: 'held', away: 'held'},
    isDown: true,
    act: removeA,
  },
  {
    object: 'that is gone and protected',
    fates: {good: 'held', broken: 'held', away: 'held'},
    protect: true,
    act: removeA,
  },
];

const seen = ({sim}: Scene) => {
  const {host} = sim;
  const record = vmRecord(host, 'a');
  const qemu = host.qemus.of(record?.uid ?? '');
  const status = statusText(sim, 'a');
  const is = (type: string, value: string): boolean =>
    new RegExp(`- type: ${type}\\n\\s+status: "?${value}`).test(status);
  const uid = record?.uid ?? '';
  const places = [host.paths.vm(uid).disks, host.paths.trash(uid)];
  return {
    uid,
    pid: qemu?.identity.pid ?? null,
    tombstone: record?.tombstone != null,
    isHeld: is('RemovalHeld', 'True'),
    isInvalid: is('ManifestValid', 'False'),
    hasData: qemu?.files.has(host.paths.disk(uid, 'data')) ?? false,
    inTrash: host.files.stat(`${host.paths.trash(uid)}/root.qcow2`) !== undefined,
    inode: places.map(place => host.files.stat(`${place}/root.qcow2`)?.inode).find(Boolean) ?? null,
    links: [...host.links.control.links().values()].filter(({alias}) => alias === `vmlet:${uid}`).length,
  };
};

type Seen = ReturnType<typeof seen>;

/** What each fate means on the host, compared with what was before. */
const expected = (fate: Fate, before: Seen, {disks}: Cell): Partial<Seen> => {
  const runs = {uid: before.uid, pid: before.pid, inode: before.inode, tombstone: before.tombstone};
  switch (fate) {
    case 'converged':
      return {...runs, hasData: true, isHeld: false};
    case 'stays':
      return {...runs, hasData: false};
    case 'nothing':
      return {...runs, links: 1};
    case 'invalid':
      return {...runs, isInvalid: true};
    case 'held':
      return {...runs, isHeld: true, links: 1};
    case 'removed':
      return {...runs, pid: null, tombstone: true, links: 0, inTrash: disks === 'Delete'};
    case 'back':
      return {
        ...runs,
        pid: expect.any(Number) as unknown as number,
        tombstone: false,
        links: 1,
        inTrash: false,
      };
    case '-':
      return {...runs, pid: null, tombstone: true};
  }
};

const play = async (row: Row, fate: Fate, cell: Cell): Promise<void> => {
  const scene = await openScene();
  const {sim} = scene;
  scene.declare(wishA(cell, row.protect));
  scene.declare({...plainVm('b'), nics: {}, runPolicy: 'Halted'});
  await sim.advance(4_000);
  const first = seen(scene);
  await row.before?.(scene);
  const before = seen(scene);
  if (row.isDown === true) sim.crash();
  row.act(scene, cell);
  const mend = cell.way.apply(scene);
  sim.touched();
  sim.monitors.acted();
  if (cell.killed) {
    await sim.advance(300);
    sim.crash();
  }
  if (sim.life === null) await sim.boot();
  await sim.advance(row.afterMs ?? 36_000);
  expect(seen(scene)).toMatchObject(expected(fate, before, cell));
  // Whatever it was: once all is good again and it is declared, it runs on the disk that it had.
  mend();
  scene.declare(wishA(cell, row.protect));
  await sim.advance(36_000);
  expect(seen(scene)).toMatchObject({
    uid: first.uid,
    inode: first.inode,
    tombstone: false,
    isHeld: false,
    isInvalid: false,
    pid: expect.any(Number),
    links: 1,
  });
  expect(sim.violations).toEqual([]);
  scene.end();
};

const columns: readonly Column[] = ['good', 'broken', 'away'];
const cells = rows
  .flatMap(row =>
    columns.flatMap(column =>
      ways[column].map(way => ({row, fate: row.fates[column], way, object: row.object, how: way.how})),
    ),
  )
  .map((cell, at) => ({...cell, at}));

/** Each cell is played in all of these; in `npm run test:fast` one after the other takes its turn. */
const turns = (['Retain', 'Delete'] as const).flatMap(disks =>
  [false, true].map(killed => ({disks, killed})),
);

describe('an object', () => {
  test.each(cells)('$object, in a source $how: $fate', async ({row, fate, way, at}) => {
    for (const [turn, {disks, killed}] of turns.entries())
      if (isThorough || turn === at % turns.length) {
        // A daemon that begins while the source is away has never seen what is wrong with it: it holds.
        const isUnseen = killed && fate === 'invalid' && ways.away.includes(way);
        await play(row, isUnseen ? 'held' : fate, {disks, killed, way});
      }
  });
});
