// A process that the daemon follows (`ip monitor`), or that might never end (the probe of KVM), is the daemon's alone: it
// ends with it, also when it is killed.
import {beforeAll, expect, test} from '@jest/globals';
import {spawn} from 'node:child_process';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {systemClock} from '../../controller/host/clock.ts';
import {systemProcesses} from '../../controller/host/process.ts';
import {buildProgram} from '../e2e/program.ts';

const module = join(fileURLToPath(new URL('../..', import.meta.url)), 'dist/host/process.js');

beforeAll(buildProgram, 120_000);

test.each([
  ['is followed', `follow('sleep', [seconds], () => {}, () => {})`],
  ['is run and may hang', `run('sleep', [seconds], {endsWithUs: true})`],
])(
  'what %s ends when the one who started it is killed',
  async (_, call) => {
    const {list, inspect} = systemProcesses();
    // A number that tells it from every other sleep.
    const seconds = String(1_000_000 + process.pid);
    const script = `const {systemProcesses} = await import(${JSON.stringify(module)});
    const seconds = '${seconds}';
    systemProcesses().${call};`;
    const daemon = spawn(process.execPath, ['--input-type=module', '-e', script], {stdio: 'ignore'});
    const followed = () => list().find(({argv}) => argv[0] === 'sleep' && argv[1] === seconds);
    try {
      let child = followed();
      while (child === undefined) {
        await systemClock().sleep(20);
        child = followed();
      }
      expect(child.parentPid).toBe(daemon.pid);
      daemon.kill('SIGKILL');
      while (inspect(child) !== undefined) await systemClock().sleep(20);
      expect(followed()).toBeUndefined();
    } finally {
      daemon.kill('SIGKILL');
      const left = followed();
      if (left !== undefined) process.kill(left.pid, 'SIGKILL');
    }
  },
  30_000,
);
