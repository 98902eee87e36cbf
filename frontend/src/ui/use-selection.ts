import { useState } from 'react';
import { MAX_SELECTED_ROWS } from './ui.limits.ts';

/** Which rows of a list are chosen. */
export interface Selection<Row> {
  /** The chosen rows as the list has them now, in its order; one that left the list is not chosen. */
  readonly rows: readonly Row[];
  readonly isFull: boolean;
  has(id: string): boolean;
  toggle(id: string): void;
  /** Chooses the rows of the list from its top, up to MAX_SELECTED_ROWS. */
  all(): void;
  clear(): void;
}

const none: ReadonlySet<string> = new Set();

/** Remembers rows of `list` by id. */
export function useSelection<Row extends { readonly id: string }>(
  list: readonly Row[],
): Selection<Row> {
  const [ids, setIds] = useState(none);
  const rows = list.filter(({ id }) => ids.has(id));
  const isFull = rows.length >= MAX_SELECTED_ROWS;
  return {
    rows,
    isFull,
    has: (id) => ids.has(id),
    toggle: (id) => {
      const next = new Set(rows.map((row) => row.id));
      if (next.has(id)) next.delete(id);
      else if (!isFull) next.add(id);
      setIds(next);
    },
    all: () => setIds(new Set(list.slice(0, MAX_SELECTED_ROWS).map(({ id }) => id))),
    clear: () => setIds(none),
  };
}
