import {describe, expect, test} from '@jest/globals';
import {readFileSync} from 'node:fs';
import {adoptCommandLine} from '../../controller/adopt/command-line.ts';
import type {HostFacts} from '../../controller/adopt/command-line.ts';
import type {Adopted} from '../../controller/adopt/adopted.ts';
import {adoptDomain} from '../../controller/adopt/domain.ts';
import {parseXml} from '../../controller/adopt/element.ts';
import type {Element} from '../../controller/adopt/element.ts';
import {decodeFile} from '../../controller/manifest/decode.ts';

const fixture = (name: string): string => readFileSync(`test/fixtures/libvirt-9.0/${name}`, 'utf8');
const domains = ['web-1', 'db', 'kernel-boot'];
const facts: HostFacts = {
  bridgeOf: link => (link === 'vnet3' ? 'br0' : null),
  linkOf: descriptor => (descriptor === '5' ? 'vnet3' : null),
  formatOf: path => (path.endsWith('.qcow2') ? 'qcow2' : path.endsWith('.img') ? 'raw' : null),
  absolute: path => (path.startsWith('/') ? path : `/home/me/${path}`),
};

const errorsOf = ({objects}: Adopted): readonly unknown[] =>
  decodeFile('a.yaml', Buffer.from(objects.map(each => JSON.stringify(each)).join('\n---\n')), {
    source: 's',
    directory: '/',
  }).diagnostics.filter(({severity}) => severity === 'error');
const specOf = ({objects}: Adopted): Record<string, unknown> => objects.at(-1)?.spec ?? {};

describe('a libvirt domain', () => {
  test.each(domains)('%s, as libvirt writes it, becomes manifests without an error', name => {
    expect(errorsOf(adoptDomain(parseXml(fixture(`${name}.xml`), name)))).toEqual([]);
  });

  test('keeps its disks where they are, and does not start beside the old guest', () => {
    expect(specOf(adoptDomain(parseXml(fixture('web-1.xml'), 'x')))).toMatchObject({
      runPolicy: 'Halted',
      disks: [
        {name: 'vda', file: {path: '/var/lib/libvirt/images/web.qcow2', format: 'qcow2'}, serial: 'WEB-ROOT'},
        {name: 'sda', file: {path: '/var/lib/libvirt/images/data.raw', format: 'raw'}},
      ],
      cpu: {count: 1},
      memory: {size: '1Gi', balloon: {}},
      guestAgent: {enabled: true},
      devices: [{pci: {address: '0000:06:12.5'}}],
    });
  });

  test('boots its kernel through images of the files that it names', () => {
    const {objects} = adoptDomain(parseXml(fixture('kernel-boot.xml'), 'x'));
    expect(objects.map(({kind, metadata}) => `${kind}/${metadata.name}`)).toEqual([
      'Image/kernel-boot-kernel',
      'Image/kernel-boot-initrd',
      'VirtualMachine/kernel-boot',
    ]);
    expect(objects.at(-1)?.spec).toMatchObject({
      boot: {
        kernel: {image: 'kernel-boot-kernel', initrd: 'kernel-boot-initrd'},
        cmdline: ['console=ttyS0', 'quiet'],
      },
    });
  });

  /** What is so on every machine of vmlet, what only the old host knew, and what is inside of what is told as a whole. */
  const silent =
    /(^|\/)(serial|console|channel|hostdev|target|backingStore|acpi|apic|on_\w+|boot|source)(\/|$)|controller\//;
  /** Left out, these mean what these fixtures say. */
  const usual = new Set(['currentMemory', 'vcpu', 'clock', 'features', 'devices/disk/driver']);

  test.each(domains)('%s says another thing when any of its elements is taken away', name => {
    const root = parseXml(fixture(`${name}.xml`), name);
    const whole = JSON.stringify(adoptDomain(root));
    const dropped = everyElement(root).filter(({without}) => {
      try {
        return JSON.stringify(adoptDomain(without)) === whole;
      } catch {
        return false;
      }
    });
    expect(dropped.map(({path}) => path).filter(path => !silent.test(path) && !usual.has(path))).toEqual([]);
  });

  test.each<[string, string]>([
    ['<domain type="xen"><name>a</name></domain>', 'is no QEMU guest'],
    ['<network/>', 'not a libvirt <domain>'],
    ['<domain', 'cannot read x: 1:7'],
    [
      '<domain type="qemu"><os><type arch="s390x" machine="s390-ccw-virtio">hvm</type></os></domain>',
      's390x',
    ],
    ['<!DOCTYPE a [<!ENTITY b "c">]><domain type="qemu"/>', 'a document type is not taken'],
    ['<domain type="qemu"><name>&b;</name></domain>', 'undefined entity'],
    ['<a>'.repeat(70), '64 deep'],
    ['', 'document must contain a root element'],
  ])('%j is refused with what is wrong', (text, why) => {
    expect(() => adoptDomain(parseXml(text, 'x'))).toThrow(why);
  });
});

/** The tree once without each of its elements. */
const everyElement = (root: Element, path = ''): {path: string; without: Element}[] =>
  root.children.flatMap((child, at) => {
    const put = (inner: Element | null): Element => ({
      ...root,
      children: root.children.flatMap((each, index) =>
        index === at ? (inner === null ? [] : [inner]) : [each],
      ),
    });
    const here = path === '' ? child.name : `${path}/${child.name}`;
    return [
      {path: here, without: put(null)},
      ...everyElement(child, here).map(each => ({...each, without: put(each.without)})),
    ];
  });

describe('the command line of a QEMU', () => {
  const adopt = (...argv: string[]) => adoptCommandLine(['/usr/bin/qemu-system-x86_64', ...argv], facts);

  test('that libvirt starts becomes manifests without an error, with both of its disks', () => {
    const result = adoptCommandLine(JSON.parse(fixture('argv.json')) as string[], facts);
    expect(errorsOf(result)).toEqual([]);
    expect(specOf(result)).toMatchObject({
      cpu: {count: 2},
      memory: {size: '512Mi'},
      guestAgent: {enabled: true},
      disks: [
        {file: {path: '/var/lib/libvirt/images/web.qcow2', format: 'qcow2'}, serial: 'ROOT'},
        {file: {path: '/var/lib/libvirt/images/data.raw', format: 'raw'}},
      ],
      interfaces: [{mac: '52:54:00:1c:9a:8b', tap: {network: 'br0'}}],
    });
  });

  test('by hand: drives, cards and forwards in their short forms', () => {
    const result = adopt(
      ...['-name', 'Web', '-machine', 'q35,accel=kvm:tcg', '-cpu', 'host', '-smp', '2', '-m', '1G'],
      ...[
        '-drive',
        'file=web.qcow2,if=virtio',
        '-drive',
        'file=/a,,b.img,format=raw,if=none,id=d,readonly=on',
      ],
      ...['-device', 'virtio-blk-pci,drive=d,serial=DATA', '-netdev', 'tap,id=n0,ifname=vnet3,script=no'],
      ...['-device', 'virtio-net-pci,netdev=n0,mac=52:54:00:AA:BB:CC'],
      ...['-nic', 'user,model=virtio-net-pci,hostfwd=tcp:127.0.0.1:2222-:22,hostfwd=udp::53-:53'],
      ...['-bios', '/usr/share/OVMF/OVMF.fd', '-daemonize', '-display', 'none', '-qmp', 'unix:/q,server'],
    );
    expect(errorsOf(result)).toEqual([]);
    expect(specOf(result)).toMatchObject({
      hypervisor: {qemu: {machine: 'q35', accelerator: 'kvm', cpuModel: 'host'}},
      memory: {size: '1Gi'},
      boot: {firmware: 'uefi'},
      disks: [
        {file: {path: '/home/me/web.qcow2', format: 'qcow2'}},
        {file: {path: '/a,b.img', format: 'raw'}, serial: 'DATA', readOnly: true},
      ],
      interfaces: [
        {mac: '52:54:00:aa:bb:cc', tap: {network: 'br0'}},
        {
          user: {
            forwardPorts: [
              {hostAddress: '127.0.0.1', hostPort: 2222},
              {protocol: 'udp', hostPort: 53},
            ],
          },
        },
      ],
    });
    expect(result.notes.at(-2)).toBe('decided by vmlet itself: -daemonize, -display, -qmp');
  });

  test.each([
    ['-vga', 'std'],
    ['-device', 'virtio-rng-pci'],
    ['-drive', 'file=/x.iso,media=cdrom'],
    ['-drive', 'file=/x.vmdk,format=vmdk,if=virtio'],
    ['-drive', 'file=/x.img,format=raw,if=virtio,cache=none'],
    ['-netdev', 'tap,id=x,ifname=lonely'],
    ['-device', 'e1000,netdev=y'],
    ['-blockdev', 'driver=qcow2,node-name=n,file.driver=file,file.filename=/y.qcow2,discard-no-unref=on'],
    ['-machine', 'q35,smm=on'],
    ['-cdrom', '/x.iso'],
    ['-whatever', 'comes'],
  ])('what it says in %s %s, and no manifest can, is a note', (flag, value) => {
    const plain = adopt('-nic', 'none', '-netdev', 'user,id=y');
    const more = adopt('-nic', 'none', '-netdev', 'user,id=y', flag, value);
    expect(more.notes.filter(note => !plain.notes.includes(note))).not.toEqual([]);
  });

  test.each([
    ['2', 2],
    ['cpus=2,maxcpus=4', 2],
    ['sockets=2,cores=3', 6],
    ['maxcpus=4,cores=2', 4],
  ])('-smp %s is %i CPUs, as QEMU counts them', (smp, count) => {
    expect(specOf(adopt('-smp', smp))).toMatchObject({cpu: {count}});
  });

  test('of another machine than vmlet runs is refused', () => {
    expect(() => adopt('-M', 'isapc')).toThrow('isapc');
  });
});
