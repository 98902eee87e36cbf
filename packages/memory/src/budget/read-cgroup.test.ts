import { describe, expect, it, test } from 'vitest';
import { parseKey, parseLimit, parsePressure } from './cgroup-files.ts';
import { locateCgroup } from './cgroup-location.ts';
import { readCgroup } from './read-cgroup.ts';

const mib = 1024 * 1024;

function reader(files: Record<string, string>): (path: string) => string | undefined {
  return (path) => files[path];
}

const v2Mount = '30 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n';
const v1Mounts =
  '31 23 0:28 / /sys/fs/cgroup rw - tmpfs tmpfs rw,mode=755\n' +
  '34 31 0:31 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu,cpuacct\n' +
  '35 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n' +
  '41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n';

const v2Stat = `anon ${150 * mib}
file ${200 * mib}
kernel_stack 100
shmem ${20 * mib}
file_mapped ${30 * mib}
inactive_anon 5
active_anon 6
inactive_file ${80 * mib}
active_file ${100 * mib}
`;

const v2Container = {
  '/proc/self/cgroup': '0::/\n',
  '/proc/self/mountinfo': v2Mount,
  '/sys/fs/cgroup/memory.max': `${512 * mib}\n`,
  '/sys/fs/cgroup/memory.high': 'max\n',
  '/sys/fs/cgroup/memory.current': `${400 * mib}\n`,
  '/sys/fs/cgroup/memory.stat': v2Stat,
  '/sys/fs/cgroup/memory.events': 'low 0\nhigh 0\nmax 17\noom 2\noom_kill 1\noom_group_kill 0\n',
  '/sys/fs/cgroup/memory.pressure':
    'some avg10=12.50 avg60=3.00 avg300=0.80 total=123\nfull avg10=1.00 avg60=0 avg300=0 total=4\n',
};

describe('a v2 cgroup', () => {
  it('is read inside a container, where the own cgroup is the root of the mount', () => {
    expect(readCgroup(reader(v2Container))).toEqual({
      version: 2,
      folder: '/sys/fs/cgroup',
      limitBytes: 512 * mib,
      usageBytes: 400 * mib,
      // 400 − 80 inactive − 100 active file pages, of which 30 are mapped.
      workingSetBytes: 250 * mib,
      oomKills: 1,
      psiSomeRatio: 0.125,
    });
  });

  it('takes the lowest limit of its ancestors, and the use that is held against it', () => {
    const slice = '/sys/fs/cgroup/kubepods/pod1';
    const cgroup = readCgroup(
      reader({
        '/proc/self/cgroup': '0::/kubepods/pod1/app\n',
        '/proc/self/mountinfo': v2Mount,
        [`${slice}/app/memory.max`]: `${900 * mib}`,
        [`${slice}/app/memory.current`]: `${100 * mib}`,
        [`${slice}/app/memory.stat`]: '',
        [`${slice}/memory.max`]: `${700 * mib}`,
        [`${slice}/memory.current`]: `${300 * mib}`,
        [`${slice}/memory.stat`]: `inactive_file ${50 * mib}\n`,
        ['/sys/fs/cgroup/kubepods/memory.max']: 'max',
        ['/sys/fs/cgroup/kubepods/memory.current']: `${800 * mib}`,
      }),
    );
    expect(cgroup).toMatchObject({
      folder: slice,
      limitBytes: 700 * mib,
      usageBytes: 300 * mib,
      workingSetBytes: 250 * mib,
    });
  });

  it('has the limit at which the kernel begins to throttle when that is lower', () => {
    const files = { ...v2Container, '/sys/fs/cgroup/memory.high': `${450 * mib}\n` };
    expect(readCgroup(reader(files))?.limitBytes).toBe(450 * mib);
  });

  it('without a limit says so', () => {
    const files = { ...v2Container, '/sys/fs/cgroup/memory.max': 'max\n' };
    expect(readCgroup(reader(files))).toMatchObject({ limitBytes: null, usageBytes: 400 * mib });
  });

  it('is undefined at the root of the host, which has no memory.current', () => {
    const files = { '/proc/self/cgroup': '0::/\n', '/proc/self/mountinfo': v2Mount };
    expect(readCgroup(reader(files))).toBeUndefined();
  });
});

describe('a v1 cgroup', () => {
  const folder = '/sys/fs/cgroup/memory/docker/abc';
  const files = {
    '/proc/self/cgroup': '9:name=systemd:/x\n4:memory:/docker/abc\n0::/\n',
    '/proc/self/mountinfo': v1Mounts,
    [`${folder}/memory.limit_in_bytes`]: `${256 * mib}\n`,
    [`${folder}/memory.usage_in_bytes`]: `${200 * mib}\n`,
    [`${folder}/memory.stat`]:
      `inactive_file 1\nactive_file 2\nmapped_file 3\ntotal_mapped_file ${10 * mib}\n` +
      `total_inactive_file ${40 * mib}\ntotal_active_file ${20 * mib}\n`,
    [`${folder}/memory.oom_control`]: 'oom_kill_disable 0\nunder_oom 0\noom_kill 3\n',
    '/sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712\n',
    '/sys/fs/cgroup/memory/memory.usage_in_bytes': `${900 * mib}\n`,
  };

  it('is found on a hybrid machine and counts its children’s pages', () => {
    expect(readCgroup(reader(files))).toEqual({
      version: 1,
      folder,
      limitBytes: 256 * mib,
      usageBytes: 200 * mib,
      workingSetBytes: 150 * mib,
      oomKills: 3,
      psiSomeRatio: NaN,
    });
  });

  it('takes the kernel’s huge number for no limit', () => {
    const unlimited = { ...files, [`${folder}/memory.limit_in_bytes`]: '9223372036854771712\n' };
    expect(readCgroup(reader(unlimited))).toMatchObject({ folder, limitBytes: null });
  });

  it('is found inside a container whose mount shows only its own part of the tree', () => {
    const inside = {
      '/proc/self/cgroup': '4:memory:/docker/abc\n',
      '/proc/self/mountinfo':
        '35 31 0:32 /docker/abc /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n',
      '/sys/fs/cgroup/memory/memory.limit_in_bytes': `${128 * mib}`,
      '/sys/fs/cgroup/memory/memory.usage_in_bytes': `${64 * mib}`,
    };
    expect(readCgroup(reader(inside))).toMatchObject({
      folder: '/sys/fs/cgroup/memory',
      limitBytes: 128 * mib,
    });
  });

  it('falls back to what is mounted when its path is not there', () => {
    const shifted = {
      ...files,
      '/proc/self/cgroup': '4:memory:/gone/elsewhere\n',
      '/sys/fs/cgroup/memory/memory.limit_in_bytes': `${300 * mib}`,
    };
    expect(readCgroup(reader(shifted))).toMatchObject({
      folder: '/sys/fs/cgroup/memory',
      limitBytes: 300 * mib,
    });
  });
});

it('is undefined where there are no cgroups', () => {
  expect(readCgroup(() => undefined)).toBeUndefined();
});

it('stays at the mount when the own path points outside of it', () => {
  const location = locateCgroup(
    reader({ '/proc/self/cgroup': '0::/../../other\n', '/proc/self/mountinfo': v2Mount }),
  );
  expect(location?.folders).toEqual(['/sys/fs/cgroup']);
});

test.each([
  ['max\n', null],
  ['9223372036854771712\n', null],
  ['18446744073709551615', null],
  ['', null],
  ['nonsense', null],
  [undefined, null],
  ['402653184\n', 402_653_184],
  ['0\n', 0],
])('the limit file %j says %j', (text, bytes) => {
  expect(parseLimit(text)).toBe(bytes);
});

test('a key is found at the start, inside and at the end, and not inside another key', () => {
  const text = 'oom 1\noom_kill 22\ntotal_oom 3';
  expect(['oom', 'oom_kill', 'total_oom', 'kill'].map((key) => parseKey(text, key))).toEqual([
    1,
    22,
    3,
    NaN,
  ]);
});

test('a pressure file without the line says nothing', () => {
  expect(parsePressure('full avg10=1.00\n')).toBeNaN();
});
