import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

interface Query {
  readonly table: string;
  readonly columns: readonly string[];
  readonly limit: number;
}

interface Plan {
  readonly steps: string[];
  readonly cost: number;
}

class QueryPlanner {
  readonly #plans = new Map<Query, Plan>();
  hits = 0;

  plan(query: Query): Plan {
    const known = this.#plans.get(query);
    if (known !== undefined) {
      this.hits++;
      return known;
    }
    const steps = query.columns.map((column) => `${query.table}.${column} ${textOf(600)}`);
    const made = { steps, cost: query.limit * query.columns.length };
    this.#plans.set(query, made);
    return made;
  }
}

/** Every call brings a new query object, so the cache never hits and never ends. */
export const program: CorpusProgram = {
  about: 'cache keyed by objects that are made anew for each call',
  verdict: 'leak',
  culprit: { holder: 'QueryPlanner.#plans' },
  start(host) {
    const planner = new QueryPlanner();
    host.keep(planner);
    const columns = ['id', 'name', 'court', 'filed', 'closed', 'judge'];
    host.every(11, () => {
      const shown = columns.slice(0, 2 + Math.trunc(Math.random() * 5));
      planner.plan({ table: 'dockets', columns: shown, limit: 25 });
    });
  },
};
