import { spawn } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Colour } from './colour.ts';
import type { Driver, Figures } from './driver.ts';
import type { ProxyDoor } from './proxy.ts';
import { runCommand } from './run-command.ts';
import type { Settings } from './settings.ts';
import type { SupervisedStatus } from './supervise.ts';

const SUPERVISE = new URL('./supervise.ts', import.meta.url).pathname;
const LOOK_EVERY_MS = 25;

/** One colour as a process. */
export interface ProcessPlace {
  /** Program and arguments; `{version}` is replaced. */
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly port: number;
  /** What it may hold; without it the trigger on memory has nothing to compare with. */
  readonly memoryLimitBytes?: number;
}

/** The file of the driver `processes`. */
export interface ProcessPlaces {
  readonly blue: ProcessPlace;
  readonly green: ProcessPlace;
  readonly nginx: { readonly configuration: string; readonly workingFolder: string };
}

/**
 * Two plain processes on this machine, each under a supervisor of its own that starts it again when it
 * dies, behind an nginx that runs already.
 */
export class ProcessDriver implements Driver {
  readonly #places: ProcessPlaces;
  readonly #folder: string;
  readonly #drainMs: number;

  constructor({ processesFile, folder, drainMs }: Settings) {
    this.#places = JSON.parse(readFileSync(processesFile, 'utf8')) as ProcessPlaces;
    this.#folder = folder;
    this.#drainMs = drainMs;
    mkdirSync(folder, { recursive: true });
  }

  async start(colour: Colour, version: string | null): Promise<void> {
    await this.stop(colour);
    const versionFile = this.#file(colour, 'version');
    if (version !== null) writeFileSync(versionFile, version);
    const chosen = version ?? readFileSync(versionFile, 'utf8');
    const { command, environment } = this.#places[colour];
    const statusFile = this.#file(colour, 'json');
    rmSync(statusFile, { force: true });
    const log = openSync(this.#file(colour, 'log'), 'a');
    const child = spawn(
      process.execPath,
      [SUPERVISE, statusFile, ...command.map((part) => part.replaceAll('{version}', chosen))],
      {
        detached: true,
        stdio: ['ignore', log, log],
        env: { ...process.env, ...environment, LEXIFLOW_VERSION: chosen },
      },
    );
    closeSync(log);
    await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
    child.unref();
    // From here on it can be found, and stopped, by its status.
    while (this.#status(colour) === null && child.exitCode === null && child.signalCode === null)
      await wait(LOOK_EVERY_MS);
  }

  async stop(colour: Colour): Promise<void> {
    const status = this.#status(colour);
    if (status === null || !signal(status.supervisor, 'SIGTERM')) return;
    for (let waitedMs = 0; waitedMs < this.#drainMs; waitedMs += LOOK_EVERY_MS) {
      if (!signal(status.supervisor, 0)) return;
      await wait(LOOK_EVERY_MS);
    }
    const now = this.#status(colour) ?? status;
    signal(status.supervisor, 'SIGKILL');
    if (now.pid !== null) signal(now.pid, 'SIGKILL');
  }

  address(colour: Colour): string {
    return `127.0.0.1:${this.#places[colour].port}`;
  }

  async url(colour: Colour): Promise<string | null> {
    const status = this.#status(colour);
    return status !== null && signal(status.supervisor, 0)
      ? `http://${this.address(colour)}`
      : null;
  }

  async figures(colour: Colour): Promise<Figures> {
    const status = this.#status(colour);
    const { memoryLimitBytes } = this.#places[colour];
    const heldBytes = status?.pid === undefined ? null : anonymousBytes(status.pid);
    return {
      memoryRatio:
        memoryLimitBytes === undefined || heldBytes === null ? null : heldBytes / memoryLimitBytes,
      restarts: status?.restarts ?? null,
    };
  }

  get door(): ProxyDoor {
    const { configuration, workingFolder } = this.#places.nginx;
    const nginx = ['nginx', '-p', workingFolder, '-c', configuration, '-e', 'stderr'];
    const active = join(configuration, '..', 'active', 'upstreams.conf');
    return {
      read: async () => readFileSync(active, 'utf8'),
      write: async (text) => {
        writeFileSync(`${active}.next`, text);
        renameSync(`${active}.next`, active);
      },
      test: async () => void (await runCommand([...nginx, '-t', '-q'])),
      reload: async () => void (await runCommand([...nginx, '-s', 'reload'])),
    };
  }

  #file(colour: Colour, kind: string): string {
    return join(this.#folder, `${colour}.${kind}`);
  }

  #status(colour: Colour): SupervisedStatus | null {
    try {
      return JSON.parse(readFileSync(this.#file(colour, 'json'), 'utf8')) as SupervisedStatus;
    } catch {
      return null;
    }
  }
}

/** False when there is no such process. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

/** What a process holds without files, in bytes; null when it is gone. */
function anonymousBytes(pid: number | null): number | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kib = /^RssAnon:\s+(\d+) kB/m.exec(status)?.[1];
    return kib === undefined ? null : Number(kib) * 1024;
  } catch {
    return null;
  }
}
