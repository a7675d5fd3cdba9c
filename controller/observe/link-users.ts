// The users that own taps, from the names by which `ip` prints them. Reads /etc/passwd, and only when a name was printed.
import type {Host} from '../host/host.ts';

/** ip prints a tap's owner by name when there is one; /etc/passwd is read at most once. */
export const lazyUsers = ({
  files,
}: Pick<Host, 'files'>): {uidOf: (user: string) => number | null; wereAsked: () => boolean} => {
  let users: Map<string, number> | undefined;
  return {
    uidOf: user => {
      users ??= parseUsers(files.read('/etc/passwd')?.toString('utf8') ?? '');
      return users.get(user) ?? null;
    },
    wereAsked: () => users !== undefined,
  };
};

const parseUsers = (passwd: string): Map<string, number> =>
  new Map(
    passwd.split('\n').flatMap(line => {
      const [name = '', , uid = ''] = line.split(':');
      return /^\d+$/.test(uid) ? [[name, Number(uid)] as const] : [];
    }),
  );
