import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MemoryCgroup } from './cgroup.ts';
import { sparePort } from './spare-port.ts';

const READY_WITHIN_MS = 60_000;
const STOPPED_WITHIN_MS = 10_000;
const OUTPUT_KEPT = 50_000;
const folder = new URL('../../monitoring/memory-monitor', import.meta.url).pathname;

/** The built memory monitor as its own process, with the flags of its start script. */
export interface RunningMonitor extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  isRunning(): boolean;
  /** What it wrote, from the start up to a bound. */
  output(): string;
}

/** Starts the monitor on a spare loopback port and waits until it answers; throws with its output. */
export async function startMonitor(
  environment: Readonly<Record<string, string>>,
  cgroup?: MemoryCgroup,
): Promise<RunningMonitor> {
  const port = await sparePort();
  const command = startScript().replace('exec node', `exec "${process.execPath}"`);
  const child = spawn('sh', ['-c', cgroup ? `${cgroup.enter} && ${command}` : command], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], MONITOR_PORT: String(port), ...environment },
  });
  let written = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      if (written.length < OUTPUT_KEPT) written += chunk;
    });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const monitor: RunningMonitor = {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    output: () => written,
    async [Symbol.asyncDispose]() {
      if (!monitor.isRunning()) return;
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOPPED_WITHIN_MS);
      await ended;
      clearTimeout(timer);
    },
  };
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline && monitor.isRunning()) {
    const answer = await fetch(`${monitor.url}/health`).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.ok) return monitor;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await monitor[Symbol.asyncDispose]();
  throw new Error(`the memory monitor did not become ready:\n${written}`);
}

/** What `npm start` of the monitor runs: its flags belong to what is measured. */
function startScript(): string {
  const text = readFileSync(join(folder, 'package.json'), 'utf8');
  return (JSON.parse(text) as { scripts: { start: string } }).scripts.start;
}
