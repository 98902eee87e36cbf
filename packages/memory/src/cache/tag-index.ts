import type { CacheEntry } from './cache-entry.ts';
import { detachString } from './detach-string.ts';

/** One entry's place in the list of one tag. */
export interface TagLink {
  readonly entry: CacheEntry;
  readonly tag: Tag;
  /** Next tag of the same entry. */
  readonly nextOfEntry: TagLink | null;
  previous: TagLink | null;
  next: TagLink | null;
}

interface Tag {
  readonly name: string;
  first: TagLink | null;
}

/** Bytes one tag of one entry costs beside the tag's text: the link, and the tag as if it were the only user. */
export const tagOverheadBytes = 64 + 40 + 40;

/**
 * Which entries carry which tag. It holds nothing beyond the entries: a tag goes with its last
 * entry, so its size is bounded by entries × tags per entry.
 */
export class TagIndex {
  readonly #tags = new Map<string, Tag>();

  /** Number of different tags in use. */
  get size(): number {
    return this.#tags.size;
  }

  /** Gives the entry its tags; doubled names count once. */
  add(entry: CacheEntry, names: Iterable<string>): void {
    for (const name of new Set(names)) {
      let tag = this.#tags.get(name);
      if (!tag) {
        tag = { name: detachString(name), first: null };
        this.#tags.set(tag.name, tag);
      }
      const link: TagLink = {
        entry,
        tag,
        nextOfEntry: entry.tags,
        previous: null,
        next: tag.first,
      };
      if (tag.first) tag.first.previous = link;
      tag.first = link;
      entry.tags = link;
    }
  }

  /** Takes the entry out of all its tags. */
  remove(entry: CacheEntry): void {
    for (let link = entry.tags; link; link = link.nextOfEntry) {
      if (link.previous) link.previous.next = link.next;
      else link.tag.first = link.next;
      if (link.next) link.next.previous = link.previous;
      if (!link.tag.first) this.#tags.delete(link.tag.name);
    }
    entry.tags = null;
  }

  /** Any entry that carries the tag, or null. */
  any(name: string): CacheEntry | null {
    return this.#tags.get(name)?.first?.entry ?? null;
  }

  /** Forgets all tags; the entries must be gone too. */
  clear(): void {
    this.#tags.clear();
  }
}
