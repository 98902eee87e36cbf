const shortPrefixes = ['/health', '/monitoring', '/metrics', '/ai-dataops'];

/**
 * Gives the addresses that probes, scrapers and scripts use without `/api` their canonical prefix.
 * Every other address is answered unchanged.
 */
export function rewriteUrl(url: string): string {
  // Nearly every request begins with /api or /assets: one look at the second character tells.
  const second = url.charCodeAt(1);
  if (second !== 104 && second !== 109 && second !== 97) return url;
  if (url.startsWith('/api/')) return url;
  for (const prefix of shortPrefixes) {
    if (!url.startsWith(prefix)) continue;
    const next = url.charCodeAt(prefix.length);
    // The end of the address, or '/', '?', so that /healthcare is not taken for /health.
    if (Number.isNaN(next) || next === 47 || next === 63) return `/api${url}`;
  }
  return url;
}
