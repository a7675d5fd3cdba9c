import {expect, test} from '@jest/globals';
import {asVmletError, VmletError} from '../../controller/errors.ts';

const failing = (code: string) => Object.assign(new Error(`${code}: no`), {code});

test.each(['ENOSPC', 'EDQUOT'])('%s is told as a full disk, which ends by itself', code => {
  expect(asVmletError(failing(code))).toMatchObject({
    code: 'E-SPACE',
    terminal: false,
    message: `the disk is full: ${code}: no`,
  });
});

test('what nobody foresaw is a defect, and what vmlet says itself stays as it was said', () => {
  expect(asVmletError(failing('EIO')).code).toBe('E-INTERNAL');
  const own = new VmletError('E-IMAGE', 'no header', {terminal: true});
  expect(asVmletError(own)).toBe(own);
});
