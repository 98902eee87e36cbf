import { expect, test } from 'vitest';
import { announcesEnd } from './announced-end.ts';
import type { CollectionKind } from './found-collection.ts';

const wallMs = Date.UTC(2025, 5, 1);
const minute = 60_000;
const sessions = (endsAt: unknown) => new Map(['a', 'b', 'c'].map((key) => [key, { key, endsAt }]));
const timer = setTimeout(() => undefined, minute);
const interval = setInterval(() => undefined, minute);
clearInterval(interval);
clearTimeout(timer);
const pending = (target: NodeJS.Timeout): object =>
  Object.assign(Object.create(target.constructor.prototype as object) as object, {
    _repeat: null,
    _destroyed: false,
  });

test.each<[what: string, kind: CollectionKind, target: object, announced: boolean]>([
  ['a time ahead', 'map', sessions(wallMs + 20 * minute), true],
  ['a date ahead', 'map', sessions(new Date(wallMs + 20 * minute)), true],
  ['a time that is over', 'map', sessions(wallMs - minute), false],
  ['a time in a month', 'map', sessions(wallMs + 30 * 24 * 60 * minute), false],
  ['a small number', 'map', sessions(7), false],
  ['a bare time ahead', 'map', new Map([['a', wallMs + minute]]), true],
  ['an array of times ahead', 'array', [{ until: wallMs + minute }], true],
  ['an object of times ahead', 'object', { a: { until: wallMs + minute } }, true],
  ['a set of pending timers', 'set', new Set([{ timer: pending(timer) }]), true],
  ['a set of cleared timers', 'set', new Set([{ timer }]), false],
  ['a set of intervals', 'set', new Set([{ interval }]), false],
  ['nothing', 'map', new Map(), false],
  ['objects without a prototype', 'set', new Set([Object.create(null) as object]), false],
  ['what holds such an object', 'array', [{ groups: Object.create(null) as object }], false],
  [
    'an accessor that must not run',
    'array',
    [
      {
        get until(): number {
          throw new Error('asked');
        },
      },
    ],
    false,
  ],
])('%s', (_, kind, target, announced) => {
  expect(announcesEnd(kind, target, wallMs)).toBe(announced);
});
