import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromiumFlags, chromiumPath } from '../support/chromium.ts';

const STARTED_WITHIN_MS = 60_000;

/** A Chromium with an empty profile that is steered from outside. */
export interface SteeredChromium extends AsyncDisposable {
  readonly port: number;
}

/** Starts it with tabs of at most `tabHeapMb`. */
export async function startChromium(tabHeapMb: number): Promise<SteeredChromium> {
  const profile = mkdtempSync(join(tmpdir(), 'lexiflow-lighthouse-'));
  const flags = [
    '--remote-debugging-port=0',
    `--user-data-dir=${profile}`,
    `--js-flags=--max-old-space-size=${tabHeapMb}`,
  ];
  const child = spawn(chromiumPath, [...chromiumFlags, ...flags, 'about:blank'], {
    stdio: 'ignore',
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const close = async (): Promise<void> => {
    child.kill();
    await ended;
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  const deadline = Date.now() + STARTED_WITHIN_MS;
  while (Date.now() < deadline && child.exitCode === null) {
    const port = portIn(profile);
    if (port !== null) return { port, [Symbol.asyncDispose]: close };
    await sleep(100);
  }
  await close();
  throw new Error('Chromium did not start: is it installed, or named by CHROMIUM_PATH?');
}

function portIn(profile: string): number | null {
  try {
    const [port] = readFileSync(join(profile, 'DevToolsActivePort'), 'utf8').split('\n');
    return Number(port) || null;
  } catch {
    return null;
  }
}
