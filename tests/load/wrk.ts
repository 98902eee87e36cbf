import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** How hard a server is asked. */
export interface WrkLoad {
  readonly connections: number;
  /** A whole number. */
  readonly seconds: number;
  /** Runs on this processor alone, and waits there for its slice where somebody else runs. */
  readonly processor?: number;
  /** Header of that name of each request. */
  readonly authorization?: string | undefined;
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
export async function runWrk(url: string, load: WrkLoad): Promise<WrkResult> {
  const { connections, seconds, processor, authorization } = load;
  const pin = processor === undefined ? [] : ['chrt', '--batch', '0', ...pinned(processor)];
  const headers = authorization ? ['--header', `Authorization: ${authorization}`] : [];
  const asked = ['--connections', `${connections}`, '--duration', `${seconds}s`, ...headers, url];
  const [program = '', ...args] = [...pin, 'wrk', '--threads', '1', ...asked];
  const { stdout } = await promisify(execFile)(program, args).catch((error: unknown) => {
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

/** What stands before a command that is to run on one processor alone. */
export function pinned(processor: number): string[] {
  return ['taskset', '--cpu-list', `${processor}`];
}
