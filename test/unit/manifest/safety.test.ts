import {describe, expect, test} from '@jest/globals';
import type {ObjectKey} from '../../../controller/desired/node.ts';
import {emptyMemory, parseMemory, serializeMemory} from '../../../controller/manifest/memory.ts';
import type {Verdict} from '../../../controller/manifest/object.ts';
import {complete, emptySource, follow, manifestFile, unavailable, unstable, vmKey} from './scans.ts';

const web = vmKey('web');
const db = vmKey('db');
const broken = manifestFile('broken.yaml', [], {broken: true});
/** Four VMs that stay, so that one loss is inside every budget and the source is never empty. */
const others = manifestFile('others.yaml', ['a', 'b', 'c', 'd'].map(vmKey));
const withWeb = complete(others, manifestFile('web.yaml', [web]));
const withoutWeb = complete(others);

const stateOf = (verdicts: ReadonlyMap<ObjectKey, Verdict>, key: ObjectKey = web): string => {
  const verdict = verdicts.get(key);
  if (verdict === undefined) return 'no verdict';
  return 'reason' in verdict ? `${verdict.state} ${verdict.reason}` : verdict.state;
};

const record = (file: string, tombstone = false) => ({file, document: 1, tombstone});

describe('present and valid', () => {
  test('an object that is present and valid converges', () => {
    const verdict = follow().at(0, withWeb).get(web);
    expect(verdict).toMatchObject({state: 'present', decoded: {key: web, source: {file: 'web.yaml'}}});
  });

  test('a valid object converges although another file of the source is broken', () => {
    expect(stateOf(follow().at(0, complete(...withWeb.files, broken)))).toBe('present');
  });

  test('a valid object in a partly broken file converges', () => {
    expect(stateOf(follow().at(0, complete(manifestFile('web.yaml', [web], {broken: true}))))).toBe(
      'present',
    );
  });

  test('an object keeps its last good version while the source is missing', () => {
    const source = follow();
    source.at(0, withWeb);
    expect(stateOf(source.at(60, unavailable))).toBe('held SourceUnavailable');
    expect(stateOf(source.at(120, withWeb))).toBe('present');
  });

  test('an object keeps its last good version while the source is empty', () => {
    const source = follow();
    source.at(0, withWeb);
    expect(stateOf(source.at(60, emptySource))).toBe('held SourceEmpty');
    expect(stateOf(source.at(9_999, emptySource))).toBe('held SourceEmpty');
  });

  test('a file that was renamed or moved is a no-op', () => {
    const source = follow();
    source.at(0, withWeb);
    expect(stateOf(source.at(5, complete(others, manifestFile('sub/renamed.yaml', [web]))))).toBe('present');
    expect(source.memory().objects.get(web)).toMatchObject({file: 'sub/renamed.yaml', missing: null});
  });
});

describe('present and invalid', () => {
  test('an invalid object keeps its last good version and shows its errors', () => {
    const source = follow();
    source.at(0, withWeb);
    const verdict = source.at(60, complete(others, manifestFile('web.yaml', [], {invalid: [web]}))).get(web);
    expect(verdict).toMatchObject({
      state: 'invalid',
      diagnostics: [{file: 'web.yaml', line: 3, object: web}],
    });
  });

  test('an invalid object keeps its last good version while another file is broken', () => {
    const source = follow();
    source.at(0, withWeb);
    const scan = complete(others, manifestFile('web.yaml', [], {invalid: [web]}), broken);
    expect(stateOf(source.at(60, scan))).toBe('invalid');
  });

  test('every object of a file that became unreadable keeps its last good version for as long as that lasts', () => {
    const source = follow();
    source.at(0, withWeb);
    const scan = complete(others, manifestFile('web.yaml', [], {broken: true}));
    expect(source.at(60, scan).get(web)).toMatchObject({state: 'invalid', diagnostics: [{file: 'web.yaml'}]});
    expect(stateOf(source.at(9_999, scan))).toBe('invalid');
  });

  test('every object of a directory that became unreadable keeps its last good version', () => {
    const source = follow();
    source.at(0, complete(others, manifestFile('team/a/web.yaml', [web])));
    const scan = complete(others, manifestFile('team', [], {broken: true}));
    source.at(60, scan);
    expect(stateOf(source.at(120, scan))).toBe('invalid');
  });

  test('of two documents with one identity neither changes anything and both are named', () => {
    const source = follow();
    source.at(0, withWeb);
    const verdict = source.at(5, complete(manifestFile('b.yaml', [web]), ...withWeb.files)).get(web);
    expect(verdict).toMatchObject({
      state: 'invalid',
      diagnostics: [
        {code: 'E-DUPLICATE', file: 'b.yaml', what: expect.stringContaining('web.yaml (document 1)')},
        {code: 'E-DUPLICATE', file: 'web.yaml', what: expect.stringContaining('b.yaml (document 1)')},
      ],
    });
    expect(source.memory().objects.get(web)).toMatchObject({file: 'web.yaml'});
  });

  test('a valid document beside an invalid one of the same identity is a duplicate too', () => {
    const scan = complete(manifestFile('a.yaml', [web]), manifestFile('b.yaml', [], {invalid: [web]}));
    expect(stateOf(follow().at(0, scan))).toBe('invalid');
  });

  test('a second document changes nothing while the file of the first cannot be read', () => {
    const source = follow();
    source.at(0, withWeb);
    const copy = manifestFile('copy.yaml', [web]);
    const unread = complete(others, manifestFile('web.yaml', [], {broken: true}), copy);
    expect(stateOf(source.at(60, unread))).toBe('invalid');
    expect(stateOf(source.at(90, unread))).toBe('invalid');
    expect(stateOf(source.at(120, complete(others, copy)))).toBe('present');
  });

  test('a second document changes nothing while the first may have been missed by a scan of a moving tree', () => {
    const source = follow();
    source.at(0, withWeb);
    const copy = manifestFile('copy.yaml', [web]);
    expect(stateOf(source.at(60, unstable(others, copy)))).toBe('missing AwaitingSecondScan');
    expect(stateOf(source.at(61, complete(others, copy)))).toBe('present');
  });

  test('the first document changes nothing while the file of the second cannot be read, after a restart too', () => {
    const source = follow();
    source.at(0, withWeb);
    const copy = manifestFile('copy.yaml', [web]);
    source.at(60, complete(copy, ...withWeb.files));
    const unread = complete(manifestFile('copy.yaml', [], {broken: true}), ...withWeb.files);
    expect(source.at(90, unread).get(web)).toMatchObject({
      state: 'invalid',
      diagnostics: [{file: 'copy.yaml'}],
    });
    const kept = parseMemory(serializeMemory({memory: source.memory(), released: new Set()}), 0);
    const restarted = follow({}, kept?.memory);
    expect(stateOf(restarted.at(120, unread))).toBe('invalid');
    expect(stateOf(restarted.at(150, withWeb))).toBe('present');
    expect(restarted.memory().objects.get(web)).toMatchObject({file: 'web.yaml', alsoIn: []});
  });

  test('the first document changes nothing while the second may have been missed by a scan of a moving tree', () => {
    const source = follow();
    source.at(0, withWeb);
    source.at(60, complete(manifestFile('copy.yaml', [web]), ...withWeb.files));
    expect(stateOf(source.at(90, unstable(...withWeb.files)))).toBe('missing AwaitingSecondScan');
    expect(stateOf(source.at(91, withWeb))).toBe('present');
  });

  test('when one of two duplicates goes, the other converges', () => {
    const source = follow();
    source.at(0, complete(manifestFile('a.yaml', [web]), manifestFile('b.yaml', [web])));
    expect(stateOf(source.at(5, complete(manifestFile('b.yaml', [web]))))).toBe('present');
  });
});

describe('gone', () => {
  test('the first complete scan without an object does nothing', () => {
    const source = follow();
    source.at(0, withWeb);
    expect(stateOf(source.at(60, withoutWeb))).toBe('missing AwaitingSecondScan');
    expect(source.lookAgainMs()).toBe(2_000);
  });

  test('a second scan sooner than 2 s does nothing either, and says when to look again', () => {
    const source = follow();
    source.at(0, withWeb);
    source.at(60, withoutWeb);
    expect(stateOf(source.at(61.5, withoutWeb))).toBe('missing AwaitingSecondScan');
    expect(source.lookAgainMs()).toBe(500);
  });

  test('the second complete scan at least 2 s later removes an object inside the prune budget', () => {
    const source = follow();
    source.at(0, withWeb);
    source.at(60, withoutWeb);
    expect(stateOf(source.at(62, withoutWeb))).toBe('removed');
    expect(source.lookAgainMs()).toBeNull();
  });

  test('the first scan without an object does nothing while another file is broken', () => {
    const source = follow();
    source.at(0, withWeb);
    expect(stateOf(source.at(60, complete(others, broken)))).toBe('missing AwaitingSecondScan');
  });

  test('a missing object is held while another file is broken, because it may have moved there', () => {
    const source = follow();
    source.at(0, withWeb);
    source.at(60, complete(others, broken));
    const verdict = source.at(9_999, complete(others, broken)).get(web);
    expect(verdict).toMatchObject({
      reason: 'SourceHasErrors',
      message: expect.stringContaining('broken.yaml'),
    });
  });

  test('after the broken file is mended two good scans are needed, not one', () => {
    const source = follow();
    source.at(0, withWeb);
    source.at(60, complete(others, broken));
    source.at(90, complete(others, broken));
    expect(stateOf(source.at(120, withoutWeb))).toBe('missing AwaitingSecondScan');
    expect(stateOf(source.at(122, withoutWeb))).toBe('removed');
  });

  test('the first scan of a source that is gone holds at once', () => {
    const source = follow();
    source.at(0, withWeb);
    expect(stateOf(source.at(1, unavailable))).toBe('held SourceUnavailable');
  });

  test('a missing object is held when the source becomes empty before the second scan', () => {
    const source = follow();
    source.at(0, withWeb);
    source.at(60, withoutWeb);
    expect(stateOf(source.at(62, emptySource))).toBe('held SourceEmpty');
  });

  test('scans before an outage of the source do not count after it', () => {
    const source = follow();
    source.at(0, withWeb);
    source.at(60, withoutWeb);
    source.at(61, unavailable);
    expect(stateOf(source.at(63, withoutWeb))).toBe('missing AwaitingSecondScan');
    expect(stateOf(source.at(65, withoutWeb))).toBe('removed');
  });

  test('a scan of a tree that kept changing counts neither as the first nor as the second', () => {
    const source = follow();
    source.at(0, withWeb);
    expect(stateOf(source.at(60, unstable(others)))).toBe('missing AwaitingSecondScan');
    expect(stateOf(source.at(63, withoutWeb))).toBe('missing AwaitingSecondScan');
    expect(stateOf(source.at(66, unstable(others)))).toBe('missing AwaitingSecondScan');
    expect(stateOf(source.at(66, withoutWeb))).toBe('removed');
  });

  test('an image, network or class that is gone is removed without asking the budget', () => {
    const keys: ObjectKey[] = ['Image/default/i', 'Network/default/n', 'VirtualMachineClass/default/c'];
    const source = follow();
    source.at(0, complete(others, manifestFile('rest.yaml', keys)));
    source.at(60, withoutWeb);
    const verdicts = source.at(62, withoutWeb);
    expect(keys.map(key => stateOf(verdicts, key))).toEqual(['removed', 'removed', 'removed']);
  });

  test('an object that was never valid leaves no trace when it goes', () => {
    const source = follow();
    source.at(0, complete(others, manifestFile('web.yaml', [], {invalid: [web]})));
    expect(stateOf(source.at(60, withoutWeb))).toBe('no verdict');
  });
});

describe('re-added', () => {
  test('an object that is re-added while its tombstone stands converges', () => {
    const known = new Map([[web, record('web.yaml', true)]]);
    expect(stateOf(follow({known}).at(0, withWeb))).toBe('present');
  });

  test('a re-added object converges although another file is broken', () => {
    const known = new Map([[web, record('web.yaml', true)]]);
    expect(stateOf(follow({known}).at(0, complete(...withWeb.files, broken)))).toBe('present');
  });

  test('a tombstone stays a tombstone whatever happens to the source', () => {
    const source = follow({known: new Map([[web, record('web.yaml', true)]])});
    for (const scan of [withoutWeb, complete(others, broken), emptySource, unavailable])
      expect(stateOf(source.at(0, scan))).toBe('removed');
  });

  test('an object that was seen again does not fall back into its tombstone when its file breaks', () => {
    const source = follow({known: new Map([[web, record('web.yaml', true)]])});
    expect(stateOf(source.at(0, withWeb))).toBe('present');
    const scan = complete(others, manifestFile('web.yaml', [], {broken: true}));
    expect(stateOf(source.at(1, scan))).toBe('invalid');
  });

  test('an object that comes back before the second scan was never gone', () => {
    const source = follow();
    source.at(0, withWeb);
    source.at(60, withoutWeb);
    source.at(61, withWeb);
    expect(stateOf(source.at(62, withoutWeb))).toBe('missing AwaitingSecondScan');
  });
});

describe('gone while the daemon was down', () => {
  test('a restart does not shorten the time between two removals, though their account was closed', () => {
    const budget = {...emptyMemory.budget, lastChange: 2};
    const text = serializeMemory({memory: {...emptyMemory, budget}, released: new Set()});
    expect(parseMemory(text, 7_000)?.memory.budget.lastGrantMs).toBe(7_000);
    const fresh = serializeMemory({memory: emptyMemory, released: new Set()});
    expect(parseMemory(fresh, 7_000)?.memory.budget.lastGrantMs).toBeNull();
  });

  const known = new Map([
    [web, record('web.yaml')],
    ...others.objects.map(({key}) => [key, record('others.yaml')] as const),
  ]);

  test('it is counted from this start: two complete scans of the source', () => {
    const source = follow({known});
    expect(stateOf(source.at(0, withoutWeb))).toBe('missing AwaitingSecondScan');
    expect(stateOf(source.at(2, withoutWeb))).toBe('removed');
  });

  test('it is counted from this start even when it was missing twice before', () => {
    const before = follow();
    before.at(0, withWeb);
    before.at(60, withoutWeb);
    before.at(62, withoutWeb);
    const stored = parseMemory(serializeMemory({memory: before.memory(), released: new Set()}), 10_000);
    const source = follow({known}, stored?.memory);
    expect(stateOf(source.at(100, withoutWeb))).toBe('missing AwaitingSecondScan');
    expect(stateOf(source.at(102, withoutWeb))).toBe('removed');
  });

  test('nothing is removed before the host was observed in full once', () => {
    const source = follow({known, observedOnce: false});
    source.at(0, withoutWeb);
    expect(stateOf(source.at(9_999, withoutWeb))).toBe('missing AwaitingObservation');
    expect(stateOf(source.at(10_000, withoutWeb, {observedOnce: true}))).toBe('removed');
  });

  test('it is held while another file is broken', () => {
    const source = follow({known});
    source.at(0, complete(others, broken));
    expect(stateOf(source.at(9_999, complete(others, broken)))).toBe('held SourceHasErrors');
  });

  test('it is held while the source is empty or missing', () => {
    const source = follow({known});
    expect(stateOf(source.at(0, emptySource))).toBe('held SourceEmpty');
    expect(stateOf(source.at(9_999, unavailable))).toBe('held SourceUnavailable');
  });

  test('records make up for a lost memory: a file that is broken now still protects its objects', () => {
    const source = follow({known});
    const scan = complete(others, manifestFile('web.yaml', [], {broken: true}));
    source.at(0, scan);
    expect(stateOf(source.at(9_999, scan))).toBe('invalid');
  });
});

describe('deletion.protect', () => {
  const protectedKeys = new Set([web]);

  test('a protected object that is gone is held when all files are good', () => {
    const source = follow({protectedKeys});
    source.at(0, withWeb);
    expect(stateOf(source.at(60, withoutWeb))).toBe('held Protected');
    expect(stateOf(source.at(9_999, withoutWeb))).toBe('held Protected');
  });

  test('a protected object that is gone is held when a file is broken', () => {
    const source = follow({protectedKeys});
    source.at(0, withWeb);
    expect(stateOf(source.at(60, complete(others, broken)))).toBe('held Protected');
  });

  test('a protected object is held when the source is empty or missing', () => {
    const source = follow({protectedKeys});
    source.at(0, withWeb);
    expect(stateOf(source.at(60, emptySource))).toBe('held Protected');
    expect(stateOf(source.at(61, unavailable))).toBe('held SourceUnavailable');
  });

  test('neither vmlet delete nor approve --prune removes a protected object', () => {
    const source = follow({protectedKeys, deleteRequested: new Set([web]), released: new Set([web])});
    source.at(0, withWeb);
    source.at(60, withoutWeb);
    expect(stateOf(source.at(90, withoutWeb))).toBe('held Protected');
  });
});

describe('vmlet delete', () => {
  test('the last VM of a source goes by name when its source is empty', () => {
    const source = follow();
    source.at(0, complete(manifestFile('web.yaml', [web])));
    source.at(60, emptySource);
    expect(stateOf(source.at(61, emptySource, {deleteRequested: new Set([web])}))).toBe('removed');
  });

  test('a VM whose manifest is still there is not removed by name', () => {
    expect(stateOf(follow({deleteRequested: new Set([web])}).at(0, withWeb))).toBe('present');
  });

  test('removal by name waits for the first observation of the host', () => {
    const source = follow({deleteRequested: new Set([web]), observedOnce: false});
    source.at(0, withWeb);
    expect(stateOf(source.at(1, withoutWeb))).toBe('missing AwaitingObservation');
  });
});

describe('the prune budget', () => {
  const ten = Array.from({length: 10}, (_, index) => vmKey(`vm-${String(index)}`));
  const allTen = complete(manifestFile('fleet.yaml', ten));
  const lastSeven = complete(manifestFile('fleet.yaml', ten.slice(3)));
  const removedOf = (verdicts: ReadonlyMap<ObjectKey, Verdict>): ObjectKey[] =>
    [...verdicts].filter(([, {state}]) => state === 'removed').map(([key]) => key);

  test('one removal every 10 s, and at most 20 % of the VMs for one change; the rest is held', () => {
    const source = follow();
    source.at(0, allTen);
    source.at(60, lastSeven);
    expect(removedOf(source.at(62, lastSeven))).toEqual([ten[0]]);
    expect(source.lookAgainMs()).toBe(10_000);
    expect(removedOf(source.at(71, lastSeven))).toEqual([ten[0]]);
    expect(source.at(71, lastSeven).get(vmKey('vm-1'))).toMatchObject({
      reason: 'PruneBudgetExceeded',
      message: expect.stringContaining('one removal every 10 s'),
    });
  });

  test('is spent on a machine that depends on others before it is on those', () => {
    const [first = web, second = db, third = web] = ten;
    const dependsOn = new Map([
      [second, [first]],
      [third, [second]],
    ]);
    const source = follow({dependsOn});
    source.at(0, allTen);
    source.at(60, lastSeven);
    expect(removedOf(source.at(62, lastSeven))).toEqual([third]);
    expect(removedOf(source.at(73, lastSeven)).sort()).toEqual([second, third]);
  });

  test('what is over the budget stays held for ever', () => {
    const known = new Map(ten.map(key => [key, record('fleet.yaml')] as const));
    const source = follow({known});
    source.at(0, allTen);
    source.at(60, lastSeven);
    for (let seconds = 62; seconds < 600; seconds += 2) source.at(seconds, lastSeven);
    expect(removedOf(source.at(600, lastSeven))).toEqual(ten.slice(0, 2));
    expect(source.at(600, lastSeven).get(vmKey('vm-2'))).toMatchObject({
      reason: 'PruneBudgetExceeded',
      message: expect.stringContaining('vmlet approve --prune'),
    });
  });

  test('a small source may lose one VM for one change', () => {
    const source = follow();
    source.at(0, complete(manifestFile('a.yaml', [web]), manifestFile('b.yaml', [db])));
    source.at(60, complete(manifestFile('b.yaml', [db])));
    expect(stateOf(source.at(62, complete(manifestFile('b.yaml', [db]))))).toBe('removed');
  });

  test('an unrelated edit does not give a held object a new budget', () => {
    const known = new Map(ten.map(key => [key, record('fleet.yaml')] as const));
    const source = follow({known});
    source.at(0, allTen);
    source.at(60, lastSeven);
    for (let seconds = 62; seconds < 90; seconds += 2) source.at(seconds, lastSeven);
    const edited = complete(...lastSeven.files, manifestFile('new.yaml', [web]));
    source.at(100, edited);
    expect(removedOf(source.at(200, edited))).toEqual(ten.slice(0, 2));
  });

  test('an outage in between does not give a held object a new budget', () => {
    const known = new Map(ten.map(key => [key, record('fleet.yaml')] as const));
    const source = follow({known});
    source.at(0, allTen);
    source.at(60, lastSeven);
    for (let seconds = 62; seconds < 90; seconds += 2) source.at(seconds, lastSeven);
    for (const [seconds, scan] of [
      [100, unavailable],
      [110, complete(...lastSeven.files, broken)],
    ] as const)
      source.at(seconds, scan);
    source.at(120, lastSeven);
    source.at(130, lastSeven);
    expect(removedOf(source.at(140, lastSeven))).toEqual(ten.slice(0, 2));
  });

  test('a restart does not give a held object a new budget', () => {
    const known = new Map(ten.map(key => [key, record('fleet.yaml')] as const));
    const source = follow({known});
    source.at(0, allTen);
    source.at(60, lastSeven);
    for (let seconds = 62; seconds < 90; seconds += 2) source.at(seconds, lastSeven);
    const stored = parseMemory(serializeMemory({memory: source.memory(), released: new Set()}), 10_000);
    const restarted = follow({known}, stored?.memory);
    for (let seconds = 0; seconds < 60; seconds += 2) restarted.at(seconds, lastSeven);
    expect(removedOf(restarted.at(60, lastSeven))).toEqual(ten.slice(0, 2));
  });

  test('losses within 2 s of each other are one change', () => {
    const source = follow();
    source.at(0, allTen);
    source.at(60, complete(manifestFile('fleet.yaml', ten.slice(1))));
    source.at(61, complete(manifestFile('fleet.yaml', ten.slice(2))));
    source.at(62.5, complete(manifestFile('fleet.yaml', ten.slice(3))));
    for (let seconds = 64; seconds < 120; seconds += 2) source.at(seconds, lastSeven);
    expect(source.at(120, lastSeven).get(vmKey('vm-2'))).toMatchObject({reason: 'PruneBudgetExceeded'});
  });

  test('a later loss is another change with a budget of its own', () => {
    const source = follow();
    source.at(0, allTen);
    for (const [index, seconds] of [60, 80, 100].entries()) {
      const left = complete(manifestFile('fleet.yaml', ten.slice(index + 1)));
      source.at(seconds, left);
      expect(stateOf(source.at(seconds + 2, left), ten[index])).toBe('removed');
    }
  });

  test('approve --prune removes what the budget held, all at once', () => {
    const source = follow();
    source.at(0, allTen);
    source.at(60, lastSeven);
    source.at(62, lastSeven);
    expect(removedOf(source.at(63, lastSeven, {released: new Set(ten.slice(0, 3))}))).toEqual(
      ten.slice(0, 3),
    );
  });

  test('approve --prune removes nothing while a file is broken or the source is empty', () => {
    const source = follow({released: new Set(ten)});
    source.at(0, allTen);
    source.at(60, complete(...lastSeven.files, broken));
    expect(removedOf(source.at(90, complete(...lastSeven.files, broken)))).toEqual([]);
    expect(removedOf(source.at(120, emptySource))).toEqual([]);
  });
});

test('a removal that was told twice and has no record is forgotten', () => {
  const source = follow();
  source.at(0, withWeb);
  source.at(60, withoutWeb);
  source.at(62, withoutWeb);
  expect(stateOf(source.at(64, withoutWeb))).toBe('removed');
  expect(stateOf(source.at(66, withoutWeb))).toBe('no verdict');
});
