// The argv that turns a root shell into a confined hypervisor by exec alone, so that the child's pid is the
// hypervisor's. Pure. The script is a constant: nothing of a manifest is ever part of its text.
import type {VmmCommand} from '../drivers/driver.ts';

export type LaunchPlan = {
  readonly command: VmmCommand;
  /** Cgroup directories to join before anything is allocated. */
  readonly cgroups: readonly string[];
  /** The host's tun node is for root only: give this process one that its user may open. */
  readonly privateTun: boolean;
  /** Who the hypervisor runs as; null keeps our own user (without root). */
  readonly user: {readonly id: number; readonly groups: readonly number[]} | null;
};

/** First word of each line that the wrapper itself writes to the log. */
export const wrapperMark = 'vmlet-launch:';

/**
 * Steps in order: no core dumps, cgroups (a note when refused), tun node on a private tmpfs, inherited devices, then
 * `exec`. Arguments: number of cgroups, the cgroups, tun or no-tun, the devices as pairs, `--`, the command.
 * dash knows only one-digit descriptors, which is what `fd` of a device must be.
 */
const script = `
fail() { echo "${wrapperMark} $1" >&2; exit 125; }
umask 0077
ulimit -c 0 || fail 'cannot forbid core dumps'
left=$1; shift
while [ "$left" -gt 0 ]; do
  { echo $$ > "$1/cgroup.procs"; } 2>/dev/null || echo "${wrapperMark} note: not in cgroup $1" >&2
  shift; left=$((left - 1))
done
if [ "$1" = tun ]; then
  mount -t tmpfs -o mode=0755,size=16k,nosuid,noexec vmlet /dev/net || fail 'cannot mount a private /dev/net'
  mknod -m 0666 /dev/net/tun c 10 200 || fail 'cannot make a private /dev/net/tun'
fi
shift
while [ "$1" != -- ]; do
  case "$1" in [3-9]) ;; *) fail "descriptor $1 is not one of 3 to 9" ;; esac
  [ -c "$2" ] || fail "$2 is not a character device"
  eval "exec $1<>\\"\\$2\\"" || fail "cannot open $2"
  shift 2
done
shift
exec "$@"
fail "cannot execute $1"
`.trim();

/** The complete argv of a launch. */
export const launchArgv = (plan: LaunchPlan): readonly string[] => [
  ...(plan.privateTun ? ['unshare', '--mount', '--propagation', 'slave', '--'] : []),
  'sh',
  '-c',
  script,
  'vmlet-launch',
  String(plan.cgroups.length),
  ...plan.cgroups,
  plan.privateTun ? 'tun' : 'no-tun',
  ...plan.command.devices.flatMap(device => [String(device.fd), device.path]),
  '--',
  ...dropPrivileges(plan.user),
  ...plan.command.argv,
];

/** setpriv(1) of util-linux; no capability is left to regain, not even through a set-uid file. */
const dropPrivileges = (user: LaunchPlan['user']): readonly string[] =>
  user === null
    ? []
    : [
        'setpriv',
        `--reuid=${String(user.id)}`,
        `--regid=${String(user.id)}`,
        user.groups.length === 0 ? '--clear-groups' : `--groups=${user.groups.join(',')}`,
        '--no-new-privs',
        '--bounding-set=-all',
        '--inh-caps=-all',
        '--',
      ];
