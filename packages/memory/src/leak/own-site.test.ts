import { describe, expect, it, test } from 'vitest';
import type { HolderEvidence, SiteEvidence } from './evidence.ts';
import type { SeriesPoint } from './minima-series.ts';
import { largestSite, ownSites } from './own-site.ts';

const minute = 60_000;
const interval = 128 * 1024;
const lastMin = 40;

/** Grows by so much a second from a minute on, read every `stepMin`. */
function course(perSecond: number, fromMin: number, stepMin: number): SeriesPoint[] {
  const points: SeriesPoint[] = [];
  for (let at = 0; at <= lastMin; at += stepMin) {
    if (at <= fromMin) continue;
    points.push({ atMs: at * minute, work: at, value: (at - fromMin) * 60 * perSecond });
  }
  return points;
}

function growthOf(points: readonly SeriesPoint[], perSecond: number) {
  const [first, last] = [points[0]!, points.at(-1)!];
  const spanMs = last.atMs - first.atMs;
  return { shape: 'grows', from: first.value, to: last.value, perSecond, spanMs } as const;
}

function holder(
  name: string,
  entriesPerSecond: number,
  facts: Partial<HolderEvidence> & { fromMin?: number } = {},
): HolderEvidence {
  const points = course(entriesPerSecond, facts.fromMin ?? 0, 0.5);
  return {
    kind: 'map',
    holder: name,
    growth: growthOf(points, entriesPerSecond),
    course: points,
    headAgeMs: 40 * minute,
    declaredBound: null,
    fromSize: 0,
    size: points.at(-1)!.value,
    leastBytesPerEntry: null,
    announcesEnd: false,
    reserved: null,
    ...facts,
  };
}

/** A function that makes so many objects of so many bytes a second. */
function site(name: string, perSecond: number, objectBytes: number, fromMin = 0): SiteEvidence {
  const points = course(perSecond * objectBytes, fromMin, 2);
  const liveBytes = points.at(-1)!.value;
  return {
    functionName: name,
    file: 'app.ts',
    line: 1,
    stack: [],
    liveBytes,
    samples: Math.max(1, Math.round(liveBytes / interval)),
    objectBytes,
    growth: growthOf(points, perSecond * objectBytes),
    course: points,
    readSinceMs: 2 * minute,
  };
}

/** `A.#x from makeX`, in the order of the holders. */
function named(holders: readonly HolderEvidence[], sites: readonly SiteEvidence[]): string[] {
  const largestFirst = sites.toSorted((a, b) => b.liveBytes - a.liveBytes);
  const own = ownSites(holders, largestFirst);
  return holders.map((each) => `${each.holder} ${own.get(each)?.site?.functionName ?? '–'}`);
}

type Case = [what: string, holders: HolderEvidence[], sites: SiteEvidence[], answer: string[]];

test.each<Case>([
  [
    'two straight lines of different pace',
    [
      holder('small', 4, { leastBytesPerEntry: 900 }),
      holder('large', 40, { leastBytesPerEntry: 900 }),
    ],
    [site('makeSmall', 4, 1000), site('makeLarge', 40, 1000)],
    ['small makeSmall', 'large makeLarge'],
  ],
  [
    'as many bytes a second in entries of another size',
    [
      holder('few', 4, { leastBytesPerEntry: 9_000 }),
      holder('many', 40, { leastBytesPerEntry: 900 }),
    ],
    [site('makeFew', 4, 10_000), site('makeMany', 40, 1000)],
    ['few makeFew', 'many makeMany'],
  ],
  [
    'as many bytes a second of which nobody knows the weight, by the number of objects',
    [holder('few', 4, { kind: 'object' }), holder('many', 40, { kind: 'object' })],
    [site('makeFew', 4, 10_000), site('makeMany', 40, 1000)],
    ['few makeFew', 'many makeMany'],
  ],
  [
    'equal in everything but the time of the start',
    [
      holder('early', 10, { leastBytesPerEntry: 1000 }),
      holder('late', 10, { leastBytesPerEntry: 1000, fromMin: 20 }),
    ],
    [site('makeLate', 10, 1000, 20), site('makeEarly', 10, 1000)],
    ['early makeEarly', 'late makeLate'],
  ],
  [
    'equal in what came in all, at other times',
    [
      holder('early', 10, { leastBytesPerEntry: 1000 }),
      holder('late', 19, { leastBytesPerEntry: 1000, fromMin: 20 }),
    ],
    [site('makeLate', 19, 1000, 20), site('makeEarly', 10, 1000)],
    ['early makeEarly', 'late makeLate'],
  ],
  [
    'the entries of one hold far more than can be weighed',
    [
      holder('closures', 10, { leastBytesPerEntry: 96 }),
      holder('texts', 10, { leastBytesPerEntry: 5000 }),
    ],
    [site('makeClosures', 10, 30_000), site('makeTexts', 10, 5100)],
    ['closures makeClosures', 'texts makeTexts'],
  ],
  [
    'one whose site is not among those that grow',
    [
      holder('seen', 40, { leastBytesPerEntry: 900 }),
      holder('unseen', 2, { leastBytesPerEntry: 200 }),
    ],
    [site('makeSeen', 40, 1000)],
    ['seen makeSeen', 'unseen –'],
  ],
  [
    'the larger holds buffers, which are not on the heap',
    [
      holder('buffers', 10, { leastBytesPerEntry: 50_000 }),
      holder('texts', 8, { leastBytesPerEntry: 1000 }),
    ],
    [site('makeTexts', 8, 1100)],
    ['buffers –', 'texts makeTexts'],
  ],
  [
    'nothing tells them apart',
    [
      holder('one', 10, { leastBytesPerEntry: 1000 }),
      holder('other', 10, { leastBytesPerEntry: 1000 }),
    ],
    [site('a', 10, 1000), site('b', 10, 1000)],
    ['one –', 'other –'],
  ],
  [
    'symptoms beside two leaks take the site that fits them alone, or none',
    [
      holder('small', 4, { leastBytesPerEntry: 900 }),
      holder('large', 40, { leastBytesPerEntry: 900 }),
      holder('request', 40, { kind: 'watched' }),
      holder('Timeout', 0.01, { kind: 'resources' }),
    ],
    [site('makeSmall', 4, 1000), site('makeLarge', 40, 1000)],
    ['small makeSmall', 'large makeLarge', 'request makeLarge', 'Timeout –'],
  ],
])('%s', (_, holders, sites, answer) => {
  expect(named(holders, sites)).toEqual(answer);
  expect(named(holders.toReversed(), sites).toReversed()).toEqual(answer);
});

describe('one place that grows', () => {
  const only = holder('only', 1, { leastBytesPerEntry: 8 });
  const sites = [site('most', 90, 1000), site('less', 1, 800)];

  it.each<[what: string, beside: HolderEvidence[]]>([
    ['alone', []],
    ['with survivors', [holder('request', 1, { kind: 'watched' })]],
    ['with collections inside', [holder('only[].members', 30, { leastBytesPerEntry: 900 })]],
    ['with accounts of the same pace', [holder('job/a', 1, { kind: 'account' })]],
    [
      'with one that levels off',
      [holder('full', 9, { growth: { ...only.growth, shape: 'saturates' } })],
    ],
  ])('names the largest site, %s', (_, beside) => {
    expect(ownSites([only, ...beside], sites).get(only)).toEqual(largestSite(sites));
  });
});

it('says that a site is shared by collections of the same entries', () => {
  const byId = holder('byId', 10, { leastBytesPerEntry: 1000 });
  const order = holder('order', 10, { leastBytesPerEntry: 960 });
  const own = ownSites([byId, order], [site('make', 10, 1000)]);
  expect(own.get(byId)).toMatchObject({ site: { functionName: 'make' } });
  expect(own.get(byId)!.detail).toMatch(/; order grows alike and may hold the same$/);
  expect(own.get(order)!.detail).toMatch(/; byId grows alike and may hold the same$/);
});

it('takes no site by a few samples', () => {
  const few = (each: SiteEvidence) => ({ ...each, samples: 7 });
  const holders = [
    holder('small', 4, { leastBytesPerEntry: 900 }),
    holder('large', 40, { leastBytesPerEntry: 900 }),
  ];
  const sites = [site('makeSmall', 4, 1000), site('makeLarge', 40, 1000)];
  expect(named(holders, sites)).toEqual(['small makeSmall', 'large makeLarge']);
  expect(named(holders, sites.map(few))).toEqual(['small –', 'large –']);
});

it('needs more against a match that was clear before', () => {
  const closures = holder('closures', 10, { leastBytesPerEntry: 96 });
  const texts = holder('texts', 10, { leastBytesPerEntry: 3600 });
  const make = site('makeClosures', 10, 3000);
  expect(ownSites([closures, texts], [make]).get(texts)!.site).toBe(make);
  const own = ownSites([closures, texts], [make], (each) => (each === closures ? make : null));
  expect(own.get(texts)!.site).toBeNull();
});

it('keeps a clear match when the others have ended and their sites seem to grow on', () => {
  const left = holder('left', 4, { leastBytesPerEntry: 900 });
  const [own, ended] = [site('makeLeft', 4, 1000), site('makeEnded', 40, 1000)];
  const before = () => own;
  expect(ownSites([left], [ended, own], before).get(left)).toMatchObject({
    site: own,
    claims: { isMatched: true },
  });
  expect(ownSites([left], [ended], before).get(left)).toMatchObject({
    site: null,
    claims: { isContested: false, ofOthers: [] },
    detail: 'by the last readings 1 allocation site grows, its own not among them',
  });
  expect(ownSites([left], [], before).get(left)).toEqual(largestSite([]));
});

it('keeps the evidence that sites grow where none is clearly its own', () => {
  const holders = ['one', 'other'].map((name) => holder(name, 10, { leastBytesPerEntry: 1000 }));
  const own = ownSites(holders, [site('a', 10, 1000), site('b', 10, 1000)]);
  expect(own.get(holders[0]!)).toEqual({
    site: null,
    claims: { isMatched: false, ofOthers: [], isContested: true },
    detail:
      'by the last readings 2 allocation sites grow beside 2 holders, none of them clearly its own',
  });
});
