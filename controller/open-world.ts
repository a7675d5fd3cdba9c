// The memory and the watches of a controller, opened for whoever holds (or does not need) the lock: the daemon,
// `vmlet plan` and `vmlet down` without one. Nothing is decided here.
import PQueue from 'p-queue';
import type {Driver} from './drivers/driver.ts';
import {tscKhz} from './drivers/qemu/host-tsc.ts';
import {prepareQemu} from './drivers/qemu/prepare.ts';
import {drivers} from './drivers/registry.ts';
import type {Tools} from './execute/execute.ts';
import {openLinkBatch} from './execute/link-batch.ts';
import {openRecipes} from './execute/recipe.ts';
import {openTemplates} from './execute/template.ts';
import type {Host, HostIdentity} from './host/host.ts';
import {nothingKept} from './look/kept.ts';
import {readsOf} from './host-reads.ts';
import {loadRecords} from './load-records.ts';
import {openLinkTable} from './observe/links.ts';
import {watchVms} from './observe/vm.ts';
import {fixedPolicy} from './policy-file.ts';
import {noPolicy} from './manifest/policy.ts';
import type {Hypervisor, PolicyHolder, World} from './world.ts';

export type Hints = {linksChanged(): void; vmChanged(uid: string): void};

export type OpenedWorld = {readonly world: World; close: () => void};

/** Open the watches and load every record; the process table was read once. */
export const openWorld = (
  host: Host,
  identity: HostIdentity,
  version: string,
  hints: Hints,
  policy: PolicyHolder = fixedPolicy(noPolicy),
): OpenedWorld => {
  const links = openLinkTable(host, () => {
    hints.linksChanged();
  });
  const vms = watchVms(host, uid => {
    hints.vmChanged(uid);
  });
  const world: World = {
    host,
    identity,
    version,
    hypervisor: qemuHypervisor(host, identity),
    vms,
    links,
    reads: readsOf(host),
    records: new Map(),
    unsaved: new WeakSet(),
    verdicts: new Map(),
    revisions: new Map(),
    sightings: {exits: new Map(), runs: new Map(), pauses: new Map(), trash: new Map(), resets: new Map()},
    fresh: new Map(),
    kept: nothingKept(),
    interrupting: new Set(),
    starting: new Map(),
    policy,
    statuses: new Map(),
  };
  vms.refresh();
  loadRecords(world);
  return {
    world,
    close: () => {
      vms.close();
      links.close();
    },
  };
};

/** What executors work with; one set for one process that holds the lock. */
export const openTools = ({host, identity, vms, links, policy}: World, recipesDir: string): Tools => ({
  host,
  identity,
  vms,
  links,
  batch: openLinkBatch(host, links),
  templates: openTemplates(host),
  recipes: openRecipes(host, recipesDir),
  starts: new PQueue({concurrency: policy.current().parallelStarts ?? Math.max(2, identity.cpuCount)}),
});

/** QEMU with what it can do on such a host. */
export const qemuDriver = ({isRoot, hasSystemd}: Pick<HostIdentity, 'isRoot' | 'hasSystemd'>): Driver => {
  const {qemu} = drivers;
  // A VM's service that began without internet sockets (execute/launch-unit.ts) cannot be given user networking later.
  const closed = isRoot && hasSystemd;
  const hotplugBindings = qemu.features.hotplugBindings.filter(binding => !closed || binding !== 'user');
  return {...qemu, features: {...qemu.features, hotplugBindings}};
};

/** QEMU as the one hypervisor of this version. */
const qemuHypervisor = (host: Host, identity: HostIdentity): Hypervisor => {
  // /proc/cpuinfo grows with the cores: read once, not for each look at each VM.
  const hostTscKhz = tscKhz(host);
  return {
    driver: qemuDriver(identity),
    prepare: settings => prepareQemu(host, identity.arch, settings, hostTscKhz),
  };
};
