// What a daemon may be in the middle of, one row each: together they reach every side effect that exists. A feature
// joins the crash matrix by a row here.
import {
  a,
  afterRemoval,
  approvePrune,
  automaticA,
  b,
  bootRescue,
  built,
  changedA,
  declareAgain,
  declared,
  declaredWithC,
  gatedA,
  hearAgain,
  heldByPolicy,
  hostWorlds,
  power,
  purge,
  qemuOf,
  ref,
  remove,
  removed,
  removeWithC,
  rollBack,
  sweepAway,
  withoutLab,
  writeBase,
} from './crash-worlds.ts';
import type {CrashRow} from './crash-worlds.ts';
import {leaveOver} from './leftovers.ts';
import {plainBase} from './manifests.ts';
import {vmRecord} from './records.ts';
import {optionOf} from './simulation.ts';

/** Without the room for more memory the changed manifest would wait for approval, with one list of changes or another. */
const changedWithRoom: CrashRow['next'] = {
  changed: scene => {
    scene.declare({...changedA, maxMemoryMi: 512});
  },
};

export const crashRows: readonly CrashRow[] = [
  {
    what: 'the first daemon of a host imports images and makes bridges',
    before: () => Promise.resolve(),
    act: ({sim}) => sim.boot(),
    next: hostWorlds,
  },
  {
    what: 'an image is built from a recipe',
    before: async scene => {
      scene.sim.host.files.control.put('/recipes/tiny.sh', 'make it');
      await declared(b)(scene);
    },
    act: ({sim}) => {
      sim.write('built.yaml', built);
    },
    next: {
      changed: ({sim}) => {
        sim.write('built.yaml', built.replace('kernel}', 'initrd}'));
      },
      gone: ({sim}) => {
        sim.remove('built.yaml');
      },
    },
  },
  {
    what: 'a VM is created',
    before: declared(b),
    act: scene => {
      scene.declare({...a, dataMi: {data: 16}});
    },
  },
  {
    what: 'a VM is created as a service',
    hasSystemd: true,
    before: declared(b),
    act: scene => {
      scene.declare(a);
    },
  },
  {
    what: 'a VM with a macvtap and a command before its start is created',
    before: declared(b),
    act: scene => {
      scene.declare({...a, nics: {}, otherNics: {up: 'macvtap'}, preStart: true});
    },
  },
  {
    what: 'a VM is removed and its disks stay',
    before: declared(),
    act: remove,
    next: afterRemoval,
  },
  {
    what: 'a VM and one that waits for it are removed together',
    before: declaredWithC,
    act: removeWithC,
    lastsMs: 15_000,
    next: afterRemoval,
  },
  {
    what: 'a removal that the host policy holds is approved',
    before: heldByPolicy,
    act: approvePrune,
    next: afterRemoval,
  },
  {
    what: 'a VM that hears nothing is removed',
    before: async scene => {
      await declared()(scene);
      qemuOf(scene).guest.powerdownMs = null;
      qemuOf(scene).monitor = 'deaf';
    },
    act: remove,
    lastsMs: 60_000,
    next: {
      ...afterRemoval,
      same: scene => {
        hearAgain(scene);
        declareAgain(scene, a);
      },
      changed: scene => {
        hearAgain(scene);
        declareAgain(scene, changedA);
      },
      // Who does not even answer is not killed by a daemon that has not heard it yet.
      gone: ({sim}) => {
        for (const qemu of sim.host.qemus.all()) qemu.monitor = 'answers';
      },
    },
  },
  {
    what: 'a VM is removed and its disks go to the trash',
    before: declared({...a, disks: 'Delete'}),
    act: remove,
    next: afterRemoval,
  },
  {
    what: 'a VM comes back from the trash',
    before: removed({...a, disks: 'Delete'}),
    act: scene => {
      declareAgain(scene, a);
    },
  },
  {
    what: 'a removed VM is purged',
    before: removed(),
    act: scene => {
      scene.sim.monitors.purged(vmRecord(scene.sim.host, 'a')?.uid ?? '');
      purge(scene);
    },
    // Who declares it again wants it no longer purged; what was begun is done all the same.
    again: (scene, world) => {
      if (world === 'gone') purge(scene);
    },
    next: {
      ...afterRemoval,
      same: scene => {
        scene.declare(a);
      },
      changed: scene => {
        scene.declare(changedA);
      },
    },
  },
  {
    what: 'a VM is restarted for an approved edit',
    before: async scene => {
      await declared()(scene);
      scene.declare({...a, memoryMi: 192});
      await scene.sim.advance(2_000);
    },
    act: scene => {
      scene.sim.monitors.licenses.grant('a', 'stop', 'approved');
      void scene.sim.control?.approve(ref, {prune: false});
    },
  },
  {
    what: 'a VM is rolled back to what its first revision was',
    before: async scene => {
      await declared(automaticA)(scene);
      scene.declare({...automaticA, memoryMi: 192});
      await scene.sim.advance(10_000);
    },
    act: rollBack,
    again: (scene, world) => {
      if (world === 'same') rollBack(scene);
    },
    next: {
      // What the manifest says anew ends the rollback.
      changed: scene => {
        scene.declare({...changedA, approval: 'Automatic'});
      },
    },
  },
  {
    what: 'a variant is booted once, and the machine itself after it',
    before: declared(),
    act: bootRescue,
    again: power('restart'),
  },
  {
    what: 'a revision that never comes up gives way to the last that did',
    before: async scene => {
      await declared(gatedA)(scene);
      await scene.sim.advance(10_000);
      scene.sim.hangs = qemu => optionOf(qemu, '-m').includes('size=192M');
      scene.declare({...gatedA, memoryMi: 192});
      await scene.sim.advance(40_000);
    },
    act: () => undefined,
    lastsMs: 60_000,
  },
  {
    what: 'a disk is added, one is grown and an interface is added while it runs',
    before: declared(),
    act: scene => {
      scene.declare({...a, rootMi: 96, dataMi: {data: 16}, nics: {lan: 'lan', wan: 'lab'}});
    },
  },
  {
    what: 'CPUs are added while it runs',
    before: declared({...a, maxCpus: 4}),
    act: scene => {
      scene.declare({...a, maxCpus: 4, cpus: 3});
    },
  },
  {
    what: 'memory is added while it runs',
    before: declared({...a, maxMemoryMi: 512}),
    act: scene => {
      scene.declare({...a, maxMemoryMi: 512, memoryMi: 384});
    },
    next: changedWithRoom,
  },
  {
    // A guest that gives only a part gives more each time that it is asked, so that its end hangs on how often that was.
    what: 'memory is taken back while it runs',
    before: async scene => {
      await declared({...a, maxMemoryMi: 512})(scene);
      scene.declare({...a, maxMemoryMi: 512, memoryMi: 384});
      await scene.sim.advance(5_000);
    },
    act: scene => {
      scene.declare({...a, maxMemoryMi: 512, memoryMi: 64});
    },
    next: changedWithRoom,
  },
  {
    what: 'a disk is taken out while it runs',
    before: declared({...a, dataMi: {data: 16}}),
    act: scene => {
      scene.declare(a);
    },
  },
  {
    what: 'an interface is moved and another removed while it runs',
    before: declared({...a, nics: {lan: 'lan', wan: 'lab'}}),
    act: scene => {
      scene.declare({...a, nics: {lan: 'lab'}});
    },
  },
  {
    what: 'a cable is pulled, one is plugged in, and a VM is created without one',
    before: declared({...a, nics: {lan: 'lan', wan: 'lab'}, unplugged: ['wan']}),
    act: scene => {
      scene.declare({...a, nics: {lan: 'lan', wan: 'lab'}, unplugged: ['lan']});
      scene.declare({...b, nics: {lan: 'lan'}, unplugged: ['lan'], runPolicy: 'Always'});
    },
  },
  {
    what: 'limits are set on a disk and a tap that have some, and on a VM that is created',
    before: declared({...a, limitKi: 64}),
    act: scene => {
      scene.declare({...a, limitKi: 4096});
      scene.declare({...b, nics: {lan: 'lan'}, limitKi: 64, runPolicy: 'Always'});
    },
  },
  {
    what: 'limits are taken away',
    before: declared({...a, limitKi: 64}),
    act: scene => {
      scene.declare(a);
    },
  },
  {
    what: 'an interface whose tap was deleted is replaced',
    before: declared({...a, limitKi: 64}),
    act: ({sim}) => {
      const uid = vmRecord(sim.host, 'a')?.uid ?? '';
      const links = [...sim.host.links.control.links().values()];
      for (const {name, alias} of links) if (alias === `vmlet:${uid}`) sim.host.links.control.remove(name);
      sim.monitors.licenses.grant('a', 'change', 'its tap was deleted');
    },
  },
  {
    what: 'a disk is grown while its VM is off',
    before: async scene => {
      await declared()(scene);
      power('stop')(scene);
      await scene.sim.advance(3_000);
    },
    // A new spec ends the stop by hand.
    act: scene => {
      scene.declare({...a, rootMi: 96});
    },
  },
  {
    what: 'a VM is stopped by hand, and started',
    before: declared(),
    act: power('stop'),
    again: power('start'),
  },
  {
    what: 'a guest that went down is started again',
    before: declared(),
    act: scene => {
      qemuOf(scene).powerOff();
    },
  },
  {
    what: 'a daemon starts beside a running VM, and sweeps',
    before: async scene => {
      await declared()(scene);
      const {host} = scene.sim;
      host.files.control.put(`${host.paths.record(ref)}.tmp-0000abcd`, 'half');
      host.files.control.put(`${host.paths.workDir}/image-of-nobody`, 'half');
      scene.sim.crash();
    },
    act: ({sim}) => sim.boot(),
  },
  {
    what: 'what is left over of a life that nobody remembers is swept away, and not what another vmlet left',
    before: async scene => {
      await declared()(scene);
      leaveOver(scene.sim, true);
      leaveOver(scene.sim, false);
    },
    act: sweepAway,
    again: sweepAway,
    // What hangs is answered with a failure, and a person asks once more; the cgroup of nobody was not there.
    leavesOut: /^ip .*hangs|^removeDirectory killed after/,
  },
  {
    what: 'a network goes',
    before: declared(),
    act: scene => {
      writeBase(scene, withoutLab);
    },
    next: {...hostWorlds, same: scene => writeBase(scene, plainBase)},
  },
  {
    what: 'all is taken down, and started again',
    before: declared(),
    act: ({sim}) => {
      sim.monitors.licenses.grant('a', 'stop', 'down');
      const end = (): void => {
        sim.crash();
      };
      sim.control?.down({now: false}).then(end, end);
    },
  },
];
