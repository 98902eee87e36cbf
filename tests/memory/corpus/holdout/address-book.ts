import { LRUCache } from 'lru-cache';
import { serveLoopback } from '../loopback.ts';
import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

class AddressBook {
  readonly #addresses = new LRUCache<string, string>({ ttl: 200, ttlAutopurge: false });

  address(person: string): string {
    const known = this.#addresses.get(person);
    if (known !== undefined) return known;
    const found = textOf(6_000);
    this.#addresses.set(person, found);
    return found;
  }
}

/** Entries are stale soon, but only a question for the same person would take them out. */
export const program: CorpusProgram = {
  about: 'lru-cache with a time to live, no bound and no purge',
  verdict: 'leak',
  culprit: { holder: 'AddressBook.#addresses' },
  async start(host) {
    const book = new AddressBook();
    host.keep(book);
    let people = 0;
    const { ask } = await serveLoopback(host, (incoming, outgoing) => {
      outgoing.end(book.address(incoming.url ?? '/'));
    });
    host.every(15, async () => void (await ask(`/person-${people++}`)));
  },
};
