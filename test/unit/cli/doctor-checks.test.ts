// What `vmlet doctor` says of devices: a note while nothing needs them, a fault once a manifest does.
import {describe, expect, test} from '@jest/globals';
import type {Check} from '../../../controller/cli/doctor-checks.ts';
import {openWorld} from './world.ts';

const manifests = '/etc/vmlet/manifests';
const address = '0000:01:00.0';

const openHost = () => {
  const world = openWorld({alive: false});
  world.files.control.directory(manifests);
  const checks = async (name: RegExp): Promise<Check[]> => {
    const {out} = await world.run('doctor', '-o', 'json');
    return (JSON.parse(out) as Check[]).filter(check => name.test(check.name));
  };
  const {control} = world.files;
  return {
    checks,
    vhost: () => control.special('/dev/vhost-net', 'device'),
    vfioNode: () => control.special('/dev/vfio/vfio', 'device'),
    iommu: () => control.put('/sys/kernel/iommu_groups/7/type', 'DMA\n'),
    bind: (driver: string) => {
      control.put(`/sys/bus/pci/devices/${address}/class`, '0x030000\n');
      control.symlink(`../../../bus/pci/drivers/${driver}`, `/sys/bus/pci/devices/${address}/driver`);
    },
    wantDevice: () =>
      control.put(
        `${manifests}/gpu.yaml`,
        `apiVersion: vmlet.dev/v1alpha1
kind: VirtualMachine
metadata: {name: gpu}
spec:
  disks: [{name: root, image: tiny}]
  devices: [{pci: {address: '${address}'}}]
`,
      ),
  };
};

const line = ({state, detail, fix}: Check): string => `${state}: ${detail}; ${fix}`;

describe('devices that nothing needs', () => {
  test('vhost-net and vfio that are not there are notes that say what does not work', async () => {
    const host = openHost();
    const found = await host.checks(/vhost|vfio/);
    expect(found.map(line)).toEqual([
      'ok: not there, and not needed: packets of guests pass through QEMU; ',
      'ok: no /dev/vfio/vfio: no guest can be given a PCI device; if one shall: modprobe vfio-pci',
    ]);
  });

  test('vfio without an IOMMU group names the firmware and the kernel argument', async () => {
    const host = openHost();
    host.vfioNode();
    expect((await host.checks(/^vfio$/)).map(line)).toEqual([
      expect.stringMatching(/^ok: no IOMMU group: .*VT-d.*intel_iommu=on/),
    ]);
  });

  test('both are named as there once they are', async () => {
    const host = openHost();
    host.vhost();
    host.vfioNode();
    host.iommu();
    expect((await host.checks(/vhost|vfio/)).map(line)).toEqual([
      'ok: there; not used yet: packets of guests pass through QEMU; ',
      'ok: /dev/vfio/vfio there, 1 IOMMU groups; ',
    ]);
  });
});

describe('a PCI device that a manifest hands to a guest', () => {
  const passthrough = /^VirtualMachine\/default\/gpu pci/;

  test('is a fault while the host has no IOMMU, no such device, another driver or no vfio', async () => {
    const host = openHost();
    host.wantDevice();
    const said = async (): Promise<string> => (await host.checks(passthrough)).map(line).join('\n');
    expect(await said()).toMatch(/^fail: the host has no IOMMU group.*VT-d/);
    host.iommu();
    expect(await said()).toMatch(/^fail: the host has no such device.*lspci -D/);
    host.bind('nvme');
    expect(await said()).toMatch(/^fail: bound to nvme, .*driverctl set-override 0000:01:00\.0 vfio-pci/);
  });

  test('needs the vfio node, and is fine with it', async () => {
    const host = openHost();
    host.wantDevice();
    host.iommu();
    host.bind('vfio-pci');
    expect((await host.checks(passthrough)).map(line)).toEqual([
      'fail: no /dev/vfio/vfio, so it cannot start; modprobe vfio-pci',
    ]);
    host.vfioNode();
    expect((await host.checks(passthrough)).map(line)).toEqual(['ok: bound to vfio-pci; ']);
  });
});
