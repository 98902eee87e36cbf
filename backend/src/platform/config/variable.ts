/**
 * One environment variable: its name (and the second name some guides use), what it accepts and what it means.
 * `parse` answers null for a text outside the accepted range; it never throws.
 */
export interface Variable<T> {
  readonly names: readonly [string, ...string[]];
  readonly kind: 'integer' | 'ratio' | 'flag' | 'choice' | 'text' | 'url' | 'list';
  readonly unit: string | null;
  readonly accepts: string;
  readonly fallback: T;
  readonly isSecret: boolean;
  readonly meaning: string;
  parse(text: string): { readonly value: T } | null;
}

/** What every maker in this file needs to know about a variable. */
export interface Naming {
  /** The name, or the name and the older one that is read as well. */
  readonly name: string | readonly [string, ...string[]];
  readonly meaning: string;
}

/** The names as a list, first the one the documents of this project use. */
export function namesOf(name: Naming['name']): readonly [string, ...string[]] {
  return typeof name === 'string' ? [name] : name;
}

/** True for a leaf of the catalogue, false for a group of variables. */
export function isVariable(node: unknown): node is Variable<unknown> {
  return typeof node === 'object' && node !== null && 'parse' in node && 'names' in node;
}
