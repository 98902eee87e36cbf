import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MemoryCgroup } from './cgroup.ts';
import { sparePort } from './spare-port.ts';

const READY_WITHIN_MS = 90_000;
const STOPPED_WITHIN_MS = 15_000;
/** Characters of output kept: the start tells what went wrong, a log under load would fill the memory. */
const OUTPUT_KEPT = 200_000;
const root = new URL('../..', import.meta.url).pathname;

export interface ServerOptions {
  /** Variables on top of an otherwise empty environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** A data folder to keep; without one a temporary folder is made and removed. */
  readonly dataDir?: string;
  /** The memory cgroup the server and its children live in. */
  readonly cgroup?: MemoryCgroup;
}

/** A server of the built project, running as its own process on spare loopback ports. */
export interface RunningServer extends AsyncDisposable {
  readonly url: string;
  readonly metricsUrl: string;
  readonly dataDir: string;
  readonly pid: number;
  /** What it wrote, from the start up to a bound. */
  output(): string;
  /** The token of the local command line; valid from this machine only. */
  localToken(): string;
  /** The one-time link that makes the first administrator. */
  firstRunLink(): string;
  isRunning(): boolean;
  /** Ends it with a signal and answers its exit code, null when the signal ended it. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts the server and waits until it is ready; throws with its output when it is not. */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'lexiflow-test-'));
  const port = await sparePort(2);
  const metricsPort = port + 1;
  const command = `exec "${process.execPath}" backend/bin/lexiflow.mjs start`;
  const child = spawn(
    'sh',
    ['-c', options.cgroup ? `${options.cgroup.enter} && ${command}` : command],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        PORT: String(port),
        METRICS_PORT: String(metricsPort),
        DATA_DIR: dataDir,
        ...options.environment,
      },
    },
  );
  let written = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      if (written.length < OUTPUT_KEPT) written += chunk;
    });
  const output = (): string => written;
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null;

  const server: RunningServer = {
    url: `http://127.0.0.1:${port}`,
    metricsUrl: `http://127.0.0.1:${metricsPort}`,
    dataDir,
    pid: child.pid ?? 0,
    output,
    localToken: () => readFileSync(join(dataDir, 'local-token'), 'utf8').trim(),
    firstRunLink: () => /https?:\S+\/setup#token=\S+/.exec(output())?.[0] ?? '',
    isRunning,
    stop: (signal = 'SIGTERM') => stop(child, ended, signal),
    async [Symbol.asyncDispose]() {
      if (isRunning()) await stop(child, ended, 'SIGTERM');
      if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
    },
  };
  await waitUntilReady(server).catch(async (error: unknown) => {
    await server[Symbol.asyncDispose]();
    throw error;
  });
  return server;
}

async function waitUntilReady(server: RunningServer): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline && server.isRunning()) {
    const answer = await fetch(`${server.url}/health/ready`).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the server did not become ready:\n${server.output()}`);
}

async function stop(
  child: ChildProcess,
  ended: Promise<number | null>,
  signal: NodeJS.Signals,
): Promise<number | null> {
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), STOPPED_WITHIN_MS);
  const code = await ended;
  clearTimeout(timer);
  return code;
}
