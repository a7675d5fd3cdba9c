// P27: no machine is started beyond the limits of the host policy, nor with what it does not allow. Judged by the file and the processes at each launch; what
// runs already may be more than a policy that came later allows.
import type {Monitor} from './monitors.ts';
import {followPolicy} from './policy-in-force.ts';
import type {Simulation} from './simulation.ts';

export const watchPolicy = (sim: Simulation): Monitor => {
  const {host} = sim;
  const inForce = followPolicy(sim);
  return {
    before: ({door, operation, subject}) => {
      if (door === 'run' && operation === '/usr/bin/true' && inForce.policy()?.allow.hooks === false)
        sim.violate('a command of a manifest is run on the host, and the policy allows none');
      if (door !== 'launch') return;
      const policy = inForce.policy();
      if (policy === null) return;
      const {limits, sources} = policy;
      const others = host.qemus.all().filter(qemu => qemu.uid !== subject && qemu.runState === 'running');
      const most = Math.min(limits.machines ?? Infinity, sources[0]?.limits.machines ?? Infinity);
      if (others.length + 1 > most)
        sim.violate(
          `${subject} is started beside ${String(others.length)} others, and the policy allows ${String(most)}`,
        );
    },
    acted: inForce.look,
    step: inForce.look,
  };
};
