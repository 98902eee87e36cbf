import { CollectionGroup, placeOf } from './collection-group.ts';
import type { Member } from './collection-group.ts';
import type { FoundCollection } from './found-collection.ts';
import { HeadIdentity } from './head-identity.ts';
import { leakLimits } from './leak.limits.ts';

/**
 * Counts the collections that discovery found, without the inspector and without holding them.
 * At most `leakLimits.collections` members; O(members) per count, a few hundred nanoseconds each.
 */
export class Census {
  readonly #groups = new Map<string, CollectionGroup>();
  readonly #known = new WeakMap<object, CollectionGroup>();
  readonly #heads = new HeadIdentity();
  #members = 0;
  #refused = 0;

  get members(): number {
    return this.#members;
  }

  /** Collections that found no room so far. */
  get refused(): number {
    return this.#refused;
  }

  get groups(): Iterable<CollectionGroup> {
    return this.#groups.values();
  }

  /** Takes what one discovery found; collections known already stay as they are. O(found). */
  adopt(found: readonly FoundCollection[], nowMs: number): void {
    const timesSeen = new Map<string, number>();
    for (const { path } of found) timesSeen.set(path, (timesSeen.get(path) ?? 0) + 1);
    for (const each of found) {
      const target = each.target.deref();
      if (!target) continue;
      const known = this.#known.get(target);
      if (known) this.#refresh(known, target, each);
      else this.#take(each, target, timesSeen.get(each.path) === 1, nowMs);
    }
  }

  /** Counts everything now. */
  count(nowMs: number): void {
    for (const group of this.#groups.values()) group.count(this.#heads, nowMs);
  }

  clear(): void {
    for (const group of this.#groups.values()) {
      for (const member of group.members) {
        const target = member.target.deref();
        if (target) this.#known.delete(target);
      }
    }
    this.#groups.clear();
    this.#members = 0;
  }

  #refresh(group: CollectionGroup, target: object, found: FoundCollection): void {
    const member = group.members.find((each) => each.target.deref() === target);
    if (member) member.declaredBound = found.declaredBound ?? member.declaredBound;
  }

  #take(found: FoundCollection, target: object, isOnly: boolean, nowMs: number): void {
    const place = placeOf(found.path.slice(0, leakLimits.pathCharacters.value));
    const key = `${found.kind} ${place}`;
    const group = this.#groups.get(key) ?? new CollectionGroup(place, found.kind);
    const replaced = isOnly ? onlyMemberAt(group, found.path) : undefined;
    if (replaced) {
      // The holder made itself a new one: `this.items = [...this.items, item]`. The count goes on.
      replaced.target = found.target;
      replaced.isDead = false;
    } else {
      if (this.#members >= leakLimits.collections.value && !this.#makeRoom()) {
        this.#refused++;
        return;
      }
      group.add(found, target, this.#heads, nowMs);
      this.#members++;
    }
    this.#groups.set(key, group);
    this.#known.set(target, group);
  }

  /** Drops the dead and, where none are, a tenth of the places: those that have grown least. */
  #makeRoom(): boolean {
    const before = this.#members;
    for (const [key, group] of this.#groups) this.#prune(key, group);
    if (this.#members < before) return true;
    const byGrowth = [...this.#groups].sort(([, a], [, b]) => a.grown - b.grown);
    for (const [key, group] of byGrowth.slice(0, Math.ceil(byGrowth.length / 10))) {
      if (group.grown > 0) break;
      this.#groups.delete(key);
      this.#members -= group.members.length;
    }
    return this.#members < before;
  }

  #prune(key: string, group: CollectionGroup): void {
    const before = group.members.length;
    group.prune();
    this.#members -= before - group.members.length;
    if (group.members.length === 0) this.#groups.delete(key);
  }
}

function onlyMemberAt(group: CollectionGroup, path: string): Member | undefined {
  const there = group.members.filter((member) => member.path === path);
  return there.length === 1 ? there[0] : undefined;
}
