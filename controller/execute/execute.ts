// The one switch over Action: each goes to its executor. No policy, no choice. Every failure of any executor becomes an
// Outcome here; starts are bounded, everything else runs as its key asks.
import type PQueue from 'p-queue';
import type {Action, Outcome} from '../plan/action.ts';
import {done} from '../plan/action.ts';
import {configureBridge, createBridge, deleteBridge} from './bridge.ts';
import {growDisk} from './disk.ts';
import {failedBy} from './failure.ts';
import {forgetObject} from './forget.ts';
import {buildImage, importImage} from './image.ts';
import type {ImageTools} from './image.ts';
import type {LinkTools} from './link-tools.ts';
import {createMacvtap} from './macvtap.ts';
import {createBlank, createOverlay} from './overlay.ts';
import type {DiskTools} from './overlay.ts';
import {writeRecord, writeRevision} from './record.ts';
import {attachTap, createTap, deleteTap} from './tap.ts';
import {limitTap} from './tap-limit.ts';
import {purgeVm, restoreVm, trashVm} from './trash.ts';
import {changeVm} from './vm-change.ts';
import {cleanVm} from './vm-clean.ts';
import {continueVm} from './vm-continue.ts';
import {prepareVm} from './vm-prepare.ts';
import {startVm} from './vm-start.ts';
import {stopVm} from './vm-stop.ts';
import type {VmTools} from './vm-tools.ts';

export type Tools = VmTools &
  LinkTools &
  DiskTools &
  ImageTools & {
    /** Bounds how many hypervisors start at once; p-queue with cores to twice the cores. */
    readonly starts: PQueue;
  };

/** Run one action to its outcome. Never throws. */
export const execute = async (
  action: Action,
  tools: Tools,
  options: {signal: AbortSignal},
): Promise<Outcome> => {
  try {
    return await dispatch(action, tools, options);
  } catch (thrown) {
    return failedBy(thrown, options, '');
  }
};

const dispatch = (
  action: Action,
  tools: Tools,
  options: {signal: AbortSignal},
): Promise<Outcome> | Outcome => {
  const {host} = tools;
  // What is done is on disk as an intent first; what waits for its turn looks to that when it has it.
  if (action.type !== 'record.write' && action.type !== 'revision.write' && action.type !== 'vm.start')
    host.files.settle();
  switch (action.type) {
    case 'record.write':
      writeRecord(host, action.record);
      return done(true);
    case 'record.remove':
      return forgetObject(action, tools);
    case 'revision.write':
      writeRevision(host, action.uid, {...action.revision, ...action.details}, action.keep);
      return done(true);
    case 'image.import':
      return importImage(action, tools, options);
    case 'image.build':
      return buildImage(action, tools, options);
    case 'bridge.create':
      return createBridge(action, tools);
    case 'bridge.configure':
      return configureBridge(action, tools);
    case 'bridge.delete':
      return deleteBridge(action, tools);
    case 'tap.create':
      return createTap(action, tools);
    case 'tap.attach':
      return attachTap(action, tools);
    case 'tap.limit':
      return limitTap(action, tools, options);
    case 'tap.delete':
      return deleteTap(action, tools);
    case 'macvtap.create':
      return createMacvtap(action, tools);
    case 'overlay.create':
      return createOverlay(action, tools);
    case 'blank.create':
      return createBlank(action, tools);
    case 'disk.grow':
      return growDisk(action, tools, options);
    case 'vm.prepare':
      return prepareVm(action, tools, options);
    case 'vm.start':
      return tools.starts.add(
        () => {
          host.files.settle();
          return startVm(action, tools, options);
        },
        {signal: options.signal, priority: action.priority},
      );
    case 'vm.continue':
      return continueVm(action, tools, options);
    case 'vm.stop':
      return stopVm(action, tools, options);
    case 'vm.change':
      return changeVm(action, tools, options);
    case 'vm.clean':
      return cleanVm(action, tools, options);
    case 'vm.trash':
      return trashVm(action, tools);
    case 'vm.restore':
      return restoreVm(action, tools);
    case 'vm.purge':
      return purgeVm(action, tools);
    default:
      return action satisfies never;
  }
};
