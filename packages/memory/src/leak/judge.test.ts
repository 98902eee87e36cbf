import { expect, it, test } from 'vitest';
import type { HolderEvidence, ProcessEvidence } from './evidence.ts';
import type { Verdict } from './judge.ts';
import { judge } from './judge.ts';
import type { Growth } from './judge-growth.ts';

const mib = 1024 * 1024;
const minute = 60_000;
const rules = {
  convictAfterMs: 15 * minute,
  matterBytesPerHour: mib,
  matterTimeToLimitMs: 24 * 60 * minute,
};

const flat: Growth = { shape: 'flat', from: 0, to: 0, perSecond: 0, spanMs: 20 * minute };
const entries: Growth = { shape: 'grows', from: 0, to: 12_000, perSecond: 10, spanMs: 20 * minute };
const bytes: Growth = {
  shape: 'grows',
  from: mib,
  to: 9 * mib,
  perSecond: 7000,
  spanMs: 20 * minute,
};

const pinnedMap: HolderEvidence = {
  kind: 'map',
  holder: 'Service.#pending',
  growth: entries,
  headAgeMs: 25 * minute,
  declaredBound: null,
  fromSize: 0,
  size: 12_000,
  leastBytesPerEntry: null,
  announcesEnd: false,
  reserved: null,
};
const quiet: ProcessEvidence = {
  heap: flat,
  external: flat,
  sites: [],
  survivors: [],
  roomBytes: 400 * mib,
};
const site = {
  functionName: 'add',
  file: 'service.ts',
  line: 7,
  liveBytes: 8 * mib,
  stack: [],
  growth: bytes,
};
const unheld = {
  kind: 'floor',
  headAgeMs: null,
  growth: bytes,
  leastBytesPerEntry: 1,
} satisfies Partial<HolderEvidence>;
const survivor = { kind: 'request', count: 90, oldestMs: 20 * minute, growth: entries };

test.each<
  [
    what: string,
    status: Verdict['status'],
    holder: Partial<HolderEvidence>,
    process: Partial<ProcessEvidence>,
  ]
>([
  ['pinned, and the heap grows', 'convicted', {}, { heap: bytes }],
  ['pinned, and external memory grows', 'convicted', {}, { external: bytes }],
  ['pinned, and one site has ever more alive', 'convicted', {}, { sites: [site] }],
  ['pinned, and nothing else', 'suspect', {}, {}],
  ['pinned, with survivors that nobody can weigh', 'suspect', {}, { survivors: [survivor] }],
  [
    'pinned, with survivors and a heap that grows',
    'convicted',
    {},
    { survivors: [survivor], heap: bytes },
  ],
  [
    'seen for too short a time',
    'suspect',
    { growth: { ...entries, spanMs: 10 * minute } },
    { heap: bytes },
  ],
  [
    'head moves, one other kind',
    'suspect',
    { headAgeMs: minute, growth: { ...entries, spanMs: 40 * minute } },
    { heap: bytes, external: bytes },
  ],
  [
    'head moves, two other kinds, long',
    'convicted',
    { headAgeMs: minute, growth: { ...entries, spanMs: 60 * minute } },
    { heap: bytes, sites: [site] },
  ],
  [
    'head moves, two other kinds, short',
    'suspect',
    { headAgeMs: minute, growth: { ...entries, spanMs: 16 * minute } },
    { heap: bytes, sites: [site] },
  ],
  [
    'nobody holds it, a site agrees, as long as others',
    'suspect',
    { ...unheld, growth: { ...bytes, spanMs: 29 * minute } },
    { heap: bytes, external: bytes, sites: [site] },
  ],
  [
    'nobody holds it, a site agrees, twice as long',
    'convicted',
    { ...unheld, growth: { ...bytes, spanMs: 30 * minute } },
    { heap: bytes, sites: [site] },
  ],
  [
    'nobody holds it, a site and survivors agree',
    'convicted',
    unheld,
    { heap: bytes, sites: [site], survivors: [survivor] },
  ],
  [
    'growth that does not matter',
    'suspect',
    {},
    { heap: { ...bytes, perSecond: 10 }, roomBytes: 1e12 },
  ],
  [
    'little growth close to the limit',
    'convicted',
    {},
    { heap: { ...bytes, perSecond: 10 }, roomBytes: 100_000 },
  ],
  ['with entries that will end', 'suspect', { announcesEnd: true }, { heap: bytes }],
  ['within its bound', 'innocent', { declaredBound: 12_000 }, { heap: bytes }],
  ['far beyond its bound', 'convicted', { declaredBound: 1000 }, { heap: bytes }],
  ['levelling off', 'innocent', { growth: { ...entries, shape: 'saturates' } }, { heap: bytes }],
  [
    'following the load',
    'innocent',
    { growth: { ...entries, shape: 'follows-load' } },
    { heap: bytes },
  ],
  [
    'accounts left open with bytes on them',
    'convicted',
    { kind: 'account', reserved: bytes, leastBytesPerEntry: 4096 },
    {},
  ],
  [
    'accounts left open while the heap grows',
    'convicted',
    { kind: 'account', headAgeMs: 20 * minute },
    { heap: bytes },
  ],
])('%s: %s', (_, status, holder, process) => {
  expect(judge({ ...pinnedMap, ...holder }, { ...quiet, ...process }, rules).status).toBe(status);
});

it('says how much and how long', () => {
  const verdict = judge(pinnedMap, { ...quiet, heap: bytes, sites: [site] }, rules);
  expect(verdict.bytesPerHour).toBe(7000 * 3600);
  expect(verdict.timeToLimitMs).toBeCloseTo(((400 * mib) / 7000) * 1000);
  expect(verdict.evidence.map(({ detail }) => detail)).toEqual([
    'grew by 12,000 in 20 min without falling back; its first entry is the same for 25 min',
    'live heap after major collections 1.0 MB → 9.0 MB in 20 min',
    'live bytes allocated in add (service.ts:7) 1.0 MB → 9.0 MB in 20 min',
  ]);
});
