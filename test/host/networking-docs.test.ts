// The blocks of docs/networking.md, given to the tools that they are for, in network namespaces of this file: a host with
// the demo's bridge, a guest on it, and a stranger on another wire. Needs root, nftables and dnsmasq-base.
import {afterAll, beforeAll, describe, expect, test} from '@jest/globals';
import {execFileSync, spawn} from 'node:child_process';
import type {ChildProcess} from 'node:child_process';
import {randomUUID} from 'node:crypto';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

const page = readFileSync(join(import.meta.dirname, '../../docs/networking.md'), 'utf8');

/** The one block of a language; a page with two of them would leave a reader to guess. */
const block = (language: string): string => {
  const found = [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))];
  if (found.length !== 1) throw new Error(`${String(found.length)} blocks of ${language}`);
  return found[0]?.[1] ?? '';
};

const ruleset = block('nft');
const id = `${String(process.pid)}-${randomUUID().slice(0, 6)}`;
const [host, guest, stranger] = ['h', 'g', 's'].map(part => `vmlet-net-${part}-${id}`) as [
  string,
  string,
  string,
];
const directory = mkdtempSync(join(tmpdir(), 'vmlet-net-'));
const servers: ChildProcess[] = [];

const inside = (namespace: string, command: string, args: readonly string[], input = ''): string =>
  execFileSync('nsenter', [`--net=/run/netns/${namespace}`, command, ...args], {
    encoding: 'utf8',
    input,
    stdio: ['pipe', 'pipe', 'pipe'],
  });

const ip = (namespace: string, ...lines: readonly string[]): void => {
  for (const line of lines) inside(namespace, 'ip', line.split(' '));
};

const enter = (namespace: string, script: string, ...args: readonly string[]): ChildProcess =>
  spawn('nsenter', [`--net=/run/netns/${namespace}`, process.execPath, '-e', script, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });

/** Answers every connection with its name and the address that it came from. */
const serve = async (namespace: string, name: string, port: number): Promise<void> => {
  const script = `require('net').createServer(c => c.end(process.argv[1] + ' saw ' + c.remoteAddress))
    .listen(Number(process.argv[2]), '0.0.0.0', () => console.log('up'))`;
  const server = enter(namespace, script, name, String(port));
  servers.push(server);
  await new Promise(resolve => server.stdout?.once('data', resolve));
};

/** What a server says to a connection out of `namespace`; `nothing` when none comes about. */
const dial = async (namespace: string, address: string, port: number): Promise<string> => {
  const script = `const c = require('net').connect(Number(process.argv[2]), process.argv[1]);
    const end = () => { console.log('nothing'); process.exit(); };
    c.setTimeout(1500, end); c.on('error', end);
    c.on('data', data => { console.log(String(data)); process.exit(); })`;
  const child = enter(namespace, script, address, String(port));
  let said = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (said += text));
  await new Promise(resolve => child.once('close', resolve));
  return said.trim();
};

beforeAll(async () => {
  for (const namespace of [host, guest, stranger]) {
    execFileSync('ip', ['netns', 'add', namespace]);
    ip(namespace, 'link set lo up');
  }
  ip(
    host,
    'link add vmlet-demo type bridge',
    'addr add 10.77.0.1/24 dev vmlet-demo',
    'link set vmlet-demo up',
    `link add tap0 type veth peer name eth0 netns ${guest}`,
    'link set tap0 master vmlet-demo up',
    `link add wan0 type veth peer name eth0 netns ${stranger}`,
    'addr add 192.0.2.1/24 dev wan0',
    'link set wan0 up',
  );
  ip(guest, 'addr add 10.77.0.11/24 dev eth0', 'link set eth0 up', 'route add default via 10.77.0.1');
  ip(stranger, 'addr add 192.0.2.2/24 dev eth0', 'link set eth0 up', 'route add default via 192.0.2.1');
  inside(host, 'sh', ['-c', 'echo 1 >/proc/sys/net/ipv4/ip_forward']);
  await serve(guest, 'guest', 80);
  await serve(guest, 'guest', 81);
  await serve(host, 'host', 2222);
  await serve(stranger, 'stranger', 80);
});

afterAll(() => {
  for (const server of servers) server.kill('SIGKILL');
  for (const namespace of [host, guest, stranger]) execFileSync('ip', ['netns', 'del', namespace]);
  rmSync(directory, {recursive: true, force: true});
});

describe('the ruleset of the networking page', () => {
  test('forwards the port to the guest, lets it out by NAT, and closes the rest, once it is loaded', async () => {
    // What the page says of a host without rules.
    expect(await dial(guest, '10.77.0.1', 2222)).toBe('host saw 10.77.0.11');
    expect(await dial(stranger, '192.0.2.1', 8080)).toBe('nothing');

    inside(host, 'nft', ['-c', '-f', '-'], ruleset);
    expect(inside(host, 'nft', ['list', 'tables'])).toBe('');
    inside(host, 'nft', ['-f', '-'], ruleset);

    expect(await dial(stranger, '192.0.2.1', 8080)).toBe('guest saw 192.0.2.2');
    expect(await dial(host, '10.77.0.1', 8080)).toMatch(/^guest saw /);
    expect(await dial(guest, '192.0.2.2', 80)).toBe('stranger saw 192.0.2.1');
    expect(await dial(stranger, '10.77.0.11', 81)).toBe('nothing');
    expect(await dial(guest, '10.77.0.1', 2222)).toBe('nothing');
  });

  test('replaces its own table and no other when it is loaded again', () => {
    inside(host, 'nft', ['add', 'table', 'inet', 'stranger']);
    inside(host, 'nft', ['-f', '-'], ruleset);
    const before = inside(host, 'nft', ['list', 'ruleset']);
    inside(host, 'nft', ['-f', '-'], ruleset);
    expect(inside(host, 'nft', ['list', 'ruleset']).split('\n').sort()).toEqual(before.split('\n').sort());
    expect(before).toContain('table inet stranger');
    expect(before).toContain('table inet vmlet_demo');
  });
});

test('the DHCP configuration of the networking page is one that dnsmasq takes, and a wrong one is refused', () => {
  const file = join(directory, 'dnsmasq.conf');
  const check = (text: string): void => {
    writeFileSync(file, text);
    execFileSync('dnsmasq', ['--test', '-C', file], {stdio: 'pipe'});
  };
  const configuration = block('conf');
  expect(() => check(configuration)).not.toThrow();
  expect(() => check(configuration.replace('bind-dynamic', 'bind-dynamics'))).toThrow(/bad option/);
});
