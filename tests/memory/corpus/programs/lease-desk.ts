import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

interface Connection {
  readonly host: string;
  queries: number;
}

class LeaseDesk {
  readonly #connection: Connection = { host: 'db-1', queries: 0 };
  readonly #registry = new FinalizationRegistry<string>((lease) => {
    this.lost += lease.length;
  });
  lost = 0;

  lease(): Connection {
    this.#connection.queries++;
    this.#registry.register(this.#connection, describeLease(this.#connection.queries));
    return this.#connection;
  }
}

function describeLease(number: number): string {
  return `lease ${number}: ${textOf(6_000)}`;
}

/** Each lease registers the one connection again; the notes wait for it to die, and it never does. */
export const program: CorpusProgram = {
  about: 'held values of a FinalizationRegistry whose target lives for ever',
  verdict: 'leak',
  culprit: {
    holder: 'LeaseDesk registry',
    allocation: ['describeLease', 'textOf', 'lease'],
  },
  start(host) {
    const desk = new LeaseDesk();
    host.keep(desk);
    host.every(11, () => void desk.lease());
  },
};
