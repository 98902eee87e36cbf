import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { monitorLimits } from '../monitor.limits.ts';
import { fakeRoot, v1Files, v2Files, writeAll } from '../testing/fake-cgroup.ts';
import { findLayout } from './cgroup-layout.ts';
import { CgroupSource } from './cgroup-source.ts';
import { FileReader } from './file-reader.ts';

const expected = {
  usageBytes: 411_041_792,
  workingSetBytes: 211_041_792,
  usedBytes: 142_000_000,
  rssBytes: 50_000_000,
  kernelBytes: 2_000_000,
  limitBytes: 536_870_912,
  limitHits: 7,
  oomKills: 2,
};

const versions = [
  { version: 1, below: 'memory/', rootFile: 'memory/memory.usage_in_bytes', files: v1Files },
  { version: 2, below: '', rootFile: 'memory.stat', files: v2Files },
] as const;

function source(root: string, folder: string): CgroupSource {
  return new CgroupSource(new FileReader(), findLayout(root), folder);
}

it.each(versions)(
  'reads the same figures from v$version',
  ({ below, rootFile, files, version }) => {
    const root = fakeRoot();
    writeAll(root, { [rootFile]: '1\n' });
    writeAll(join(root, below, 'lexiflow/postgres'), files);
    expect(findLayout(root).version).toBe(version);
    expect(source(root, 'lexiflow/postgres').read()).toEqual(expected);
  },
);

it.each([
  [1, 'memory.limit_in_bytes', '9223372036854771712\n'],
  [1, 'memory.limit_in_bytes', '0\n'],
  [2, 'memory.max', 'max\n'],
  [2, 'memory.max', '0\n'],
])('takes v%i with %s of %s for no limit', (version, file, text) => {
  const { below, rootFile, files } = versions[version === 1 ? 0 : 1];
  const root = fakeRoot();
  writeAll(root, { [rootFile]: '1\n' });
  writeAll(join(root, below, 'api'), { ...files, [file]: text });
  expect(source(root, 'api').read()).toMatchObject({ limitBytes: null, usedBytes: 142_000_000 });
});

it('answers null for a cgroup that is not there, and for one that stops being there', () => {
  const root = fakeRoot();
  const api = source(root, 'api');
  expect(api.read()).toBeNull();
  writeAll(root, { file: '' });
  expect(source(root, 'file/api').read()).toBeNull();
  writeAll(join(root, 'api'), v2Files);
  expect(api.read()).not.toBeNull();
  rmSync(join(root, 'api'), { recursive: true });
  expect(api.read()).toBeNull();
});

it('counts nothing where a file is missing, empty or longer than the buffer', () => {
  const root = fakeRoot();
  const long = `anon 5\n${'x 1\n'.repeat(monitorLimits.cgroupFileBytes.value)}`;
  writeAll(join(root, 'api'), { 'memory.current': '9\n', 'memory.stat': long });
  expect(source(root, 'api').read()).toEqual({
    usageBytes: 9,
    workingSetBytes: 9,
    usedBytes: 5,
    rssBytes: 5,
    kernelBytes: 0,
    limitBytes: null,
    limitHits: 0,
    oomKills: 0,
  });
  writeAll(join(root, 'api'), { 'memory.current': '' });
  expect(source(root, 'api').read()).toBeNull();
});

it('finds the newest folder behind a * and counts each later one as a restart', () => {
  const root = fakeRoot();
  const api = source(root, 'lexiflow-api/*');
  expect(api.read()).toBeNull();
  writeAll(join(root, 'lexiflow-api/docker-a.scope'), v2Files);
  expect(api.read()).toMatchObject({ usageBytes: 411_041_792 });
  expect(api.read()).not.toBeNull();
  expect(api.restarts).toBe(0);
  // Made elsewhere first, so that both exist and the inode is another one.
  writeAll(join(root, 'made'), { ...v2Files, 'memory.current': '500\n' });
  rmSync(join(root, 'lexiflow-api/docker-a.scope'), { recursive: true });
  renameSync(join(root, 'made'), join(root, 'lexiflow-api/docker-b.scope'));
  expect(api.read()).toMatchObject({ usageBytes: 500 });
  expect(api.restarts).toBe(1);
});

it('takes the first of several folders that is there', () => {
  const root = fakeRoot();
  const api = source(root, 'a.slice/*|b.slice/*|c');
  writeAll(join(root, 'c'), { ...v2Files, 'memory.current': '3\n' });
  expect(api.read()).toMatchObject({ usageBytes: 3 });
  writeAll(join(root, 'b.slice/x'), { ...v2Files, 'memory.current': '2\n' });
  expect(api.read()).toMatchObject({ usageBytes: 2 });
});

it('finds a key in the first line, in the last, and no key that is part of another', () => {
  const root = fakeRoot();
  writeAll(root, { stat: 'anon 1\nanon_thp 2\nlast 3' });
  const files = new FileReader();
  expect(files.read(join(root, 'stat'))).toBe(true);
  expect(['anon', 'anon_thp', 'last', 'thp', 'las'].map((key) => files.value(key))).toEqual([
    1,
    2,
    3,
    NaN,
    NaN,
  ]);
});
