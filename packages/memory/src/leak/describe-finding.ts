import type { HolderEvidence, SiteEvidence } from './evidence.ts';
import type { FindingKind } from './finding.ts';
import { inWords } from './in-words.ts';

const nouns: Readonly<Record<FindingKind, string>> = {
  map: 'Map',
  set: 'Set',
  array: 'array',
  object: 'object keys',
  bytes: 'bytes',
  listeners: 'listeners',
  chain: 'linked objects',
  watched: 'objects alive past their time',
  resources: 'active resources',
  account: 'open accounts',
  floor: 'live bytes',
};

const suggestions: Readonly<Record<FindingKind, string>> = {
  map: 'Delete an entry when its work ends, on every path including errors, or use a BoundedCache with maxEntries and a TTL.',
  set: 'Delete an element when its work ends, on every path including errors, or bound the set.',
  array:
    'Take elements out when they are done, or use a RingBuffer or BoundedQueue of a stated capacity.',
  object: 'Use a Map and delete keys when they are done, or a BoundedCache with maxEntries.',
  bytes: 'Write chunks on instead of collecting them, or stop at a stated number of bytes.',
  listeners:
    'Remove the listener when its owner ends: off(), once(), or an AbortSignal given to on().',
  chain: 'Cut the list at a stated length, or keep the last ones in a RingBuffer.',
  watched:
    'Find who still refers to the finished object: a closure, a log buffer, a list of pending work, an async context.',
  resources:
    'Clear timers and close handles when their owner ends; a CleanupStack shows what is left.',
  account:
    'Close the account when its work ends, on every path including errors: `using` does that.',
  floor:
    'Look at the allocation site: what is made there is not let go. A heap snapshot names the holder.',
};

/** What to do about a kind of finding. */
export function suggestionFor(kind: FindingKind): string {
  return suggestions[kind];
}

/** `ReportsService.#pending: Map 0 → 48,231, +12.3/s, oldest key 9 h; allocated in add (reports.ts:31)`. */
export function describeHolder(holder: HolderEvidence, site: SiteEvidence | null): string {
  const { kind, fromSize, size, growth, headAgeMs } = holder;
  const age = headAgeMs !== null ? `, oldest entry ${inWords.duration(headAgeMs)}` : '';
  const sizes =
    kind === 'floor' || kind === 'bytes'
      ? `${inWords.bytes(fromSize)} → ${inWords.bytes(size)}, +${inWords.bytes(growth.perSecond)}/s`
      : `${inWords.count(fromSize)} → ${inWords.count(size)}, +${inWords.rate(growth.perSecond)}`;
  const place = site ? `; allocated in ${site.functionName} (${site.file}:${site.line})` : '';
  return `${holder.holder}: ${nouns[kind]} ${sizes}${age}${place}`;
}
