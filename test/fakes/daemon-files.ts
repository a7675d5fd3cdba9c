// The Files port of one daemon process: every call passes the gate, and a write that dies halfway leaves what the real
// one would leave. No policy, nothing random.
import {dirname} from 'node:path';
import type {FileFacts, Files} from '../../controller/host/host.ts';
import {openAged} from './aged.ts';
import type {Aged} from './aged.ts';
import {hang, injected} from './gate.ts';
import type {Gate} from './gate.ts';
import type {Effect, HostParts} from './host.ts';

type Parts = Pick<HostParts, 'files' | 'clock' | 'keeper' | 'paths'>;

export const mortalFiles = ({files, clock, keeper, paths}: Parts, gate: Gate): Files => {
  let temporaries = 0;

  const reading = <T>(operation: keyof Files, subject: string, run: () => T, dead: T): T =>
    gate.sync({door: 'read', operation, subject, detail: null}, run, dead, (mishap, answer) => {
      if (mishap?.when === 'gone') {
        if (operation === 'readRegular')
          throw injected('ENOENT', {door: 'read', operation, subject, detail: null});
        return dead;
      }
      return mishap?.when === 'short' && Buffer.isBuffer(answer) ? (half(answer) as T) : answer;
    });

  /** What `stat` said of the files that guests own. */
  const told = new Map<string, Aged<FileFacts | undefined>>();

  const stating = (path: string, options?: {follow?: boolean}): FileFacts | undefined => {
    const effect: Effect = {door: 'read', operation: 'stat', subject: path, detail: null};
    const run = (): FileFacts | undefined => files.stat(path, options);
    if (!path.startsWith(paths.vmsDir)) return gate.sync(effect, run, undefined);
    const mishap = gate.isAlive ? keeper.mishap(effect) : null;
    if (mishap?.when === 'before') throw injected(mishap.code, effect);
    const aged = told.get(path) ?? openAged();
    told.set(path, aged);
    return aged.tell(gate.pass(effect, mishap, run, undefined), mishap);
  };

  const effectOf = (operation: keyof Files, subject: string, detail: unknown): Effect => ({
    door: 'write',
    operation,
    subject,
    detail,
  });

  const writing = (
    operation: keyof Files,
    subject: string,
    run: () => void,
    detail: unknown = null,
  ): void => {
    gate.sync(effectOf(operation, subject, detail), run, undefined);
  };

  const half = (content: string | Buffer): Buffer => {
    const bytes = Buffer.from(content);
    return bytes.subarray(0, Math.floor(bytes.length / 2));
  };

  const isThere = (path: string): boolean => files.stat(path, {follow: false}) !== undefined;

  return {
    read: path => reading('read', path, () => files.read(path), undefined),
    readHead: (path, size) => reading('readHead', path, () => files.readHead(path, size), undefined),
    readAt: (path, offset, size) =>
      reading('readAt', path, () => files.readAt(path, offset, size), undefined),
    stat: stating,
    list: path => reading('list', path, () => files.list(path), undefined),
    realpath: path => reading('realpath', path, () => files.realpath(path), undefined),
    readlink: path => reading('readlink', path, () => files.readlink(path), undefined),
    readRegular: (path, limit) =>
      reading('readRegular', path, () => files.readRegular(path, limit), Buffer.alloc(0)),
    freeBytes: path => reading('freeBytes', path, () => files.freeBytes(path), 0),
    writeAtomic: (path, content, options) => {
      const effect = {...effectOf('writeAtomic', path, content), durable: options.durable};
      if (gate.isAlive && gate.fate(effect) === 'during') {
        temporaries += 1;
        files.control.put(`${path}.tmp-${String(temporaries).padStart(8, '0')}`, half(content));
        gate.kill();
        return;
      }
      gate.sync(
        effect,
        () => {
          files.writeAtomic(path, content, options);
        },
        undefined,
      );
    },
    settleLater: directory => {
      if (gate.isAlive) files.settleLater(directory);
    },
    settle: () => {
      for (const directory of files.control.unsettled()) writing('settle', directory, () => files.settle());
    },
    append: (path, content, mode) => {
      if (!gate.isAlive) return;
      const effect = effectOf('append', path, content);
      const mishap = keeper.mishap(effect);
      if (mishap?.when === 'before') throw injected(mishap.code, effect);
      const isHalf = mishap?.when === 'half';
      gate.pass(
        effect,
        mishap,
        () => {
          files.append(path, isHalf ? half(content).toString() : content, mode);
        },
        undefined,
      );
      if (isHalf && gate.isAlive) throw injected(mishap.code, effect);
    },
    truncate: (path, size) => {
      writing('truncate', path, () => files.truncate(path, size), size);
    },
    makeDirectory: (path, options) => {
      const there = reading('stat', path, () => files.stat(path), undefined);
      // mkdir -p of what is there as it should be changes nothing, so it is no write.
      const isSame =
        there?.type === 'directory' &&
        there.mode === options.mode &&
        (options.uid === undefined || there.uid === options.uid);
      if (!isSame) writing('makeDirectory', path, () => files.makeDirectory(path, options));
    },
    chown: (path, uid, gid) => {
      writing('chown', path, () => files.chown(path, uid, gid));
    },
    chmod: (path, mode) => {
      writing('chmod', path, () => files.chmod(path, mode));
    },
    rename: (from, to) => {
      writing('rename', from, () => files.rename(from, to), to);
    },
    linkNoClobber: (from, to) => {
      writing('linkNoClobber', to, () => files.linkNoClobber(from, to), from);
    },
    copy: async (from, to, options) => {
      if (!gate.isAlive) return hang();
      const effect = effectOf('copy', to, from);
      if (isThere(to)) return files.copy(from, to, options);
      // What is there while it copies, and all there is when its process dies meanwhile.
      const whole = files.read(from);
      if (whole !== undefined && isThere(dirname(to))) files.control.put(to, half(whole));
      await clock.sleep(keeper.latencyMs(effect));
      if (!gate.isAlive) return hang();
      if (gate.fate(effect) === 'during') {
        gate.kill();
        return hang();
      }
      files.remove(to);
      await gate.sync(effect, () => files.copy(from, to, options), hang<undefined>());
    },
    poke: (path, content) => {
      writing('poke', path, () => files.poke(path, content), content);
    },
    remove: path => {
      if (isThere(path)) writing('remove', path, () => files.remove(path));
    },
    removeTree: path => {
      if (isThere(path)) writing('removeTree', path, () => files.removeTree(path));
    },
    removeDirectory: path => {
      if (isThere(path)) writing('removeDirectory', path, () => files.removeDirectory(path));
    },
    sha256: async (path, options) => {
      if (!gate.isAlive) return hang();
      await clock.sleep(1);
      const digest = await files.sha256(path, options);
      return gate.isAlive ? digest : hang();
    },
  };
};
