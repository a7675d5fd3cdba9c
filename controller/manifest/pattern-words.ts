// What each pattern of the schemas asks for, in words: nobody should have to read a regular expression.
import {durationPattern, quantityPattern} from './quantity.ts';
import {namePattern} from './schema.ts';

export type Words = {readonly expected: string; readonly fix: string};

const words = new Map<string, Words>([
  [namePattern, {expected: '1-40 of a-z 0-9 -, starting with a letter', fix: 'choose such a name'}],
  [
    quantityPattern,
    {expected: 'a whole number from 1 with a unit of Ki, Mi, Gi, Ti, k, M, G, T', fix: 'write it like 512Mi'},
  ],
  [
    durationPattern,
    {expected: 'whole numbers with units of ms, s, m, h, d', fix: 'write it like 90s or 1h30m'},
  ],
  ['^[A-Za-z0-9_-]{1,20}$', {expected: '1-20 of A-Z a-z 0-9 - _', fix: 'choose such a serial'}],
  [
    '^[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}$',
    {expected: 'a MAC address', fix: 'write it like 02:00:00:00:00:01'},
  ],
  [
    '^[0-9A-Fa-f.:]+/[0-9]{1,3}$',
    {expected: 'an address with prefix length', fix: 'write it like 192.168.1.3/24'},
  ],
  ['^[0-9.]{7,15}$', {expected: 'an IPv4 address', fix: 'write it like 127.0.0.1'}],
  [
    '^[A-Za-z0-9][A-Za-z0-9._-]{0,14}$',
    {expected: 'the name of a link, 1-15 of A-Z a-z 0-9 . _ -', fix: 'see `ip link`'},
  ],
  [
    '^[0-9a-f]{4}:[0-9a-f]{2}:[01][0-9a-f]\\.[0-7]$',
    {expected: 'a PCI address', fix: 'write it as `lspci -D` prints it, like 0000:01:00.0'},
  ],
  [
    '^[0-9a-f]{4}$',
    {expected: 'four of 0-9 a-f', fix: 'write it as `lsusb` prints it, in quotes, like "1d6b"'},
  ],
  [
    '^[0-9A-Za-z*,/#L-]+( [0-9A-Za-z*,/#L?-]+){4}$',
    {
      expected: 'the five fields of cron: minute, hour, day of month, month, day of week',
      fix: 'write it like 0 3 * * SUN',
    },
  ],
  [
    '^[A-Za-z][A-Za-z0-9_+/-]*$',
    {expected: 'the name of a time zone', fix: 'write it like UTC or Europe/Berlin'},
  ],
  [
    '^(100|[1-9]?[0-9])%$',
    {expected: 'a whole number from 0, or a percentage from 0% to 100%', fix: 'write it like 1 or 25%'},
  ],
  ['^[A-Za-z0-9-]{8,64}$', {expected: '8-64 of A-Z a-z 0-9 -', fix: 'write what is in host.json'}],
  ['^/[^\\x00-\\x1f\\x7f]*$', {expected: 'an absolute path', fix: 'begin it with /'}],
  [
    '^[A-Za-z0-9*][A-Za-z0-9._*-]{0,14}$',
    {expected: 'the name of a link, in which * stands for any characters', fix: 'see `ip link`'},
  ],
  ['^[0-9]{1,5}(-[0-9]{1,5})?$', {expected: 'a port or a range of ports', fix: 'write it like "8000-8999"'}],
  ['^[0-9a-f]{64}$', {expected: '64 of 0-9 a-f', fix: 'write what `sha256sum` prints'}],
  [
    '^[^\\x00-\\x1f\\x7f~][^\\x00-\\x1f\\x7f]*$',
    {
      expected: 'a path, absolute or relative to the manifest',
      fix: 'write the whole path (~ is not expanded)',
    },
  ],
  ['^[^\\x00-\\x1f\\x7f]+$', {expected: 'text without control characters', fix: 'remove them'}],
  ['^[^\\x00]*$', {expected: 'text without NUL', fix: 'remove it'}],
  ['^[\\x20-\\x7e]+$', {expected: 'printable ASCII', fix: 'one argument an item, like console=ttyS0'}],
  [
    '^[A-Za-z0-9][A-Za-z0-9._-]*(,[+-]?[A-Za-z0-9][A-Za-z0-9._-]*(=(on|off))?)*$',
    {expected: 'a CPU model as QEMU names it', fix: 'write it like host or max,-avx512f'},
  ],
  [
    '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?){0,7}$',
    {expected: 'a host name of a-z 0-9 - and dots', fix: 'write it like web-1 or web-1.example.org'},
  ],
]);

/** Words for a pattern of a schema; a test checks that every pattern of the CRDs has some. */
export const patternWords = (pattern: string): Words | undefined => words.get(pattern);
