import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { sparePort } from '../support/spare-port.ts';

const READY_WITHIN_MS = 60_000;

/** A server of the benchmark other than ours. */
export interface PeerServer extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  /** Milliseconds from its start to the first answer. */
  readonly bootMs: number;
  output(): string;
}

/** Starts a Node program that listens on PORT, and waits for its first answer. */
export async function startPeer(
  program: string,
  environment: Readonly<Record<string, string>>,
  path: string,
): Promise<PeerServer> {
  const port = await sparePort();
  const startedMs = performance.now();
  const child = spawn(process.execPath, [program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', PORT: String(port), ...environment },
  });
  let written = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (written += chunk));
  const url = `http://127.0.0.1:${port}`;
  while (performance.now() - startedMs < READY_WITHIN_MS) {
    const answer = await fetch(url + path).catch(() => null);
    await answer?.body?.cancel();
    if (answer) break;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return {
    url,
    pid: child.pid ?? 0,
    bootMs: performance.now() - startedMs,
    output: () => written,
    async [Symbol.asyncDispose]() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Resident memory of a process in MB. */
export function residentMb(pid: number): number {
  const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kilobytes) / 1024);
}
