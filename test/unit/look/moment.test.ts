// What one moment knows of the host: looked at once, and never older than what it was obtained with.
import {beforeEach, expect, test} from '@jest/globals';
import {nothingKept} from '../../../controller/look/kept.ts';
import {isNeed, openMoment} from '../../../controller/look/moment.ts';
import {present} from '../../../controller/observe/snapshot.ts';
import type {HypervisorSettings, World} from '../../../controller/world.ts';

const settings: HypervisorSettings = {
  machine: 'q35',
  accelerator: 'auto',
  cpuModel: null,
  bootsFirmware: false,
};
let asked: string[];
let world: World;

beforeEach(() => {
  asked = [];
  world = {
    reads: {
      image: (digest: string) => {
        asked.push(`/${digest}`);
        return {state: 'absent'};
      },
    },
    identity: {isRoot: true},
    links: {
      read: () => {
        asked.push('links');
        return Promise.resolve(present(new Map()));
      },
    },
    hypervisor: {
      prepare: ({machine}: HypervisorSettings) => {
        asked.push(machine);
        return Promise.resolve({
          command: {found: {binary: '/qemu'}},
          accelerator: {found: {cpuModel: machine}},
        });
      },
    },
    kept: nothingKept(),
  } as unknown as World;
});

test('knows nothing of links and hypervisor before they were obtained, and each for good after', async () => {
  const moment = openMoment(world);
  expect([moment.links(), moment.hypervisor(settings)]).toEqual([undefined, undefined]);
  await moment.obtain({needs: settings});
  await moment.obtain({needs: 'links'});
  for (let look = 0; look < 3; look += 1) {
    expect(moment.hypervisor({...settings})).toMatchObject({accelerator: {found: {cpuModel: 'q35'}}});
    expect(moment.links()).toMatchObject({state: 'present'});
  }
  expect(asked).toEqual(['q35', 'links']);
});

test('another hypervisor takes its time, so that links and images are looked at again after it', async () => {
  const moment = openMoment(world);
  await moment.obtain({needs: 'links'});
  moment.image(`sha256:${'0'.repeat(64)}`);
  await moment.obtain({needs: {...settings, machine: 'pc'}});
  expect(moment.links()).toBeUndefined();
  asked = [];
  moment.image(`sha256:${'0'.repeat(64)}`);
  moment.image(`sha256:${'0'.repeat(64)}`);
  expect(asked).toHaveLength(1);
});

test('who is not root has no links to wait for', () => {
  const moment = openMoment({...world, identity: {...world.identity, isRoot: false}});
  expect(moment.links()).toEqual({state: 'absent'});
});

test('what reads the same at another moment is the same value', async () => {
  const [first, second] = [openMoment(world), openMoment(world)];
  for (const moment of [first, second]) await moment.obtain({needs: settings});
  expect(asked).toEqual(['q35', 'q35']);
  expect(second.hypervisor(settings)).toBe(first.hypervisor(settings));
  expect(second.image('no digest')).toBe(first.image('no digest'));
  expect(isNeed(first.image('no digest'))).toBe(false);
});
