// Offers a steady load in a process of its own until its standard input ends; then writes a SteadyResult
// to its standard output: node steady-load.ts PORT
import { setTimeout as wait } from 'node:timers/promises';
import { Agent, request } from 'node:http';
import { LightConnection } from '../load/light-connection.ts';
import { lightRequest } from '../load/light-request.ts';
import type { SteadyResult } from './run-steady-load.ts';

/** Users with a kept-alive connection, and users who open one for each request. */
const KEPT_USERS = 6;
const FRESH_USERS = 2;
const THINK_MS = 10;
const TIMEOUT_MS = 30_000;
const EXAMPLES = 5;

const port = Number(process.argv[2]);
const path = process.argv[3] ?? '/api/health/live';
const bytes = lightRequest('GET', path);
const noAgent = new Agent({ keepAlive: false });
const failures: string[] = [];
let answered = 0;
let failed = 0;
let repeated = 0;
let isOver = false;

process.stdin.resume().once('end', () => (isOver = true));
await Promise.all([
  ...Array.from({ length: KEPT_USERS }, keptUser),
  ...Array.from({ length: FRESH_USERS }, freshUser),
]);
const result: SteadyResult = { answered, failed, repeated, failures };
process.stdout.write(JSON.stringify(result), () => process.exit(0));

async function keptUser(): Promise<void> {
  const connection = new LightConnection(port, TIMEOUT_MS);
  while (!isOver) {
    await count(() => askKept(connection));
    await wait(THINK_MS);
  }
  connection.close();
}

async function freshUser(): Promise<void> {
  while (!isOver) {
    await count(askFresh);
    await wait(THINK_MS);
  }
}

async function count(ask: () => Promise<number>): Promise<void> {
  try {
    const status = await ask();
    if (status === 200) answered++;
    else fail(`status ${status}`);
  } catch (error) {
    fail(String(error));
  }
}

/**
 * nginx closes kept-alive connections when it is reloaded, and may do so just as one is used again: the
 * read is then repeated once, as browsers do (RFC 9110, 9.2.2), and counted.
 */
async function askKept(connection: LightConnection): Promise<number> {
  const isReused = connection.isReused;
  try {
    return (await connection.send(bytes)).status;
  } catch (error) {
    if (!isReused) throw error;
    repeated++;
    return (await connection.send(bytes)).status;
  }
}

function askFresh(): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request({ port, host: '127.0.0.1', path, agent: noAgent, timeout: TIMEOUT_MS });
    asked.once('timeout', () => asked.destroy(new Error('timeout')));
    asked.once('error', reject);
    asked.once('response', (response) => {
      response.resume();
      response.once('error', reject);
      response.once('end', () => resolve(response.statusCode ?? 0));
    });
    asked.end();
  });
}

function fail(example: string): void {
  failed++;
  if (failures.length < EXAMPLES) failures.push(example);
}
