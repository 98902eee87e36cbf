import type { NameUse } from './snapshot-layout.ts';

/** What V8 itself writes where a string's or number's content would stand. */
const ownWords: ReadonlySet<string> = new Set([
  '',
  '<dummy>',
  '(concatenated string)',
  '(sliced string)',
  'heap number',
  'smi number',
  'bigint',
  'symbol',
]);

const longestOwnWord = Math.max(...Array.from(ownWords, (word) => word.length));

/** Keys as programs write them: an identifier, its accessor or a symbol. */
const codeKey = /^(?:[gs]et )?(?:[#A-Za-z_$][\w$]{0,39}|<symbol [#A-Za-z_$][\w$.]{0,59}>|\d{1,4})$/;
const manyDigits = /(?:\d\D*){5}/;

/** V8's name of a WeakMap's entry quotes the names of key and value: of a string, its content. */
const weakPair =
  /^(\d+) \/ part of key \(.* @(\d+)\) -> value \(.* @(\d+)\) pair in WeakMap \(table @(\d+)\)$/;
const quotesAnother = / @\d/;

/**
 * What stands in a redacted snapshot for a string, as JSON without quotes: null for the string itself.
 * `raw` is the string as JSON without quotes, null when it is longer than any name.
 */
export function redactedText(
  raw: string | null,
  use: NameUse,
  units: number,
  index: number,
): string | null {
  if (raw !== null) {
    if (raw.length <= longestOwnWord && ownWords.has(raw)) return null;
    if (use === 'name') {
      const pair = weakPair.exec(raw);
      if (pair) {
        const [, order, key, value, table] = pair;
        return `${order} / part of key (key @${key}) -> value (value @${value}) pair in WeakMap (table @${table})`;
      }
      if (!quotesAnother.test(raw)) return null;
    }
    if (use === 'key' && codeKey.test(raw) && !manyDigits.test(raw)) return null;
  }
  return String.raw`\u00ab${use === 'key' ? 'key' : 'text'} of ${units} #${index}\u00bb`;
}
