/** One fact of a nested document under its dotted name. */
export interface Fact {
  readonly name: string;
  readonly value: string | number | boolean | null;
}

/** The leaves of a document as named facts; a list of plain values is one fact, joined by spaces. */
export function flattenFacts(value: unknown, name = ''): Fact[] {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') {
    return [{ name, value }];
  }
  if (typeof value === 'number') return [{ name, value }];
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) {
    return [{ name, value: value.join(' ') }];
  }
  if (typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    flattenFacts(inner, name === '' ? key : `${name}.${key}`),
  );
}
