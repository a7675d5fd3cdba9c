// A fleet that runs nowhere: a host that was planned to its end instead of made, to be thought about in this very process by the
// compiled code. Loaded by those who need it alone, since it needs that code.
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {openLog} from '../../dist/host/log.js';
import {makePaths} from '../../dist/host/paths.js';
import {readIdentity} from '../../dist/host/identity.js';
import {systemClock} from '../../dist/host/clock.js';
import {systemFiles} from '../../dist/host/files.js';
import {systemProcesses} from '../../dist/host/process.js';
import {systemSockets} from '../../dist/host/sockets.js';
import {lookAt} from '../../dist/look/look.js';
import {isNeed, openMoment} from '../../dist/look/moment.js';
import {decodeFile} from '../../dist/manifest/decode.js';
import {noPolicy} from '../../dist/manifest/policy.js';
import {openWorld} from '../../dist/open-world.js';
import {fixedPolicy} from '../../dist/policy-file.js';
import {foresee} from '../../dist/preview/effects.js';
import {passLinks} from '../../dist/preview/links.js';
import {readOnly} from '../../dist/preview/plan-locally.js';
import {previewWorld} from '../../dist/preview/world.js';
import {object} from './manifests.js';

export const machine = (at, memory) =>
  object('VirtualMachine', `m${at}`, {
    hypervisor: {qemu: {accelerator: 'tcg'}},
    memory: {size: memory},
    boot: {kernel: {image: 'kernel'}, cmdline: ['quiet']},
    disks: [{name: 'data', blank: {}, size: '1Gi'}],
    interfaces: [{name: 'lan', tap: {network: 'lan'}}],
    readiness: {running: {}},
  });

const openHost = place => {
  const clock = systemClock();
  let made = 0;
  const uuid = () => `00000000-0000-4000-8000-${(made += 1).toString(16).padStart(12, '0')}`;
  const write = () => undefined;
  return readOnly({
    processes: systemProcesses(),
    files: systemFiles(uuid),
    sockets: systemSockets(),
    clock,
    random: {uuid, fraction: Math.random},
    log: openLog({format: 'human', level: 'error', now: () => clock.now(), write}),
    paths: makePaths({stateDir: join(place, 'state'), runtimeDir: join(place, 'run')}),
  });
};

/** Look and take what is planned as done, until nothing is left to do; resolves with the last look and their number. */
export const settle = async (ahead, key) => {
  const {world} = ahead;
  for (let looks = 1; ; looks += 1) {
    const moment = openMoment(world);
    let view = lookAt(world, key, moment);
    while (isNeed(view)) {
      await moment.obtain(view);
      view = lookAt(world, key, moment);
    }
    if (view.plan.actions.length === 0) return {looks, view};
    for (const action of view.plan.actions) await foresee(ahead, action);
    if (view.plan.actions.some(({type}) => !/^(record|revision)\./.test(type))) passLinks(ahead.foreseen);
  }
};

/** Say this of an object from now on. */
export const declare = ({world}, place, text) => {
  const {objects, diagnostics} = decodeFile('m.yaml', Buffer.from(text), {source: 'bench', directory: place});
  if (objects.length === 0) throw new Error(JSON.stringify(diagnostics));
  for (const decoded of objects) world.verdicts.set(decoded.key, {state: 'present', decoded});
};

/** `count` machines m0, m1, ... that run. */
export const openFleet = async (place, count) => {
  writeFileSync(join(place, 'kernel'), 'a kernel');
  const host = openHost(place);
  const identity = readIdentity(host, {uid: 0, arch: 'x64', hostIdOfPolicy: null});
  const hints = {linksChanged: () => undefined, vmChanged: () => undefined};
  const {world, close} = openWorld(host, identity, 'bench', hints, fixedPolicy(noPolicy));
  await world.vms.settled();
  const ahead = await previewWorld(world);
  const image = {format: 'raw', source: {file: {path: join(place, 'kernel')}}};
  declare(ahead, place, object('Image', 'kernel', image));
  declare(ahead, place, object('Network', 'lan', {bridge: {name: 'br-edit'}}));
  for (let at = 0; at < count; at += 1) declare(ahead, place, machine(at, '64Mi'));
  for (const key of ahead.world.verdicts.keys()) await settle(ahead, key);
  return {ahead, close};
};
