import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { LightConnection } from '../../load/light-connection.ts';
import { lightRequest } from '../../load/light-request.ts';
import { makeMemoryCgroup, type MemoryCgroup } from '../../support/cgroup.ts';
import { sparePort } from '../../support/spare-port.ts';
import type { Tally } from './attacks/attack.ts';
import { steadyUsers } from './probe-health.ts';
import { superviseTarget } from './supervised-target.ts';

const MIB = 1024 * 1024;
const START_MS = 15_000;
const HEALTH_TIMEOUT_MS = 2000;
const RECOVERY_MS = 10_000;

/** One cell of the matrix. */
export interface Cell {
  readonly limitMb: number;
  readonly attack: string;
  readonly control: string;
  readonly seconds: number;
}

/** What happened in it. */
export interface CellResult extends Cell {
  readonly deaths: number;
  /** Fresh processes that took over because the governor asked for one. */
  readonly handovers: number;
  readonly oomKills: number;
  /** Of one process; a successor has a group of its own. */
  readonly peakMb: number;
  /** Share of the health probes that were answered within `HEALTH_TIMEOUT_MS`. */
  readonly healthRatio: number;
  readonly healthProbes: number;
  readonly healthP99Ms: number;
  /** Answers a second to ordinary users beside the attack. */
  readonly usersPerSecond: number;
  readonly usersAskedPerSecond: number;
  /** Answers a second to the attack's own requests. */
  readonly servedPerSecond: number;
  readonly tally: Tally;
  /** From the end of the attack to twenty ordinary answers in a row; Infinity when that did not come. */
  readonly recoveryMs: number;
  readonly output: string;
}

/** Runs one attack against one fresh server in a memory cgroup of its own. */
export async function runCell(cell: Cell): Promise<CellResult> {
  const { limitMb, attack, control, seconds } = cell;
  const folder = mkdtempSync(join(tmpdir(), 'lexiflow-matrix-'));
  const cgroups: MemoryCgroup[] = [];
  const nextCgroup = (): MemoryCgroup => {
    const name = `lexiflow-matrix-${process.pid}-${Date.now()}-${cgroups.length}`;
    const made = makeMemoryCgroup(name, limitMb * MIB);
    cgroups.push(made);
    return made;
  };
  const port = await sparePort();
  const target = superviseTarget({ control, port, nextCgroup, cgroup: nextCgroup() });
  let peak = 0;
  const watch = setInterval(() => {
    for (const cgroup of cgroups) peak = Math.max(peak, cgroup.workingSetBytes());
  }, 20);
  try {
    await ready(port, () => target.output());
    const end = new AbortController();
    const pace = { connections: 10, timeoutMs: HEALTH_TIMEOUT_MS };
    const health = steadyUsers(port, { path: '/health', everyMs: 100, ...pace }, end.signal);
    const users = steadyUsers(port, { path: '/cases', everyMs: 50, ...pace }, end.signal);
    const startedMs = performance.now();
    const tally = await launch(cell, port, folder);
    const tookSeconds = (performance.now() - startedMs) / 1000;
    end.abort();
    return {
      ...cell,
      deaths: target.deaths,
      handovers: target.handovers,
      oomKills: cgroups.reduce((sum, cgroup) => sum + cgroup.oomKills(), 0),
      healthRatio: health.served / Math.max(1, health.served + health.failed),
      healthProbes: health.served + health.failed,
      healthP99Ms: health.latency.percentileMs(0.99),
      usersPerSecond: users.served / tookSeconds,
      usersAskedPerSecond: (users.served + users.failed) / tookSeconds,
      servedPerSecond: tally.served / seconds,
      tally,
      recoveryMs: await recover(port),
      peakMb: peak / MIB,
      output: target.output(),
    };
  } finally {
    clearInterval(watch);
    await target[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
    for (const cgroup of cgroups) await removed(cgroup);
  }

  async function launch(of: Cell, at: number, disk: string): Promise<Tally> {
    const main = new URL('attacks/main.ts', import.meta.url).pathname;
    const args = [main, attack, at, seconds, of.limitMb / 256, disk].map(String);
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (piece: string) => (text += piece));
    await new Promise((resolve) => child.once('close', resolve));
    return JSON.parse(text) as Tally;
  }
}

async function answers(connection: LightConnection, path: string): Promise<boolean> {
  const answer = await connection.send(lightRequest('GET', path)).catch(() => undefined);
  return answer?.status === 200;
}

async function ready(port: number, output: () => string): Promise<void> {
  const connection = new LightConnection(port, HEALTH_TIMEOUT_MS);
  const deadlineMs = performance.now() + START_MS;
  while (performance.now() < deadlineMs) {
    if (await answers(connection, '/cases')) return connection.close();
    await wait(50);
  }
  throw new Error(`the target did not start: ${output().slice(0, 2000)}`);
}

async function recover(port: number): Promise<number> {
  const connection = new LightConnection(port, HEALTH_TIMEOUT_MS);
  const startedMs = performance.now();
  let inRow = 0;
  while (inRow < 20 && performance.now() - startedMs < RECOVERY_MS) {
    inRow = (await answers(connection, '/cases')) ? inRow + 1 : 0;
    await wait(10);
  }
  connection.close();
  return inRow === 20 ? performance.now() - startedMs : Infinity;
}

/** The kernel lets go of the last process a moment after its end. */
async function removed(cgroup: Disposable): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      return cgroup[Symbol.dispose]();
    } catch (error) {
      if (attempt === 50) throw error;
      await wait(20);
    }
  }
}
