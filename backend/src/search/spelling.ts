import { editDistance } from './edit-distance.ts';
import { wordsOf } from './parse-query.ts';
import { SEARCH_LIMITS } from './search.limits.ts';

/** Shorter words have too many neighbours for a correction to mean anything. */
const SHORTEST_CORRECTED = 4;

/** The words of a text that a dictionary may correct. */
export function correctable(text: string): string[] {
  return wordsOf(text)
    .filter((word) => word.length >= SHORTEST_CORRECTED && /^\p{L}+$/u.test(word))
    .slice(0, SEARCH_LIMITS.correctedWords.value);
}

/**
 * The text with each misspelt word replaced by its nearest known word: one edit for words of up to
 * five letters, two for longer ones. Null when there is nothing to replace.
 */
export function correct(
  text: string,
  spellings: readonly { readonly typed: string; readonly known: string }[],
): string | null {
  const best = new Map<string, { known: string; distance: number }>();
  for (const { typed, known } of spellings) {
    const limit = typed.length <= 5 ? 1 : 2;
    const distance = editDistance(typed, known, limit);
    const held = best.get(typed);
    if (distance <= limit && (!held || distance < held.distance))
      best.set(typed, { known, distance });
  }
  if (best.size === 0) return null;
  return text.replaceAll(/[\p{L}\p{N}]+/gu, (word) => best.get(word.toLowerCase())?.known ?? word);
}
