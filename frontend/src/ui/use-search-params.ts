import { useCallback, useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';

/** How one parameter is read from the URL; anything it does not accept becomes the default. */
export interface ParamKind<Value extends string> {
  readonly fallback: Value;
  readonly accepts: (text: string) => text is Value;
}

/** Any text, empty by default. */
export const anyText: ParamKind<string> = {
  fallback: '',
  accepts: (_text): _text is string => true,
};

/** One of a closed list of words. */
export function oneOf<Value extends string>(
  values: readonly Value[],
  fallback: Value,
): ParamKind<Value> {
  const known: readonly string[] = values;
  return { fallback, accepts: (text): text is Value => known.includes(text) };
}

/** The values of a table of kinds. */
export type Params<Kinds extends Record<string, ParamKind<string>>> = {
  readonly [Name in keyof Kinds]: Kinds[Name] extends ParamKind<infer Value> ? Value : never;
};

/** Reads the parameters of `kinds` from a query string, each replaced by its default when invalid. */
export function readParams<Kinds extends Record<string, ParamKind<string>>>(
  kinds: Kinds,
  search: string,
): Params<Kinds> {
  const given = new URLSearchParams(search);
  const entries = Object.entries(kinds).map(([name, kind]) => {
    const text = given.get(name);
    return [name, text !== null && kind.accepts(text) ? text : kind.fallback];
  });
  return Object.fromEntries(entries) as Params<Kinds>;
}

/** The query string of `values` without those at their default; foreign parameters are kept. */
export function writeParams<Kinds extends Record<string, ParamKind<string>>>(
  kinds: Kinds,
  values: Params<Kinds>,
  search: string,
): string {
  const result = new URLSearchParams(search);
  for (const [name, kind] of Object.entries(kinds)) {
    const value = (values as Record<string, string>)[name] ?? kind.fallback;
    if (value === kind.fallback) result.delete(name);
    else result.set(name, value);
  }
  return result.toString();
}

/**
 * The URL as state: typed values of the query string, and a setter that changes some of them.
 * `kinds` must be a constant. Replaces the history entry unless `push` is asked for.
 */
export function useSearchParams<Kinds extends Record<string, ParamKind<string>>>(kinds: Kinds) {
  const search = useSearch();
  const [path, navigate] = useLocation();
  const values = useMemo(() => readParams(kinds, search), [kinds, search]);
  const set = useCallback(
    (change: Partial<Params<Kinds>>, options: { push?: boolean } = {}) => {
      const now = window.location.search;
      const next = writeParams(kinds, { ...readParams(kinds, now), ...change }, now);
      navigate(next === '' ? path : `${path}?${next}`, { replace: options.push !== true });
    },
    [kinds, navigate, path],
  );
  return [values, set] as const;
}
