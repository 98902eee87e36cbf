import { namesOf } from './variable.ts';
import type { Naming, Variable } from './variable.ts';

interface NumberRange extends Naming {
  readonly min: number;
  readonly max: number;
  readonly unit?: string;
}

/** A whole number within [min, max]; `default: null` means "unset is a meaningful state". */
export function integer<D extends number | null>(
  range: NumberRange & { readonly default: D },
): Variable<number | D> {
  const { min, max } = range;
  const unit = range.unit ?? null;
  return {
    names: namesOf(range.name),
    kind: 'integer',
    unit,
    accepts: `whole number, ${min} to ${max}${unit === null ? '' : ` ${unit}`}`,
    fallback: range.default,
    isSecret: false,
    meaning: range.meaning,
    parse(text) {
      if (!/^[+-]?\d{1,15}$/.test(text)) return null;
      const value = Number(text);
      return value >= min && value <= max ? { value } : null;
    },
  };
}

/** A share between 0 and 1, both bounds narrower where given. */
export function ratio(range: NumberRange & { readonly default: number }): Variable<number> {
  const { min, max } = range;
  return {
    names: namesOf(range.name),
    kind: 'ratio',
    unit: null,
    accepts: `number, ${min} to ${max}`,
    fallback: range.default,
    isSecret: false,
    meaning: range.meaning,
    parse(text) {
      if (!/^\d{0,3}(\.\d{1,9})?$/.test(text) || text === '') return null;
      const value = Number(text);
      return value >= min && value <= max ? { value } : null;
    },
  };
}

const FLAGS: Readonly<Record<string, boolean>> = { true: true, 1: true, false: false, 0: false };

/** On or off, written `true`/`1` or `false`/`0`; `default: null` leaves the choice to the reader. */
export function flag<D extends boolean | null>(
  options: Naming & { readonly default: D },
): Variable<boolean | D> {
  return {
    names: namesOf(options.name),
    kind: 'flag',
    unit: null,
    accepts: 'true, false, 1 or 0',
    fallback: options.default,
    isSecret: false,
    meaning: options.meaning,
    parse(text) {
      const lower = text.toLowerCase();
      return Object.hasOwn(FLAGS, lower) ? { value: FLAGS[lower] as boolean } : null;
    },
  };
}

/** One word of a closed list. */
export function choice<const C extends readonly string[], D extends C[number] | null>(
  options: Naming & { readonly of: C; readonly default: D },
): Variable<C[number] | D> {
  return {
    names: namesOf(options.name),
    kind: 'choice',
    unit: null,
    accepts: `one of ${options.of.join(', ')}`,
    fallback: options.default,
    isSecret: false,
    meaning: options.meaning,
    parse: (text) => (options.of.includes(text) ? { value: text as C[number] } : null),
  };
}
