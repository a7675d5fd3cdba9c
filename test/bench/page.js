// The table of the last figures in docs/performance.md, from the rows that `--json` wrote:
//   node test/bench/page.js figures.json ['what else to know of this run']
import {execFileSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {cpus, loadavg, totalmem} from 'node:os';
import {join} from 'node:path';
import {cellsOf, columns, summaryOf} from './figures.js';

const page = join(import.meta.dirname, '../../docs/performance.md');
const begin = '<!-- figures: written by test/bench/page.js -->';
const end = '<!-- end of figures -->';

const machine = () => {
  const text = (command, ...args) => execFileSync(command, args, {encoding: 'utf8'});
  const system = /^PRETTY_NAME="(.*)"$/m.exec(readFileSync('/etc/os-release', 'utf8'))[1];
  const qemu = /version (\S+)/.exec(text('qemu-system-x86_64', '--version'))[1];
  const commit = text('git', '-C', import.meta.dirname, 'rev-parse', '--short', 'HEAD').trim();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  const parts = [
    cpus()[0].model,
    `${cpus().length} cores`,
    memory,
    system,
    `QEMU ${qemu}`,
    `Node ${process.version}`,
  ];
  return {commit, words: [...parts, `load now ${loadavg()[1].toFixed(1)}`].join(', ')};
};

const tableOf = rows => {
  const line = cells => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(columns), line(columns.map(() => '---')), ...rows.map(row => line(cellsOf(row)))].join('\n');
};

const [file, note] = process.argv.slice(2);
if (file === undefined) {
  console.error('node test/bench/page.js figures.json [note]');
  process.exit(64);
}
const rows = JSON.parse(readFileSync(file, 'utf8'));
const {commit, words} = machine();
const date = new Date().toISOString().slice(0, 10);
const lead = `${date}, commit ${commit}; ${words}.${note === undefined ? '' : ` ${note}`} ${summaryOf(rows)}.`;
const text = readFileSync(page, 'utf8');
const [before, rest] = [text.slice(0, text.indexOf(begin)), text.slice(text.indexOf(end))];
if (!text.includes(begin) || !text.includes(end)) throw new Error(`${page} has no place for figures`);
writeFileSync(page, `${before}${begin}\n\n${lead}\n\n${tableOf(rows)}\n\n${rest}`);
