/** How fields are put together. */
export interface CsvFieldsOptions {
  readonly columns: readonly string[] | undefined;
  readonly delimiter: string;
  readonly lineEnd: string;
  readonly formulas: 'keep' | 'escape';
}

type NamedRow = Readonly<Record<string, unknown>>;

/** Beginnings that a spreadsheet takes for a formula (OWASP, "CSV Injection"). */
const formula = /^[=+\-@\t\r\n＝＋－＠]/;
const number = /^[+-]?\d+(?:[.,]\d+)*$/;

/** Turns rows into lines and quotes what has to be quoted. */
export class CsvFields {
  readonly #options: CsvFieldsOptions;
  readonly #special: RegExp;
  #names: readonly string[] | undefined;
  #known: ReadonlySet<string> | null = null;

  constructor(options: CsvFieldsOptions) {
    this.#options = options;
    this.#names = options.columns;
    const code = options.delimiter.charCodeAt(0).toString(16).padStart(2, '0');
    // A byte order mark at the start of a file would be taken for one.
    this.#special = new RegExp(`["\\r\\n\\ufeff\\x${code}]`);
  }

  /** The line of the names; empty before there are any. */
  header(): string {
    return this.#names ? this.#join(this.#names, -1) : '';
  }

  /** The line of a row. Throws a TypeError for what has no form in CSV. */
  line(row: readonly unknown[] | NamedRow, index: number): string {
    if (Array.isArray(row)) return this.#join(row as readonly unknown[], index);
    const named = row as NamedRow;
    this.#names ??= Object.keys(named);
    if (!this.#options.columns) this.#requireKnown(named, index);
    return this.#join(
      this.#names.map((name) => (Object.hasOwn(named, name) ? named[name] : undefined)),
      index,
    );
  }

  #requireKnown(row: NamedRow, index: number): void {
    this.#known ??= new Set(this.#names);
    for (const name of Object.keys(row)) {
      if (this.#known.has(name)) continue;
      throw new TypeError(
        `Row ${index} has a property that the first row has not: name the columns.`,
      );
    }
  }

  #join(values: readonly unknown[], index: number): string {
    const { delimiter, lineEnd } = this.#options;
    let line = '';
    for (let i = 0; i < values.length; i++) {
      if (i > 0) line += delimiter;
      line += this.#field(values[i], index, i);
    }
    // A line with nothing in it would be a blank line.
    return (line === '' && values.length > 0 ? '""' : line) + lineEnd;
  }

  #field(value: unknown, index: number, column: number): string {
    switch (typeof value) {
      case 'string':
        return this.#quote(this.#isFormula(value) ? `'${value}` : value);
      case 'number':
      case 'bigint':
      case 'boolean':
        return this.#quote(String(value));
      case 'undefined':
        return '';
      default:
        if (value === null) return '';
        if (value instanceof Date) return this.#quote(value.toISOString());
        throw new TypeError(
          `Row ${index}, column ${column + 1}: a ${typeof value} has no form in CSV.`,
        );
    }
  }

  #isFormula(text: string): boolean {
    return this.#options.formulas === 'escape' && formula.test(text) && !number.test(text);
  }

  #quote(text: string): string {
    return this.#special.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }
}
