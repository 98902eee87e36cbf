/** The LIKE pattern for "contains this text", with the pattern's own characters taken literally. */
export function containsPattern(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
}

/** The LIKE pattern for "begins with this text", with the pattern's own characters taken literally. */
export function startPattern(text: string): string {
  return `${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
}
