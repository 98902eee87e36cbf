import { bodyOf, serveLoopback } from '../loopback.ts';
import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

class CaseSearch {
  readonly #documents = new Map<string, string>();
  readonly #postings = new Map<string, Set<string>>();

  put(id: string, text: string): void {
    this.#documents.set(id, text);
    for (let at = 0; at + 2 <= 600; at += 3) {
      const gram = text.slice(at, at + 2);
      const ids = this.#postings.get(gram) ?? new Set();
      this.#postings.set(gram, ids.add(id));
    }
  }

  remove(id: string): void {
    this.#documents.delete(id);
  }
}

/** A removed document leaves the table of documents and stays in the sets of its words. */
export const program: CorpusProgram = {
  about: 'inverted index whose sets keep the ids of removed documents',
  verdict: 'leak',
  culprit: { holder: 'CaseSearch.#postings' },
  async start(host) {
    const search = new CaseSearch();
    host.keep(search);
    let number = 0;
    const { ask } = await serveLoopback(host, async (incoming, outgoing) => {
      const id = `document ${number++} ${textOf(60)}`;
      search.put(id, await bodyOf(incoming));
      setTimeout(() => search.remove(id), 400);
      outgoing.end('indexed');
    });
    host.every(10, async () => void (await ask('/', { method: 'PUT' }, textOf(1_000))));
  },
};
