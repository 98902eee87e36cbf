import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

class NameTable {
  readonly #names = new Map<string, { readonly name: string; readonly forms: string[] }>();

  intern(name: string): { readonly name: string } {
    let known = this.#names.get(name);
    if (known === undefined) {
      known = { name, forms: [textOf(5_000), textOf(5_000)] };
      this.#names.set(name, known);
    }
    return known;
  }

  get size(): number {
    return this.#names.size;
  }
}

/** Names come in by popularity: most early, and ever fewer new ones until all 900 are known. */
export const program: CorpusProgram = {
  about: 'intern table without a bound over a finite vocabulary',
  verdict: 'benign',
  start(host) {
    const table = new NameTable();
    host.keep(table);
    host.every(5, () => {
      for (let read = 0; read < 4; read++) {
        table.intern(`name-${Math.trunc(901 ** Math.random())}`);
      }
    });
  },
};
