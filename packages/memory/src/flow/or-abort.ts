/** Waits for `pending`, or rejects with the signal's reason as soon as that aborts. */
export async function orAbort<T>(
  pending: T | Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  if (!signal || !(pending instanceof Promise)) return pending;
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason as Error);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([pending, promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
