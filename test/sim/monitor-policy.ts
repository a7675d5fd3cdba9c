// P27: no machine is started beyond the limits of the host policy. Judged by the file and the processes at each launch; what
// runs already may be more than a policy that came later allows.
import {checkPolicy} from '../../controller/manifest/policy.ts';
import {policyFile} from './manifests.ts';
import type {Monitor} from './monitors.ts';
import type {Simulation} from './simulation.ts';

/** A policy is read with each scan, and what it was when somebody decided may have changed meanwhile. */
const settledMs = 35_000;

export const watchPolicy = (sim: Simulation): Monitor => {
  const {host} = sim;
  let text = '';
  let sinceMs = 0;

  const look = (): void => {
    const now = host.files.read(policyFile)?.toString() ?? '';
    if (now === text) return;
    text = now;
    sinceMs = host.clock.monotonicMs();
  };

  return {
    before: ({door, subject}) => {
      if (door !== 'launch') return;
      look();
      if (host.clock.monotonicMs() - sinceMs < settledMs) return;
      const checked = checkPolicy(policyFile, text);
      if ('diagnostics' in checked) return;
      const {limits, sources} = checked.policy;
      const others = host.qemus.all().filter(qemu => qemu.uid !== subject && qemu.runState === 'running');
      const most = Math.min(limits.machines ?? Infinity, sources[0]?.limits.machines ?? Infinity);
      if (others.length + 1 > most)
        sim.violate(
          `${subject} is started beside ${String(others.length)} others, and the policy allows ${String(most)}`,
        );
    },
    acted: look,
    step: look,
  };
};
