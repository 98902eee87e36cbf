import { httpGet } from './http-get.ts';

/** Asks a health address; null when it answers 2xx, else one sentence why it counts as failed. Never rejects. */
export async function checkHealth(url: string, timeoutMs: number): Promise<string | null> {
  try {
    const status = await httpGet(url, timeoutMs);
    return status >= 200 && status < 300 ? null : `answered ${status}`;
  } catch (error) {
    return reasonOf(error);
  }
}

/** What an error of a connection says, without its stack. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return (message || code || 'failed').slice(0, 200);
}
