// What somebody with root does to stored images, one row each.
import type {Actor} from './actor.ts';

export const fileActors: readonly Actor[] = [
  {
    name: 'somebody writes into a stored image, or deletes it',
    weight: 2,
    run: ({host, random, note}) => {
      const {imagesDir} = host.paths;
      const name = random.pick(
        (host.files.list(imagesDir) ?? []).filter(each => !/\.json|\.tmp-/.test(each)),
      );
      if (name === undefined) return false;
      const path = `${imagesDir}/${name}`;
      const bytes = Buffer.from(host.files.read(path) ?? '');
      if (random.chance(0.3) || bytes.length === 0) host.files.remove(path);
      else {
        bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 0xff, bytes.length - 1);
        host.files.control.put(path, bytes);
      }
      note(`> spoil ${path}`);
      return true;
    },
  },
];
