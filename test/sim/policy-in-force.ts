// The host policy as a monitor may hold the daemon to it: what the file has said for so long that every scan has read it.
import type {HostPolicy} from '../../controller/desired/node.ts';
import {checkPolicy, noPolicy} from '../../controller/manifest/policy.ts';
import {policyFile} from './manifests.ts';
import type {Simulation} from './simulation.ts';

/** A policy is read with each scan, and what it was when somebody decided may have changed meanwhile. */
const settledMs = 35_000;

export type PolicyInForce = {
  look(): void;
  /** null while the file is new, or says nothing that counts. */
  policy(): HostPolicy | null;
  /** Since when it counts, by the monotonic clock. */
  sinceMs(): number;
};

export const followPolicy = ({host}: Simulation): PolicyInForce => {
  let text = '';
  let sinceMs = 0;
  const look = (): void => {
    const now = host.files.read(policyFile)?.toString() ?? '';
    if (now === text) return;
    text = now;
    sinceMs = host.clock.monotonicMs();
  };
  return {
    look,
    sinceMs: () => sinceMs + settledMs,
    policy: () => {
      look();
      if (host.clock.monotonicMs() < sinceMs + settledMs) return null;
      if (text === '') return noPolicy;
      const checked = checkPolicy(policyFile, text);
      return 'policy' in checked ? checked.policy : null;
    },
  };
};
