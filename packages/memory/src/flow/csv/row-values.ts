import type { FieldPlaces } from './field-places.ts';

/** Where the fields of one row are: places from `first` on, relative to `textFrom` in `text`. */
export interface RowText {
  readonly fields: FieldPlaces;
  readonly first: number;
  readonly count: number;
  readonly text: string;
  readonly textFrom: number;
}

/** The fields as an array. */
export function arrayOfRow(row: RowText): string[] {
  const values: string[] = new Array(row.count);
  for (let i = 0; i < row.count; i++) values[i] = fieldOf(row, i);
  return values;
}

/**
 * Makes objects with a fixed set of names out of rows. All are copies of one template, so that they
 * share their shape, and a name such as `constructor` becomes a property of the object's own. A
 * column named `__proto__` is left out, as the JSON reader does.
 */
export class RowObjects {
  readonly #names: readonly string[];
  readonly #template: Record<string, string>;
  readonly #prototypeColumn: number;

  constructor(names: readonly string[]) {
    this.#names = names;
    this.#prototypeColumn = names.indexOf('__proto__');
    const kept = names.filter((_, i) => i !== this.#prototypeColumn);
    this.#template = Object.fromEntries(kept.map((name) => [name, '']));
  }

  /** The object of a row; names without a field hold an empty text. */
  read(row: RowText): Record<string, string> {
    const value = { ...this.#template };
    const names = this.#names;
    for (let i = 0; i < row.count; i++) {
      if (i !== this.#prototypeColumn) value[names[i]!] = fieldOf(row, i);
    }
    return value;
  }
}

function fieldOf({ fields, first, text, textFrom }: RowText, i: number): string {
  const start = textFrom + fields.starts[first + i]!;
  const end = fields.ends[first + i]!;
  if (end >= 0) return text.slice(start, textFrom + end);
  return text.slice(start, textFrom + ~end).replaceAll('""', '"');
}
