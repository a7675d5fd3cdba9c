// The 1,000 simulated machines that the benches of the group `kept` share.
import {openSimulated} from './simulated.js';

export const keptFleet = lab => lab.once('kept', () => openSimulated(lab, 1000));
