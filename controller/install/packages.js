// The Debian packages that vmlet calls tools of: what each is for, and how to see without a process that it is there.
// Data only; setup.js installs.
import {arch} from 'node:process';

const arm = arch === 'arm64';

/**
 * @typedef {object} HostPackage
 * @property {string} name Debian's name of it
 * @property {string} why Read by people: what does not work without it
 * @property {readonly string[]} needs Programs looked up in PATH and the sbin directories, or absolute files
 */

/** What `npm start` needs. @type {readonly HostPackage[]} */
export const startPackages = [
  arm
    ? {name: 'qemu-system-arm', why: 'runs the guests', needs: ['qemu-system-aarch64']}
    : {name: 'qemu-system-x86', why: 'runs the guests', needs: ['qemu-system-x86_64']},
  ...(arm
    ? []
    : [{name: 'seabios', why: 'firmware of q35 and pc guests', needs: ['/usr/share/seabios/bios-256k.bin']}]),
  {name: 'qemu-utils', why: 'makes disk overlays and converts images', needs: ['qemu-img']},
  {name: 'iproute2', why: 'makes and watches bridges and taps', needs: ['ip', 'tc']},
  {
    name: 'util-linux',
    why: 'starts guests without privileges and holds locks',
    needs: ['setpriv', 'flock', 'unshare'],
  },
  {name: 'e2fsprogs', why: 'makes the root disk of the demo guest', needs: ['mke2fs', 'debugfs']},
  {name: 'cpio', why: 'packs the RAM disk of the demo guest', needs: ['cpio']},
  {name: 'kmod', why: "picks the demo guest's kernel modules", needs: ['modprobe', 'depmod']},
];

/** What only the tests call. @type {readonly HostPackage[]} */
export const testPackages = [
  {name: 'binutils', why: 'a test assembles the accelerator probe again and compares', needs: ['as', 'ld']},
  {name: 'systemd-container', why: 'a test runs vmlet where systemd is pid 1', needs: ['systemd-nspawn']},
  {name: 'nftables', why: 'a test loads the ruleset of docs/networking.md', needs: ['nft']},
  {name: 'dnsmasq-base', why: 'a test checks the DHCP server of docs/networking.md', needs: ['dnsmasq']},
  {name: 'strace', why: 'a test sees which files QEMU opens', needs: ['strace']},
  {name: 'faketime', why: "a test lets the daemon's clock jump by days", needs: ['faketime']},
  {name: 'curl', why: 'a test speaks to the API socket as a stranger would', needs: ['curl']},
];
