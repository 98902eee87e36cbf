/** The name of the route that nginx takes now (/deployment/colour); null when it does not answer. */
export async function routeNow(nginxUrl: string, timeoutMs: number): Promise<string | null> {
  try {
    const answer = await fetch(`${nginxUrl}/deployment/colour`, {
      // A kept-alive connection may lead to a worker of the configuration before.
      headers: { connection: 'close' },
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await answer.text();
    return answer.ok ? text.trim() : null;
  } catch {
    return null;
  }
}
