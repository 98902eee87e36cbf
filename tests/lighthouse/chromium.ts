import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const STARTED_WITHIN_MS = 60_000;
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--remote-debugging-port=0',
];

/** A Chromium with an empty profile that is steered from outside. */
export interface SteeredChromium extends AsyncDisposable {
  readonly port: number;
}

/** Starts it with tabs of at most `tabHeapMb`; `CHROMIUM_PATH` names another binary than Debian's. */
export async function startChromium(tabHeapMb: number): Promise<SteeredChromium> {
  const profile = mkdtempSync(join(tmpdir(), 'lexiflow-lighthouse-'));
  const flags = [`--user-data-dir=${profile}`, `--js-flags=--max-old-space-size=${tabHeapMb}`];
  const child = spawn(
    process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    [...FLAGS, ...flags, 'about:blank'],
    { stdio: 'ignore' },
  );
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
