/** A query value; `undefined`, `null` and the empty string are left out. */
export type QueryValue = string | number | boolean | null | undefined;

/** `?a=1&b=2` from an object, or an empty string when nothing is set. */
export function queryString(query: Readonly<Record<string, QueryValue>>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') params.set(name, String(value));
  }
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}
