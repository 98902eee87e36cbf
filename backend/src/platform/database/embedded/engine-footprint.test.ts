import { describe, expect, it } from 'vitest';
import { residentBytes } from './engine-footprint.ts';

const mib = 1024 * 1024;

const mappings = `7f0000000000-7f0008000000 ---p 00000000 00:00 0
Size:             131072 kB
Rss:                   0 kB
7f1000000000-7f1008000000 rw-p 00000000 00:00 0
Size:             131072 kB
KernelPageSize:        4 kB
Rss:               30720 kB
VmFlags: rd wr mr mw me ac sd
7f2000000000-7f2000100000 rw-p 00000000 00:00 0 [heap]
Size:               1024 kB
Rss:                 512 kB
VmFlags: rd wr mr mw me ac sd
`;

describe('resident engine memory', () => {
  it('is that of the writable mapping of its length', () => {
    expect(residentBytes(mappings, 128 * mib)).toBe(30 * mib);
  });

  it('is taken to be all of it where no mapping is known to be its own', () => {
    expect(residentBytes(mappings, 192 * mib)).toBe(192 * mib);
    expect(residentBytes('', 128 * mib)).toBe(128 * mib);
  });
});
