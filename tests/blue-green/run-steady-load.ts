import { spawn } from 'node:child_process';

/** What the load process counted. */
export interface SteadyResult {
  /** Requests answered with 200. */
  readonly answered: number;
  /** Other statuses, and connections that failed. */
  readonly failed: number;
  /** Reads sent again because a kept-alive connection was closed just then. */
  readonly repeated: number;
  /** The first few failures. */
  readonly failures: readonly string[];
}

/** A load that goes on until it is told to end. */
export interface SteadyLoad {
  end(): Promise<SteadyResult>;
}

/** Starts a load on `path` through a port of this machine, in a process of its own. */
export function startSteadyLoad(port: number, path: string): SteadyLoad {
  const program = new URL('steady-load.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [program, String(port), path], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => (text += piece));
  const closed = new Promise((resolve) => child.once('close', resolve));
  return {
    async end() {
      child.stdin.end();
      await closed;
      return JSON.parse(text) as SteadyResult;
    },
  };
}
