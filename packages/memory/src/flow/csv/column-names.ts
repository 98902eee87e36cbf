import { Buffer } from 'node:buffer';

/** What is wrong with the names of columns: a sentence that does not quote them, or null. */
export function columnsFault(names: readonly string[], required: readonly string[]): string | null {
  const places = new Map<string, number>();
  for (const [i, name] of names.entries()) {
    if (name === '') return `column ${i + 1} has no name`;
    const first = places.get(name);
    if (first !== undefined) return `columns ${first} and ${i + 1} have the same name`;
    places.set(name, i + 1);
  }
  const missing = required.find((name) => !places.has(name));
  return missing === undefined ? null : `there is no column ${JSON.stringify(missing)}`;
}

/** Code of a delimiter, or null unless it is one ASCII character that has no other meaning in CSV. */
export function delimiterCode(delimiter: string): number | null {
  const [code = 0] = Buffer.from(delimiter);
  if (delimiter.length !== 1 || code === 0 || code > 0x7f) return null;
  return '"\r\n'.includes(delimiter) ? null : code;
}
