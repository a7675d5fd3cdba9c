// Tools as the process port runs them. Both ways (execa, and the plain spawn that `ip` gets) keep the same promises, so each
// is asked of a script that stands in for one tool of either kind.
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from '@jest/globals';
import {inspectProcess, readStat} from '../../controller/host/process-facts.ts';
import {systemProcesses} from '../../controller/host/process.ts';

const {run} = systemProcesses();
let directory: string;

const script = `#!/bin/sh
case "$1" in
  talk) cat; echo "to stderr" >&2; exit 3 ;;
  wait) echo $$ > "$2"; exec sleep 60 ;;
  die) kill -TERM $$ ;;
  deaf) exec <&-; exit 0 ;;
  environment) env ;;
esac
`;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'vmlet-host-'));
  for (const name of ['ip', 'other']) {
    writeFileSync(join(directory, name), script);
    chmodSync(join(directory, name), 0o755);
  }
});
afterAll(() => {
  rmSync(directory, {recursive: true});
});

describe.each(['ip', 'other'])('%s', tool => {
  const env = () => ({PATH: `${directory}:/usr/bin:/bin`, HOME: '/nonexistent'});

  test('is given its input whole, and its code and both outputs come back', async () => {
    const stdin = `${'é'.repeat(200_000)}\n`;
    expect(await run(tool, ['talk'], {env: env(), stdin})).toEqual({
      exitCode: 3,
      stdout: stdin,
      stderr: 'to stderr\n',
    });
  });

  test('that does not read its input is no failure', async () => {
    const stdin = 'x'.repeat(1_000_000);
    expect(await run(tool, ['deaf'], {env: env(), stdin})).toMatchObject({exitCode: 0});
  });

  test('that a signal ended has a code that no tool gives itself', async () => {
    expect(await run(tool, ['die'], {env: env()})).toMatchObject({exitCode: 128});
  });

  test('has no environment but the one it is given', async () => {
    const {stdout} = await run(tool, ['environment'], {env: env()});
    expect(stdout).toContain('HOME=/nonexistent\n');
    expect(stdout).not.toContain('NODE');
  });

  test('that takes too long is ended, and that is said', async () => {
    const pidFile = join(directory, `${tool}.late`);
    await expect(run(tool, ['wait', pidFile], {env: env(), timeoutMs: 300})).rejects.toMatchObject({
      code: 'E-TIMEOUT',
      message: `${tool} did not end within 300 ms`,
    });
    expectEnded(pidFile);
  });

  test('that is cancelled has ended when that is said', async () => {
    const pidFile = join(directory, `${tool}.cancelled`);
    const abort = new AbortController();
    const running = run(tool, ['wait', pidFile], {env: env(), signal: abort.signal});
    setTimeout(() => {
      abort.abort();
    }, 300);
    await expect(running).rejects.toMatchObject({code: 'E-TIMEOUT', message: `${tool} was cancelled`});
    expectEnded(pidFile);
  });

  test('that is not installed is a failure of the tool', async () => {
    await expect(run(tool, [], {env: {PATH: '/nonexistent'}})).rejects.toMatchObject({code: 'E-TOOL'});
  });

  test('whose words do not fit is a failure of the tool', async () => {
    const words = Array.from({length: 40}, () => 'x'.repeat(100_000));
    await expect(run(tool, words, {env: env()})).rejects.toMatchObject({code: 'E-TOOL'});
  });
});

test('a process that got the number of another is not that other, and no signal meant for it arrives', async () => {
  const child = spawn('/bin/sleep', ['60'], {stdio: 'ignore'});
  try {
    const pid = child.pid ?? 0;
    const startTicks = readStat(pid)?.startTicks ?? 0;
    const {signal, inspect} = systemProcesses();
    expect(inspect({pid, startTicks: startTicks - 1})).toBeUndefined();
    expect(signal({pid, startTicks: startTicks - 1}, 'SIGKILL')).toBe(false);
    expect(inspect({pid, startTicks})?.pid).toBe(pid);
    const ended = once(child, 'exit');
    expect(signal({pid, startTicks}, 'SIGTERM')).toBe(true);
    expect(await ended).toEqual([null, 'SIGTERM']);
  } finally {
    child.kill('SIGKILL');
  }
});

const expectEnded = (pidFile: string): void => {
  const pid = Number(readFileSync(pidFile, 'utf8'));
  const startTicks = readStat(pid)?.startTicks ?? 0;
  expect(inspectProcess({pid, startTicks})).toBeUndefined();
};
