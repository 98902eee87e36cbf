import { announcesEnd } from './announced-end.ts';
import type { CollectionKind, FoundCollection } from './found-collection.ts';
import type { HeadIdentity } from './head-identity.ts';
import { noHead } from './head-identity.ts';
import { leastBytesPerEntry } from './least-bytes.ts';
import { boundTolerance } from './judge.ts';
import { leakLimits } from './leak.limits.ts';
import { eventsOf, measureCollection } from './measure-collection.ts';

/** One collection that the census counts. */
export interface Member {
  /** Place without generalisation, to recognise a collection that was replaced. */
  readonly path: string;
  target: WeakRef<object>;
  declaredBound: number | null;
  firstSize: number;
  size: number;
  head: number;
  headSinceMs: number;
  /** Censuses to leave out before it is counted again: large objects are dear to list. */
  rest: number;
  isDead: boolean;
}

/** `Rooms.#byId[3].members` and `Rooms.#byId[7].members` are one place. */
export function placeOf(path: string): string {
  return path.replaceAll(/\[[^\]]*\]/g, '[]');
}

/** Keys listed per census, on average, for one object. */
const keysPerCensus = 2000;

/**
 * All collections of one place and kind. What counts is growth *since a member was seen*: new
 * members do not make the place grow, so a list that gains small lists is not taken for each of them.
 */
export class CollectionGroup {
  readonly members: Member[] = [];
  readonly place: string;
  readonly kind: CollectionKind;
  /** Growth of the living members since each was first seen. */
  grown = 0;
  /** The most it has ever grown. */
  peakGrown = 0;
  size = 0;
  firstSize = 0;
  /** Since when no growing member's first key has changed; of the member that grew most. */
  headSinceMs = 0;
  largest: Member | undefined;
  #announcedMs = -Infinity;

  constructor(place: string, kind: CollectionKind) {
    this.place = place;
    this.kind = kind;
  }

  /**
   * Entries the members may hold by their own word, all together; the bound of a member alone where that one
   * is beyond it; null if one of those that grew says nothing.
   */
  get declaredBound(): number | null {
    let sum = 0;
    for (const { declaredBound, size, firstSize, isDead } of this.members) {
      if (isDead) continue;
      if (declaredBound === null && size > firstSize) return null;
      if (declaredBound !== null && size > declaredBound * boundTolerance) return declaredBound;
      sum += declaredBound ?? size;
    }
    return this.largest === undefined || this.largest.declaredBound === null ? null : sum;
  }

  /** A new member, counted now. */
  add(found: FoundCollection, target: object, heads: HeadIdentity, nowMs: number): void {
    const { size, head } = measureCollection(this.kind, target, heads);
    this.members.push({
      path: found.path,
      target: found.target,
      declaredBound: found.declaredBound,
      firstSize: size,
      size,
      head,
      headSinceMs: nowMs,
      rest: 0,
      isDead: false,
    });
  }

  /** Counts every living member. O(members). */
  count(heads: HeadIdentity, nowMs: number): void {
    this.grown = this.size = this.firstSize = 0;
    this.largest = undefined;
    let most = -Infinity;
    for (const member of this.members) {
      const target = member.target.deref();
      member.isDead = target === undefined;
      if (!target) continue;
      if (member.rest > 0) member.rest--;
      else this.#measure(member, target, heads, nowMs);
      const grown = member.size - member.firstSize;
      this.grown += grown;
      this.size += member.size;
      this.firstSize += member.firstSize;
      if (grown > most) {
        most = grown;
        this.largest = member;
        this.headSinceMs = member.headSinceMs;
      }
    }
    this.peakGrown = Math.max(this.peakGrown, this.grown);
  }

  /** Name of the place; with the event where most of an emitter's listeners wait for one. */
  get holder(): string {
    const target = this.kind === 'listeners' ? this.largest?.target.deref() : undefined;
    if (!target) return this.place;
    const { largest, all } = eventsOf(target);
    return largest && largest.count * 2 > all ? `${this.place}(${largest.event})` : this.place;
  }

  /** Lower bound of what one more entry keeps alive, of the member that grew most. */
  leastBytesPerEntry(): number | null {
    if (this.kind === 'bytes') return 1;
    const target = this.largest?.target.deref();
    return target ? leastBytesPerEntry(this.kind, target) : null;
  }

  /**
   * Whether the oldest entries of the member that grew most say when they will end, or did so within
   * `graceMs`: whoever sweeps them need not come at once.
   */
  announcesEnd(wallMs: number, nowMs: number, graceMs: number): boolean {
    const target = this.largest?.target.deref();
    if (target && announcesEnd(this.kind, target, wallMs)) this.#announcedMs = nowMs;
    return nowMs - this.#announcedMs < graceMs;
  }

  /** Forgets members that were collected. */
  prune(): void {
    for (let i = this.members.length - 1; i >= 0; i--) {
      if (this.members[i]!.isDead) this.members.splice(i, 1);
    }
  }

  #measure(member: Member, target: object, heads: HeadIdentity, nowMs: number): void {
    if (this.kind === 'object' && member.size > leakLimits.countedKeys.value) return;
    const { size, head } = measureCollection(this.kind, target, heads);
    if (head !== member.head && member.head !== noHead) member.headSinceMs = nowMs;
    member.head = head;
    member.size = size;
    if (this.kind === 'object') member.rest = Math.floor(size / keysPerCensus);
  }
}
