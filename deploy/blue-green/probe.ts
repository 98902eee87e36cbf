/** How one request for a probe ended. */
export interface ProbeResult {
  readonly isOk: boolean;
  /** From the request to the last byte of its answer. */
  readonly ms: number;
  /** The status, or why there was none. */
  readonly detail: string;
}

/** Asks for an address once; a status below 400 within the time is ok. Never throws. */
export async function probe(url: string, timeoutMs: number): Promise<ProbeResult> {
  const startedMs = performance.now();
  try {
    const answer = await fetch(url, {
      signal: AbortSignal.timeout(timeoutMs),
      headers: { accept: 'text/html, application/json' },
      redirect: 'manual',
    });
    for await (const piece of answer.body ?? []) void piece;
    const ms = performance.now() - startedMs;
    return { isOk: answer.status < 400, ms, detail: `status ${answer.status}` };
  } catch (error) {
    return { isOk: false, ms: performance.now() - startedMs, detail: reasonOf(error) };
  }
}

/** The innermost reason: `fetch failed` alone helps nobody. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
