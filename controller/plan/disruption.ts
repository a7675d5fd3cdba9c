// The disruption matrix: what a change of each field costs whoever runs, as data. diff.ts classes real differences by
// it, `vmlet explain --disruption` and docs/changes.md show it; a test walks every field of every CRD. No behaviour
// beyond looking a row up; what a certain machine cannot do is in the driver's features.
import type {Disruption} from './action.ts';
import {vmCosts} from './disruption-vm.ts';

export type Cost = {
  readonly disruption: Disruption;
  /** Why, or what happens. */
  readonly reason: string;
};

export type FieldCost = Cost & {
  /** What it costs instead, and when. */
  readonly otherwise?: Cost & {readonly when: string};
};

/** By path in the CRD. Of a list whose items have names, `x[]` is an item put in, and `x[] removed` one taken out. */
export type CostTable = Readonly<Record<string, FieldCost>>;

const networkCosts: CostTable = {
  'spec.bridge.name': {
    disruption: 'hot',
    reason:
      'the other bridge is made, taps move to it while their guests run, and an owned one is removed behind them',
  },
  'spec.bridge.management': {
    disruption: 'hot',
    reason: 'External: the bridge is left as it is from now on; Owned: one that is missing is made',
    otherwise: {
      when: 'Owned is asked for and the bridge is there without our mark',
      disruption: 'refused',
      reason: 'nothing that somebody else made is taken over (NameTaken)',
    },
  },
  'spec.bridge.addresses': {
    disruption: 'hot',
    reason: 'added to and taken from the bridge while the guests run',
  },
  'spec.bridge.mtu': {
    disruption: 'hot',
    reason: 'set on the bridge; guests keep the packet size they booted with',
  },
};

const imageContent: FieldCost = {
  disruption: 'restart',
  reason:
    'what is stored under another digest is another image; a machine boots its kernel with its next start',
  otherwise: {
    when: 'a disk lies on it',
    disruption: 'refused',
    reason: 'the overlay stays on the image that it was made on; name a new Image and add a new disk',
  },
};

const imageCosts: CostTable = {
  'spec.format': imageContent,
  'spec.source.file.path': imageContent,
  'spec.source.file.sha256': {disruption: 'hot', reason: 'only checked; the machines notice nothing'},
  'spec.source.recipe.name': imageContent,
  'spec.source.recipe.output': imageContent,
};

const guards: FieldCost = {
  disruption: 'hot',
  reason: 'in force at once for what is interrupted from then on; nothing that runs is touched',
};

const budgetCosts: CostTable = {
  'spec.selector.matchLabels': guards,
  'spec.maxUnavailable': guards,
  'spec.minAvailable': guards,
};

/** Every field of every kind. A class's field costs what it costs each machine that names the class and is silent about it. */
export const disruptionMatrix: Readonly<
  Record<'DisruptionBudget' | 'Image' | 'Network' | 'VirtualMachine', CostTable>
> = {
  DisruptionBudget: budgetCosts,
  Image: imageCosts,
  Network: networkCosts,
  VirtualMachine: vmCosts,
};

/** The row of a VM's field. Every path that diff.ts asks for is there; the matrix test says so. */
export const vmCost = (path: string): FieldCost => {
  const row = vmCosts[path];
  if (row === undefined) throw new Error(`the disruption matrix has no row ${path}`);
  return row;
};
