import type { CorpusProgram } from '../program.ts';

interface Connection {
  readonly host: string;
  queries: number;
}

class LeaseDesk {
  readonly #connection: Connection = { host: 'db-1', queries: 0 };
  readonly #registry = new FinalizationRegistry<readonly string[]>((lease) => {
    this.lost += lease.length;
  });
  lost = 0;

  lease(): Connection {
    this.#connection.queries++;
    this.#registry.register(this.#connection, describeLease(this.#connection.queries));
    return this.#connection;
  }
}

function describeLease(number: number): string[] {
  const notes: string[] = [];
  for (let note = 0; note < 60; note++)
    notes.push(`lease ${number}, note ${note}: ${Math.random()}`);
  return notes;
}

/** Each lease registers the one connection again; the notes wait for it to die, and it never does. */
export const program: CorpusProgram = {
  about: 'held values of a FinalizationRegistry whose target lives for ever',
  verdict: 'leak',
  culprit: {
    holder: 'LeaseDesk registry',
    allocation: ['describeLease', 'lease'],
  },
  start(host) {
    const desk = new LeaseDesk();
    host.keep(desk);
    host.every(11, () => void desk.lease());
  },
};
