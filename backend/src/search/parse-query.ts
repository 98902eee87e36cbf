import { SEARCH_LIMITS } from './search.limits.ts';

/** What a person typed, taken apart. */
export interface ParsedQuery {
  /** The words to search for, as typed, without the filters. */
  readonly text: string;
  readonly court?: string;
  readonly judge?: string;
  /** First and last day the filters let through, both inclusive. */
  readonly firstDay?: string;
  readonly lastDay?: string;
}

const FILTER = /(?:^|\s)(court|judge|before|after):(?:"([^"]*)"|(\S+))/giu;

/** There is no year 0, and nothing is filed before the first day. */
const FIRST_DAY = '0001-01-01';

/** A year stands for its first day. Null when the text is no date of the common era. */
function readDate(typed: string): string | null {
  const value = /^\d{4}$/.test(typed) ? `${typed}-01-01` : typed;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value) || value < FIRST_DAY) return null;
  const parsed = new Date(`${value}T00:00:00Z`);
  return Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== value
    ? null
    : value;
}

function dayBefore(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}

/**
 * Takes field filters (`court:nysd judge:"Alsup" before:2020 after:2018-06-01`) out of a query.
 * A filter that cannot be read stays in the text, so that nothing typed is silently ignored.
 */
export function parseQuery(query: string): ParsedQuery {
  const filters: { court?: string; judge?: string; firstDay?: string; lastDay?: string } = {};
  const text = query.replace(FILTER, (whole, name: string, quoted?: string, plain?: string) => {
    const value = (quoted ?? plain ?? '').trim();
    const key = name.toLowerCase();
    if (!value) return whole;
    if (key === 'court') filters.court = value.toLowerCase();
    else if (key === 'judge') filters.judge = value;
    else {
      const date = readDate(value);
      if (!date || (key === 'before' && date === FIRST_DAY)) return whole;
      if (key === 'before') filters.lastDay = dayBefore(date);
      else filters.firstDay = date;
    }
    return ' ';
  });
  return { text: text.replaceAll(/\s+/g, ' ').trim(), ...filters };
}

/** The words of a text: runs of letters and digits, lower case, at most `queryWords` of them. */
export function wordsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.slice(0, SEARCH_LIMITS.queryWords.value);
}

/**
 * The text as a `to_tsquery` expression in which the last word may be unfinished
 * (`gif` finds Gifford); null when the text uses quotes, `or` or `-`, which
 * `websearch_to_tsquery` reads better.
 */
export function prefixQuery(text: string): string | null {
  if (/["]|(?:^|\s)-\S|\sor\s/iu.test(text)) return null;
  const words = wordsOf(text);
  if (words.length === 0) return null;
  return words.map((word, index) => (index === words.length - 1 ? `${word}:*` : word)).join(' & ');
}
