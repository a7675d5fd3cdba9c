// Every field of what machines share - networks, images, budgets - as the specs that it is led through, and one that is
// invalid. A test walks the CRDs and fails for a field that has no row here. Values only.
import {createHash} from 'node:crypto';

/** Kinds whose fields have rows here. */
export const sharedKinds = ['Network', 'Image', 'DisruptionBudget'] as const;
export type SharedKind = (typeof sharedKinds)[number];

type Spec = Readonly<Record<string, unknown>>;
export type SharedRow = {
  readonly kind: SharedKind;
  readonly path: string;
  readonly specs: readonly Spec[];
  readonly invalid: Spec;
  /** Its values make no other thing on the host. */
  readonly isInvisible?: true;
};

const bridge = (more: Spec): Spec => ({bridge: {name: 'br-x', ...more}});
const file = (more: Spec, format = 'raw'): Spec => ({format, source: {file: {path: '/images/one', ...more}}});
/** Of machines a and b, which are labelled web, and c, which is labelled db. */
const budget = (more: Spec, labels: Spec = {app: 'web'}): Spec => ({
  selector: {matchLabels: labels},
  ...more,
});
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export const sharedRows: readonly SharedRow[] = [
  {
    kind: 'Network',
    path: 'spec.bridge.name',
    specs: [bridge({}), bridge({name: 'br-y'}), bridge({name: 'b23456789012345'})],
    invalid: bridge({name: 'a bridge'}),
  },
  {
    kind: 'Network',
    path: 'spec.bridge.management',
    specs: [bridge({}), bridge({management: 'Owned'}), bridge({management: 'External', name: 'br-office'})],
    invalid: bridge({management: 'Mine'}),
  },
  {
    kind: 'Network',
    path: 'spec.bridge.addresses',
    specs: [
      bridge({}),
      bridge({addresses: []}),
      bridge({addresses: ['10.9.0.1/24']}),
      bridge({addresses: ['10.9.0.2/16', 'fd09::1/64']}),
    ],
    invalid: bridge({addresses: ['10.9.0.1']}),
  },
  {
    kind: 'Network',
    path: 'spec.bridge.mtu',
    specs: [bridge({}), bridge({mtu: 576}), bridge({mtu: 1500}), bridge({mtu: 9000}), bridge({mtu: 65535})],
    invalid: bridge({mtu: 65536}),
  },
  {
    kind: 'Image',
    path: 'spec.format',
    specs: [file({}), file({path: '/images/base.qcow2'}, 'qcow2')],
    invalid: file({}, 'vmdk'),
  },
  {
    kind: 'Image',
    path: 'spec.source.file.path',
    specs: [file({}), file({path: '/images/two'}), file({path: '/images/vmlinuz'})],
    invalid: file({path: '~/image'}),
  },
  {
    kind: 'Image',
    path: 'spec.source.file.sha256',
    specs: [file({}), file({sha256: sha256('one')})],
    invalid: file({sha256: 'ABC'}),
    isInvisible: true,
  },
  {
    kind: 'DisruptionBudget',
    path: 'spec.selector.matchLabels',
    specs: [
      budget({maxUnavailable: 1}),
      budget({maxUnavailable: 1}, {}),
      budget({maxUnavailable: 1}, {app: 'db'}),
      budget({maxUnavailable: 1}, {app: 'web', tier: 'x'}),
    ],
    invalid: budget({maxUnavailable: 1}, {app: 'a b'}),
  },
  {
    kind: 'DisruptionBudget',
    path: 'spec.maxUnavailable',
    specs: [
      ...[0, 1, 100_000, '0%', '40%', '100%'].map(maxUnavailable => budget({maxUnavailable}, {})),
      budget({minAvailable: 1}, {}),
    ],
    invalid: budget({maxUnavailable: '101%'}),
  },
  {
    kind: 'DisruptionBudget',
    path: 'spec.minAvailable',
    specs: [
      ...[0, 1, 100_000, '0%', '40%', '100%'].map(minAvailable => budget({minAvailable}, {})),
      budget({maxUnavailable: 1}, {}),
    ],
    invalid: budget({minAvailable: -1}),
  },
];

/** Why a field is not led through values. */
export const sharedWithoutValues: Readonly<Record<string, string>> = {
  'Image spec.source.recipe.name':
    'a recipe is a program of the install; its builds have tests of their own (host/images)',
  'Image spec.source.recipe.output':
    'a recipe is a program of the install; its builds have tests of their own (host/images)',
};
