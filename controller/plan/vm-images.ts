// The stored images that a VM stands on: which of them no longer are what was imported. Pure.
import type {ResolvedVm} from '../desired/node.ts';
import type {Hold} from './action.ts';
import type {VmPlanInput} from './vm-input.ts';

type NamedImage = {readonly name: string; readonly digest: string};

/** Bases of its disks, kernel and initrd. */
export const imagesOf = (vm: ResolvedVm): readonly NamedImage[] => [
  ...vm.disks.flatMap(disk => (disk.source.kind === 'overlay' ? [disk.source.image] : [])),
  ...(vm.boot.kind === 'kernel'
    ? [vm.boot.kernel, ...(vm.boot.initrd === null ? [] : [vm.boot.initrd])]
    : []),
];

/** No VM starts on an image that is not, byte for byte as far as can be told, what was imported. */
export const startHolds = (input: VmPlanInput, vm: ResolvedVm): readonly Hold[] =>
  broken(input, vm).map(({image, why}) => ({
    condition: 'DependenciesReady',
    reason: 'ImageNotIntact',
    message: `${wordsOf(image)}: ${why}; put back the stored file or the source that it is imported from`,
  }));

/** A guest that runs on one is not touched: what it has read so far may be all that it needs. */
export const runningHolds = (input: VmPlanInput, vm: ResolvedVm): readonly Hold[] =>
  broken(input, vm).map(({image, why}) => ({
    condition: 'Degraded',
    reason: 'ImageNotIntact',
    message: `${wordsOf(image)}, which it runs on: ${why}; it goes on, and starts again only when that is mended: \`vmlet describe image/${image.name}\``,
  }));

const wordsOf = ({name, digest}: NamedImage): string => `image ${name} (${digest.slice(0, 19)})`;

const broken = (
  {observed}: VmPlanInput,
  vm: ResolvedVm,
): readonly {readonly image: NamedImage; readonly why: string}[] =>
  imagesOf(vm).flatMap(image => {
    const seen = observed.images.get(image.digest) ?? {state: 'absent'};
    if (seen.state === 'present')
      return seen.value.intact ? [] : [{image, why: seen.value.why ?? 'it was changed'}];
    return [{image, why: seen.state === 'unknown' ? seen.why : 'it is not in the store'}];
  });
