// What `tc` does to the links of fakes/links.ts, as far as vmlet runs it, and what it prints of it (iproute2 6.1).
import type {RunResult} from '../../controller/host/host.ts';

/** Limits of one link, in bytes per second. */
export type Shape = {tbf: number | null; ingress: boolean; police: number | null};

export const unshaped = (): Shape => ({tbf: null, ingress: false, police: null});

/** `tc ...`; `find` gives the limits of a link, undefined where there is none. */
export const runTraffic = (
  args: readonly string[],
  stdin: string,
  find: (name: string) => Shape | undefined,
): RunResult => {
  const words = args.join(' ');
  const shown = /^-j qdisc show dev (\S+)$/.exec(words)?.[1];
  if (shown !== undefined) {
    const shape = find(shown);
    return shape === undefined ? failed(`Cannot find device "${shown}"\n`) : printed(shape);
  }
  if (words !== '-batch -') throw new Error(`the fake links do not know: tc ${words}`);
  for (const [at, line] of stdin.trim().split('\n').entries()) {
    const refusal = runLine(line, find);
    if (refusal !== null) return failed(`${refusal}\nCommand failed -:${String(at + 1)}\n`);
  }
  return {exitCode: 0, stdout: '', stderr: ''};
};

const failed = (stderr: string): RunResult => ({exitCode: 1, stdout: '', stderr});

const printed = ({tbf, ingress}: Shape): RunResult => {
  const root =
    tbf === null
      ? {kind: 'noqueue', handle: '0:', root: true, refcnt: 2, options: {}}
      : {kind: 'tbf', handle: '8001:', root: true, refcnt: 2, options: {rate: tbf, burst: 16_384}};
  const second = {kind: 'ingress', handle: 'ffff:', parent: 'ffff:fff1', options: {}};
  return {exitCode: 0, stdout: `${JSON.stringify(ingress ? [root, second] : [root])}\n`, stderr: ''};
};

/** What tc says against it, or null. */
const runLine = (line: string, find: (name: string) => Shape | undefined): string | null => {
  const name = / dev (\S+) /.exec(line)?.[1] ?? '';
  const shape = find(name);
  if (shape === undefined) return `Cannot find device "${name}"`;
  const rate = Number(/ rate (\d+)bps /.exec(line)?.[1]);
  if (/^qdisc replace dev \S+ root tbf /.test(line)) shape.tbf = rate;
  else if (/^qdisc del dev \S+ root$/.test(line)) {
    if (shape.tbf === null) return 'Error: Cannot delete qdisc with handle of zero.';
    shape.tbf = null;
  } else if (/^qdisc add dev \S+ ingress$/.test(line)) {
    if (shape.ingress) return 'Error: Exclusivity flag on, cannot modify.';
    shape.ingress = true;
  } else if (/^qdisc del dev \S+ ingress$/.test(line)) {
    if (!shape.ingress) return 'Error: Cannot find specified qdisc on specified device.';
    Object.assign(shape, {ingress: false, police: null});
  } else if (/^filter add dev \S+ parent ffff: .* police /.test(line)) {
    if (!shape.ingress) return "Error: Parent Qdisc doesn't exists.";
    shape.police = rate;
  } else throw new Error(`the fake links do not know: tc ${line}`);
  return null;
};
