// The words of ip's command lines: what could change their meaning is refused before ip sees it.
import {describe, expect, test} from '@jest/globals';
import {markedMac} from '../../../controller/desired/names.ts';
import {
  addAddress,
  addBridge,
  addMacvtap,
  addTap,
  canonicalCidr,
  setAlias,
  setMaster,
} from '../../../controller/execute/link-lines.ts';

describe('lines', () => {
  test('a tap has frame headers, and its owner and queues when asked for', () => {
    expect(addTap('vt1', 600_001, true)).toBe('tuntap add dev vt1 mode tap user 600001 vnet_hdr multi_queue');
    expect(addTap('vt1', null, false)).toBe('tuntap add dev vt1 mode tap vnet_hdr');
  });

  test.each([
    'tap%d',
    '-x',
    'a b',
    'x\nlink del dev eth0',
    'sixteen-letters-',
    '',
    'ta\u00fc',
    'a"b',
    '.',
    'a/b',
  ])('the name %j is refused everywhere', name => {
    expect(() => addTap(name, null, false)).toThrow('is not a link name');
    expect(() => setMaster('vt1', name)).toThrow('is not a link name');
    expect(() => addMacvtap('mv1', name, '02:00:00:00:00:01', 'bridge')).toThrow('is not a link name');
  });

  test('an alias is a mark and nothing else', () => {
    expect(setAlias('vt1', 'vmlet:7c0e4a52')).toBe('link set dev vt1 alias vmlet:7c0e4a52');
    expect(() => setAlias('vt1', 'vmlet:x up')).toThrow('is not an alias');
    expect(() => setAlias('vt1', 'mine')).toThrow('is not an alias');
  });

  test('a uid that is not a whole number is refused', () => {
    expect(() => addTap('vt1', -1, false)).toThrow('is not a uid');
    expect(() => addTap('vt1', Number.NaN, false)).toThrow('is not a uid');
  });
});

describe('addresses', () => {
  test('two spellings of one address are one', () => {
    expect(canonicalCidr('FD00:0:0::1/064')).toBe('fd00::1/64');
    expect(canonicalCidr('10.0.0.1/24')).toBe('10.0.0.1/24');
    expect(addAddress('br0', 'FD00::1/64')).toBe('addr add fd00::1/64 dev br0');
  });

  test.each([
    '10.0.0.1',
    '10.0.0.1/33',
    '300.0.0.1/24',
    '10.0.0.1/24 dev eth0',
    '/24',
    'fd00::/129',
    '10.0.0.1/-1',
  ])('%j is refused', cidr => {
    expect(() => canonicalCidr(cidr)).toThrow('is not an address');
  });

  test('the address of a bridge follows from its mark, is local and is no group address', () => {
    const mac = markedMac('vmlet:a');
    expect(mac).toMatch(/^02(:[0-9a-f]{2}){5}$/);
    expect(markedMac('vmlet:a')).toBe(mac);
    expect(markedMac('vmlet:b')).not.toBe(mac);
    expect(addBridge('br0', mac)).toBe(`link add name br0 address ${mac} type bridge`);
  });
});
