const MARKS = /\p{M}+/gu;
/** Dropped without a gap, so that "L.L.C." is "LLC" and "Daffy's" is "Daffys". */
const JOINING = /[.'’`]/gu;
const SEPARATING = /[^\p{L}\p{N}]+/gu;

/** Longest key in characters: four bytes each still fit an index entry of PostgreSQL (2704 bytes). */
const LONGEST_KEY = 500;

/**
 * A name folded for comparison: no case, accents or punctuation, "&" as "and", single spaces.
 * Names that fold to nothing keep their own characters. Never empty for a name that is not blank.
 */
export function foldName(name: string): string {
  const folded = name
    .normalize('NFKD')
    .replaceAll(MARKS, '')
    .toLowerCase()
    .replaceAll('&', ' and ')
    .replaceAll(JOINING, '')
    .replaceAll(SEPARATING, ' ')
    .trim();
  return (folded === '' ? name.trim().toLowerCase() : folded).slice(0, LONGEST_KEY).trim();
}

const PLACEHOLDER =
  /^(?:(?:john|jane|jack|mary)\s+(?:doe|roe)|does?|roes?|unknown|unnamed|unidentified|all (?:plaintiffs|defendants|parties)|(?:plaintiffs|defendants)|service list|n a|none)(?:\s+(?:\d+|[ivx]+|through|to|and|inclusive|[a-z]|parties|persons?|defendants?|plaintiffs?|corporations?|entities))*$/;

/**
 * Whether a folded name stands for someone not known ("Does 1 through 10", "John Doe", "All
 * Plaintiffs"). Equal placeholders of two cases are not the same person.
 */
export function isPlaceholderName(nameKey: string): boolean {
  return PLACEHOLDER.test(nameKey);
}
