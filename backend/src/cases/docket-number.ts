const FEDERAL = /^(\d+):(\d{2}|\d{4})-([a-z]{1,4})-0*(\d{1,7})(?:-.*)?$/;

/**
 * The part of a case number that names the case, for comparison within one court: no case or
 * spaces, and of a federal number (`1:08-cv-00901-WKW-SRW`) office, year, type and serial only.
 * Judges' initials change when a case is reassigned, so they do not count.
 */
export function caseNumberKey(number: string): string {
  const folded = number.toLowerCase().replaceAll(/\s+/g, '');
  const match = FEDERAL.exec(folded);
  if (!match) return folded;
  const [, office, year = '', type, serial = ''] = match;
  return `${office}:${year.slice(-2)}-${type}-${serial.padStart(5, '0')}`;
}

const typesOfCase: Readonly<Record<string, string>> = {
  cv: 'civil',
  cr: 'criminal',
  mc: 'miscellaneous',
  md: 'multidistrict',
  ml: 'multidistrict',
  mj: 'magistrate',
  bk: 'bankruptcy',
  ap: 'adversary',
  sw: 'search-warrant',
};

/**
 * What the two letters of a federal case number say (`cv` → `civil`); letters without a word of
 * ours stay as they are. Null when the number has none.
 */
export function caseTypeOf(letters: string | null, number: string): string | null {
  const code = letters ?? FEDERAL.exec(number.toLowerCase().replaceAll(/\s+/g, ''))?.[3] ?? null;
  return code === null ? null : (typesOfCase[code.toLowerCase()] ?? code.toLowerCase());
}
