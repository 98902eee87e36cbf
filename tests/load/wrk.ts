import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** How hard a server is asked. */
export interface WrkLoad {
  readonly connections: number;
  /** A whole number. */
  readonly seconds: number;
}

/** What it answered. */
export interface WrkResult {
  readonly requests: number;
  readonly requestsPerSecond: number;
}

/**
 * Asks `url` as fast as it answers, by wrk (Debian's package of that name): one thread of C takes a
 * fraction of what a server in Node does for a request. A generator in Node takes about as much as the
 * server; where either is a little slower the other sleeps and has to be woken, and that is what would be
 * measured. wrk sleeps less; small differences need `keepAwake` beside it. Rejects where wrk is missing, the
 * server refuses, or a connection fails.
 */
export async function runWrk(url: string, { connections, seconds }: WrkLoad): Promise<WrkResult> {
  const parts = ['--threads', '1', '--connections', connections, '--duration', `${seconds}s`, url];
  const { stdout } = await promisify(execFile)('wrk', parts.map(String)).catch((error: unknown) => {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw isMissing
      ? new Error('wrk is not installed: apt-get install wrk', { cause: error })
      : error;
  });
  const trouble = /Non-2xx.*|Socket errors.*/.exec(stdout);
  if (trouble) throw new Error(`${url}: ${trouble[0]}`);
  const [, requests] = /(\d+) requests in/.exec(stdout)!;
  const [, rate] = /Requests\/sec:\s*([\d.]+)/.exec(stdout)!;
  return { requests: Number(requests), requestsPerSecond: Number(rate) };
}
