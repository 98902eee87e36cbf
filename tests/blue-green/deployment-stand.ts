import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProcessPlace } from '../../deploy/blue-green/process-driver.ts';
import { renderUpstreams } from '../../deploy/blue-green/upstreams.ts';
import { startNginx, wideRates, withSbin } from '../support/nginx.ts';
import type { RunningNginx } from '../support/nginx.ts';
import { sparePort } from '../support/spare-port.ts';

const main = new URL('../../deploy/blue-green/main.ts', import.meta.url).pathname;
const faultServer = new URL('./fault-server.ts', import.meta.url).pathname;

/** One line of the journal. */
export interface JournalEntry {
  readonly time: string;
  readonly event: string;
  readonly [fact: string]: unknown;
}

/** How a run of the program ended. */
export interface Run {
  readonly status: number | null;
  readonly output: string;
}

/** A run under way. */
export interface StartedRun {
  readonly pid: number;
  readonly ended: Promise<Run>;
}

export interface StandOptions {
  /** How one colour is run on a port; the fault server unless given. */
  readonly place?: (port: number, folder: string) => Promise<ProcessPlace> | ProcessPlace;
  /** Variables of the program, without their common prefix. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Two colours as processes behind a real nginx, and the program that deploys to them. */
export interface DeploymentStand extends AsyncDisposable {
  readonly nginx: RunningNginx;
  readonly ports: { readonly blue: number; readonly green: number };
  /** Starts the program; it ends by itself. */
  start(...args: readonly string[]): StartedRun;
  run(...args: readonly string[]): Promise<Run>;
  /** Changes a setting, named without its common prefix, for later runs. */
  set(name: string, value: string): void;
  journal(): JournalEntry[];
  /** The route that nginx takes. */
  route(): Promise<string>;
  /** Answers when the journal has an entry of this name, and fails when the run ends before. */
  reached(event: string, run: StartedRun): Promise<void>;
}

/** Every threshold so wide that only what a test shortens can hold, whatever the machine does. */
const calm = {
  WATCH_MS: '1000',
  PROBE_EVERY_MS: '50',
  PROBE_TIMEOUT_MS: '30000',
  READY_WITHIN_MS: '90000',
  HANDOVER_MS: '300',
  MEMORY_FOR_MS: '600000',
  PERFORMANCE_DROP: '1000',
  PERFORMANCE_FLOOR_MS: '10000',
  PERFORMANCE_SAMPLES: '5',
  HEALTH_FAILURES: '1000',
  RESTARTS: '1000',
  SMOKE_PATHS: '/smoke',
};

/** Makes a stand; nothing runs on it but nginx until a version is deployed. */
export async function makeStand({
  place = faultPlace,
  settings = {},
}: StandOptions = {}): Promise<DeploymentStand> {
  const folder = mkdtempSync(join(tmpdir(), 'lexiflow-blue-green-'));
  const blue = await sparePort(2);
  const ports = { blue, green: blue + 1 };
  const upstreams = renderUpstreams(
    { colour: 'blue', backup: null },
    (colour) => `127.0.0.1:${ports[colour]}`,
  );
  const nginx = await startNginx({ upstreams, rates: wideRates });
  const processesFile = join(folder, 'processes.json');
  const { configuration, workingFolder } = nginx;
  const places = {
    blue: await place(ports.blue, folder),
    green: await place(ports.green, folder),
    nginx: { configuration, workingFolder },
  };
  writeFileSync(processesFile, JSON.stringify(places));
  const variables: Record<string, string> = {
    ...calm,
    ...settings,
    DRIVER: 'processes',
    FOLDER: join(folder, 'state'),
    PROCESSES_FILE: processesFile,
    NGINX_URL: nginx.url,
  };
  const environment = Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [`BLUE_GREEN_${name}`, value]),
  );

  const start = (...args: readonly string[]): StartedRun => {
    const child = spawn(process.execPath, [main, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...withSbin(), ...environment },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (piece: string) => (output += piece));
    const ended = new Promise<Run>((resolve) =>
      child.once('close', (status) => resolve({ status, output })),
    );
    return { pid: child.pid ?? 0, ended };
  };
  const journal = (): JournalEntry[] => {
    try {
      const text = readFileSync(join(folder, 'state', 'journal.jsonl'), 'utf8');
      return text
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line) as JournalEntry);
    } catch {
      return [];
    }
  };

  return {
    nginx,
    ports,
    start,
    run: (...args) => start(...args).ended,
    set: (name, value) => {
      environment[`BLUE_GREEN_${name}`] = value;
    },
    journal,
    route: async () => (await (await fetch(`${nginx.url}/deployment/colour`)).text()).trim(),
    async reached(event, run) {
      let isOver = false;
      void run.ended.then(() => (isOver = true));
      while (!journal().some((entry) => entry.event === event)) {
        if (isOver) throw new Error(`ended before ${event}:\n${(await run.ended).output}`);
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
    },
    async [Symbol.asyncDispose]() {
      for (const colour of ['blue', 'green']) await endSupervised(join(folder, 'state'), colour);
      await nginx[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The fault server, which counts as full from 96 MiB on. */
function faultPlace(port: number, folder: string): ProcessPlace {
  return {
    command: [process.execPath, faultServer],
    environment: { PORT: String(port), FAULT_MARKER: join(folder, `crashed-${port}`) },
    port,
    memoryLimitBytes: 96 * 1024 * 1024,
  };
}

async function endSupervised(folder: string, colour: string): Promise<void> {
  let supervisor: number;
  let pid: number | null;
  try {
    ({ supervisor, pid } = JSON.parse(readFileSync(join(folder, `${colour}.json`), 'utf8')) as {
      supervisor: number;
      pid: number | null;
    });
    process.kill(supervisor, 'SIGKILL');
  } catch {
    return;
  }
  if (pid !== null) process.kill(pid, 'SIGKILL');
}
