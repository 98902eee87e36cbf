let madeForMs = 0;
let text = '';

/** The present time in ISO 8601. Calls within one millisecond share the text. */
export function isoTime(): string {
  const nowMs = Date.now();
  if (nowMs !== madeForMs) {
    madeForMs = nowMs;
    text = new Date(nowMs).toISOString();
  }
  return text;
}
