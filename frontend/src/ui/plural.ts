import { formatCount } from './format.ts';

const rules = new Intl.PluralRules('en');

/** A count with its noun: `1 entry`, `2 entries`. The nouns are English, as all texts here. */
export function plural(count: number, one: string, other: string): string {
  return `${formatCount(count)} ${rules.select(count) === 'one' ? one : other}`;
}
