import {describe, expect, test} from '@jest/globals';
import {readFileSync} from 'node:fs';
import {disruptionRows} from '../../../controller/cli/disruption-rows.ts';
import {crds} from '../../../controller/manifest/crds.gen.ts';
import type {Kind} from '../../../controller/manifest/object.ts';
import {vmCost} from '../../../controller/plan/disruption.ts';
import {changesPage, referencePages} from '../../docs/pages.ts';
import {fieldsOf} from '../../sim/field-walk.ts';

const kinds = Object.keys(crds) as Kind[];

describe('the disruption matrix', () => {
  test.each(kinds)('classes every field of %s, and no field that does not exist', kind => {
    const classed = disruptionRows(kind).map(({path}) => path);
    const fields = fieldsOf(crds[kind]);
    expect(fields.filter(path => !classed.includes(path))).toEqual([]);
    /** A field, or what holds fields: with an item of a list, as the matrix has it. */
    const known = (path: string): boolean => {
      const place = path.replace(/ removed$/, '');
      return fields.some(
        field => field === place || ['.', '[].'].some(step => field.startsWith(place + step)),
      );
    };
    expect(classed.filter(path => !path.startsWith('metadata.') && !known(path))).toEqual([]);
  });

  test('says why for every row, in words of its own for the exception', () => {
    for (const {path, reason, otherwise} of kinds.flatMap(kind => disruptionRows(kind))) {
      expect([path, reason.length > 10]).toEqual([path, true]);
      if (otherwise !== undefined) expect([path, otherwise.reason === reason]).toEqual([path, false]);
    }
  });

  test('has no exception that costs less than the rule', () => {
    const ranks = ['hot', 'restart', 'recreate', 'refused'];
    for (const {path, class: cost, otherwise} of kinds.flatMap(kind => disruptionRows(kind)))
      if (otherwise !== undefined)
        expect([path, ranks.indexOf(otherwise.class) > ranks.indexOf(cost)]).toEqual([path, true]);
  });

  test('is asked for no field that it does not have', () => {
    expect(() => vmCost('spec.nothing')).toThrow('no row spec.nothing');
  });

  test('of a field holds what is below it, and not what only begins alike', () => {
    expect(disruptionRows('VirtualMachine', 'spec.disks[].size').map(({path}) => path)).toEqual([
      'spec.disks[].size',
    ]);
    expect(disruptionRows('VirtualMachine', 'spec.boot').map(({path}) => path)).toEqual([
      'spec.boot.kernel.image',
      'spec.boot.kernel.initrd',
      'spec.boot.firmware',
      'spec.boot.cmdline',
    ]);
  });
});

test('docs/changes.md and docs/reference say what the matrix says now (else: npm run gen)', () => {
  const page = readFileSync('docs/changes.md', 'utf8');
  expect(changesPage(page)).toBe(page);
  const pages = referencePages();
  expect(Object.keys(pages)).toHaveLength(kinds.length);
  for (const [path, text] of Object.entries(pages))
    expect([path, readFileSync(path, 'utf8')]).toEqual([path, text]);
});
