const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Makes HTML-safe text of a headline: everything is escaped, and only the matched words, which
 * stand between \u0001 and \u0002, come to stand in `<mark>` elements.
 */
export function highlight(headline: string): string {
  return headline
    .replaceAll(/[&<>"']/g, (character) => ESCAPES[character]!)
    .replaceAll('\u0001', '<mark>')
    .replaceAll('\u0002', '</mark>');
}
