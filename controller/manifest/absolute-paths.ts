// Relative paths of a valid object made absolute: they are relative to their manifest, and nothing outside manifest/
// knows where that was. Whether a path may be used at all is not decided here. Pure.
import {isAbsolute, resolve} from 'node:path';
import type {Kind} from './object.ts';
import type {ImageSpec, VirtualMachineClassSpec, VirtualMachineSpec} from './types.gen.ts';

/** The spec with every path absolute. `directory` is the manifest's own, absolute. */
export const withAbsolutePaths = (kind: Kind, spec: unknown, directory: string): unknown => {
  const absolute = (path: string): string => (isAbsolute(path) ? path : resolve(directory, path));
  switch (kind) {
    case 'VirtualMachine': {
      const vm = spec as VirtualMachineSpec;
      const disks = vm.disks.map(disk =>
        'file' in disk ? {...disk, file: {...disk.file, path: absolute(disk.file.path)}} : disk,
      );
      return {...withCommands(vm, absolute), disks};
    }
    case 'VirtualMachineClass':
      return withCommands(spec as VirtualMachineClassSpec, absolute);
    case 'Image': {
      const image = spec as ImageSpec;
      return 'file' in image.source
        ? {...image, source: {file: {...image.source.file, path: absolute(image.source.file.path)}}}
        : image;
    }
    case 'Network':
    case 'DisruptionBudget':
      return spec;
    default:
      return kind satisfies never;
  }
};

// A program named with a slash is a path; a bare name is looked up in PATH.
const withCommands = <Spec extends VirtualMachineClassSpec>(
  spec: Spec,
  absolute: (path: string) => string,
): Spec =>
  spec.preStart === undefined
    ? spec
    : {
        ...spec,
        preStart: spec.preStart.map(one => ({
          ...one,
          command: one.command.map((word, index) =>
            index === 0 && word.includes('/') ? absolute(word) : word,
          ),
        })),
      };
