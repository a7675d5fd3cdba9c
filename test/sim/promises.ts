// What vmlet promises, P1 to P28, and what in this suite would see it broken: monitors that watch every effect of every
// seed, oracles at the end of a seed, and tests by name. docs/proof.md tells people of it. A promise more is a row more.
import {watchBudgets} from './monitor-budgets.ts';
import {watchDisks} from './monitor-disks.ts';
import {watchGuests} from './monitor-guests.ts';
import {watchLinks} from './monitor-links.ts';
import {watchLog} from './monitor-log.ts';
import {watchMarks} from './monitor-marks.ts';
import {watchOrder} from './monitor-order.ts';
import {watchPace} from './monitor-pace.ts';
import {watchPolicy} from './monitor-policy.ts';
import {watchRecords} from './monitor-records.ts';
import {watchRemovals} from './monitor-removals.ts';
import {watchStarts} from './monitor-starts.ts';
import {watchState} from './monitor-state.ts';
import {watchStatus} from './monitor-status.ts';
import {watchTrials} from './monitor-trials.ts';
import {checkLeaks} from './leaks.ts';
import {checkSwept} from './leftovers.ts';
import {checkCircle, checkConverges, checkRestart, checkSilence} from './oracle.ts';

/** Every monitor, by the name that promises use. */
export const monitors = {
  budgets: watchBudgets,
  guests: watchGuests,
  links: watchLinks,
  removals: watchRemovals,
  disks: watchDisks,
  records: watchRecords,
  order: watchOrder,
  pace: watchPace,
  policy: watchPolicy,
  marks: watchMarks,
  starts: watchStarts,
  state: watchState,
  status: watchStatus,
  trials: watchTrials,
  log: watchLog,
} as const;

/** Every oracle that ends a seed. */
export const oracles = {
  converges: checkConverges,
  circle: checkCircle,
  silence: checkSilence,
  restart: checkRestart,
  leaks: checkLeaks,
  swept: checkSwept,
} as const;

export type Kept = {
  readonly number: number;
  readonly promise: string;
  readonly monitors?: readonly (keyof typeof monitors)[];
  readonly oracles?: readonly (keyof typeof oracles)[];
  /** Tests by file below test/ and title. */
  readonly tests?: readonly (readonly [file: string, title: string])[];
  /** What of it is not proved, and why. */
  readonly notYet?: string;
};

export const promises: readonly Kept[] = [
  {
    number: 1,
    promise: 'A manifest that cannot be read or is invalid changes no running VM.',
    monitors: ['guests', 'records'],
    oracles: ['circle'],
    tests: [['sim/data-safety.test.ts', 'that is there and invalid']],
  },
  {
    number: 2,
    promise: 'A source that is missing, empty or unreadable is an error, never zero VMs.',
    monitors: ['removals', 'guests'],
    tests: [['sim/data-safety.test.ts', 'that is gone']],
  },
  {
    number: 3,
    promise:
      'Removal is graceful, keeps disks, and stays inside the prune budget and the limits of the policy.',
    monitors: ['removals', 'disks'],
    tests: [
      ['sim/data-safety.test.ts', 'that is gone'],
      ['sim/removal-limits.test.ts', 'runs on, over a restart too, until somebody approves'],
    ],
  },
  {
    number: 4,
    promise: 'A disk is never deleted, made anew, cut or overwritten without a policy that names it.',
    monitors: ['disks'],
  },
  {
    number: 5,
    promise: 'Nothing is destroyed on the strength of a name.',
    monitors: ['marks', 'links', 'records'],
    notYet:
      'A link bears the uid and not the host id: a uid is random for each life of a name, so no two state directories share one.',
  },
  {
    number: 6,
    promise: 'A VM never starts on another base image than the one its overlay was made on.',
    monitors: ['starts'],
  },
  {
    number: 7,
    promise: 'Two daemons never run one host.',
    tests: [['e2e/systemd-service.test.ts', 'a second instance ends with 75 and names the first']],
    notYet: 'The fake host has no flock, so the simulation never starts a second daemon beside a living one.',
  },
  {number: 8, promise: 'One VM is never two QEMU processes.', monitors: ['guests', 'starts']},
  {
    number: 9,
    promise: 'The end of a daemon, however it comes, stops or pauses no guest.',
    monitors: ['guests'],
    oracles: ['restart'],
  },
  {
    number: 10,
    promise: 'Nothing is destroyed before the sources and the host were read in full once.',
    monitors: ['removals'],
  },
  {
    number: 11,
    promise: 'Adoption is not admission: what runs keeps running.',
    monitors: ['guests', 'trials'],
    oracles: ['restart'],
    tests: [['sim/policy.test.ts', 'that runs is not touched by a policy that forbids it later']],
  },
  {
    number: 12,
    promise: 'A status never says Ready from a stale look.',
    monitors: ['status'],
    tests: [
      [
        'unit/cli/cli.test.ts',
        'without the daemon it shows Unknown, also as data, and says how old the data is',
      ],
    ],
  },
  {
    number: 13,
    promise: 'Ready needs evidence of the process, the monitor, the run state and the links.',
    monitors: ['status'],
  },
  {number: 14, promise: 'With nothing to do nothing is done.', oracles: ['silence']},
  {
    number: 15,
    promise: 'Once changes and faults stop the host matches within ten rounds and stays.',
    oracles: ['converges', 'silence'],
  },
  {
    number: 16,
    promise: 'A lost, late, doubled or reordered hint costs at most one resync.',
    oracles: ['converges'],
    tests: [['sim/sieve.test.ts', 'cost at most one resync']],
  },
  {
    number: 17,
    promise: 'One key at a time, folded triggers, backoff, and a poisoned VM delays no other.',
    monitors: ['pace'],
    tests: [
      ['unit/execute/queue.test.ts', 'is never run twice at once, however it is asked for'],
      ['unit/execute/queue.test.ts', 'that is asked for during its run is run once more, after it'],
      ['unit/execute/queue.test.ts', 'a key that always fails never holds a place while it waits'],
      ['unit/execute/queue.test.ts', 'a key that never ends delays no other'],
    ],
  },
  {
    number: 18,
    promise: 'Killed at any instant, the next start converges and leaves nothing behind.',
    monitors: ['guests', 'links'],
    oracles: ['restart', 'leaks'],
  },
  {
    number: 19,
    promise: 'State files are atomic, durable and checksummed, and the daemon always starts.',
    monitors: ['state', 'records'],
    oracles: ['converges'],
    tests: [['unit/load-records.test.ts', 'whose guest died meanwhile is started on the disks that it had']],
  },
  {
    number: 20,
    promise: 'Only what bears our mark is changed or removed.',
    monitors: ['links', 'marks'],
    oracles: ['swept'],
  },
  {
    number: 21,
    promise: 'No string of a manifest changes the meaning of a command line.',
    monitors: ['marks'],
    tests: [['unit/drivers/qemu/command-line.test.ts', 'stay one argument each and parse back equal']],
  },
  {
    number: 22,
    promise: 'Formats are never probed, headers are vetted first, tools never run as root.',
    monitors: ['starts'],
  },
  {
    number: 23,
    promise: 'A full disk pauses a guest, which goes on by itself and is never healed by a restart.',
    monitors: ['guests'],
    oracles: ['converges'],
    tests: [
      [
        'unit/plan/absent-cases.ts',
        'nothing is made or started where there is hardly any room, and it is looked at again',
      ],
    ],
  },
  {
    number: 24,
    promise: 'A signal goes only to a process that was verified.',
    monitors: ['marks'],
    tests: [['unit/execute/vm-stop.test.ts', 'a process of another VM is never killed']],
  },
  {
    number: 25,
    promise: 'A jump of the wall clock changes no decision.',
    oracles: ['converges'],
    tests: [['sim/sieve.test.ts', 'changes no effect']],
  },
  {
    number: 26,
    promise: 'What vmlet interrupts of its own accord stays inside every disruption budget.',
    monitors: ['budgets'],
    tests: [['sim/budgets.test.ts', 'are restarted one after the other']],
  },
  {
    number: 27,
    promise:
      'No machine is started beyond what the host policy allows, and none that runs is stopped for it.',
    monitors: ['policy', 'guests'],
    tests: [['sim/policy.test.ts', 'beyond a limit waits with the arithmetic']],
  },
  {
    number: 28,
    promise: 'Of machines that are removed together, one that others need goes after those of them.',
    monitors: ['order'],
    tests: [
      ['sim/removal-order.test.ts', 'is stopped after those of them that are removed too'],
      ['e2e/order.test.ts', 'machines that are removed together go dependents first'],
    ],
  },
];

/** The row of docs/proof.md for a promise. */
export const proofRow = ({
  number,
  promise,
  monitors: watching = [],
  oracles: judging = [],
  tests = [],
  notYet,
}: Kept): string => {
  const watched = [
    ...watching.map(name => `monitor *${name}*`),
    ...judging.map(name => `oracle *${name}*`),
    ...tests.map(([file, title]) => `\`test/${file}\`: ${title}`),
  ];
  return `| P${String(number)} | ${promise} | ${watched.join('<br>')} | ${notYet ?? ''} |`;
};
