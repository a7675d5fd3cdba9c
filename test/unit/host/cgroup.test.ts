import {beforeEach, describe, expect, test} from '@jest/globals';
import {
  killVmCgroup,
  makeVmCgroups,
  parseCgroupMounts,
  parseV2Path,
  removeVmCgroups,
} from '../../../controller/host/cgroup.ts';
import type {Log} from '../../../controller/host/host.ts';
import {fakeFiles} from '../../fakes/files.ts';

const nothing = () => undefined;
const log: Log = {debug: nothing, info: nothing, warn: nothing, error: nothing};
let files: ReturnType<typeof fakeFiles>;

const mountinfo = `31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,relatime shared:9 - cgroup cgroup rw,cpu,cpuacct
34 31 0:31 / /sys/fs/cgroup/cpuset rw,relatime - cgroup cgroup rw,cpuset
35 31 0:32 / /sys/fs/cgroup/my\\040memory rw,relatime - cgroup cgroup rw,memory
41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
`;

beforeEach(() => {
  files = fakeFiles();
  files.control.put('/proc/self/mountinfo', mountinfo);
});

describe('cgroup hierarchies', () => {
  test('are those with a controller that we use, and version 2', () => {
    expect(parseCgroupMounts(mountinfo)).toEqual([
      {version: 1, mount: '/sys/fs/cgroup/cpu,cpuacct', controllers: ['cpu']},
      {version: 1, mount: '/sys/fs/cgroup/my memory', controllers: ['memory']},
      {version: 2, mount: '/sys/fs/cgroup/unified', controllers: []},
    ]);
  });

  test('that refuse a directory are left out', () => {
    files.control.failOn('/sys/fs/cgroup/my memory/vmlet/u', 'EROFS', 'makeDirectory');
    expect(makeVmCgroups({files, log}, 'u')).toEqual([
      '/sys/fs/cgroup/cpu,cpuacct/vmlet/u',
      '/sys/fs/cgroup/unified/vmlet/u',
    ]);
  });

  test('are none where nothing is mounted', () => {
    files.control.put('/proc/self/mountinfo', '');
    expect(makeVmCgroups({files, log}, 'u')).toEqual([]);
    expect(removeVmCgroups({files, log}, 'u')).toBe(true);
  });
});

describe('removing', () => {
  test('takes the last VM’s parent with it, and no earlier', () => {
    makeVmCgroups({files, log}, 'a');
    makeVmCgroups({files, log}, 'b');
    expect(removeVmCgroups({files, log}, 'a')).toBe(true);
    expect(files.stat('/sys/fs/cgroup/unified/vmlet/b')).toBeDefined();
    expect(removeVmCgroups({files, log}, 'b')).toBe(true);
    expect(files.stat('/sys/fs/cgroup/unified/vmlet')).toBeUndefined();
  });

  test('of a cgroup that is busy is not done', () => {
    makeVmCgroups({files, log}, 'a');
    files.control.failOn('/sys/fs/cgroup/unified/vmlet/a', 'EBUSY', 'removeDirectory');
    expect(removeVmCgroups({files, log}, 'a')).toBe(false);
  });
});

describe('killing a cgroup', () => {
  test.each([
    ['/vmlet/u', true],
    ['/vmlet.slice/vmlet-vm-u.service', true],
    ['/', false],
    ['/vmlet', false],
    ['/vmlet/other', false],
    ['/user.slice/session-1.scope', false],
  ])('of a process in %s is %s', (path, expected) => {
    files.control.put('/proc/7/cgroup', `4:memory:/vmlet/u\n0::${path}\n`);
    const kill = `/sys/fs/cgroup/unified${path}/cgroup.kill`.replace('//', '/');
    files.control.put(kill, '');
    expect(killVmCgroup({files, log}, 'u', 7)).toBe(expected);
    expect(files.read(kill)?.toString()).toBe(expected ? '1' : '');
  });

  test('needs a process that has a version 2 path', () => {
    expect(parseV2Path('4:memory:/vmlet/u\n')).toBe('');
    expect(killVmCgroup({files, log}, 'u', 8)).toBe(false);
  });
});
