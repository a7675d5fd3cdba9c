// What /proc says of processes: processor time, memory, command lines. Reads only.
import {readdirSync, readFileSync} from 'node:fs';

const ticksPerSecond = 100;

/** Processor time of the living threads of a process in ms, to the nanosecond. */
export const cpuMs = pid =>
  readdirSync(`/proc/${pid}/task`).reduce(
    (sum, thread) => sum + Number(read(`/proc/${pid}/task/${thread}/schedstat`).split(' ')[0]) / 1e6,
    0,
  );

/** Processor time of the children that it has waited for, in ms, to 10 ms. */
export const childrenMs = pid => {
  const stat = read(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[13]) + Number(fields[14])) * 1000) / ticksPerSecond;
};

/** Resident memory in MB (10^6 bytes). */
export const rssMb = pid =>
  (Number(/^VmRSS:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/status`))[1]) * 1024) / 1e6;

export const argvOf = pid => read(`/proc/${pid}/cmdline`).split('\0').slice(0, -1);

export const ownerOf = pid => Number(/^Uid:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))[1]);

/** How many processes and threads were ever made in this pid namespace. */
export const pidsUsed = () => Number(read('/proc/sys/kernel/ns_last_pid'));

const read = path => readFileSync(path, 'utf8');
