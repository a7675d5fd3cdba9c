// The yardsticks that other people would use: a loop in bash, and libvirt where it is installed. Each brings machines up
// and down on a bridge of its own and resolves with {upMs, downMs}.
import {execFileSync} from 'node:child_process';
import {join} from 'node:path';
import {timed} from './lab.js';
import {hasLibvirt, openLibvirt} from './libvirt.js';

const loop = join(import.meta.dirname, 'bash-loop.sh');
const bridge = 'peers0';

/** Those that the chosen benches compare with; undefined for the others. */
export const peersOf = async (lab, guest) => {
  if (!lab.chosen.some(name => ['converge-50', 'teardown-50'].includes(name))) return {};
  execFileSync('ip', ['link', 'add', bridge, 'type', 'bridge']);
  execFileSync('ip', ['link', 'set', bridge, 'up']);
  return {
    bash: count => runBash(lab, guest, count),
    libvirt: hasLibvirt() ? await openLibvirt(lab, guest, bridge) : undefined,
  };
};

const runBash = (lab, guest, count) => {
  const place = lab.place('bash');
  const words = verb => [verb, place, String(count), guest.image, guest.firmware, bridge];
  const run = verb => timed(() => execFileSync(loop, words(verb), {stdio: ['ignore', 'ignore', 'inherit']}));
  return {upMs: run('up'), downMs: run('down')};
};
