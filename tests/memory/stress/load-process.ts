// Offers a mixed load in a process of its own: a LoadPlan on standard input, a LoadResult on standard
// output.
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import type { LightAnswer } from '../../load/light-connection.ts';
import { LightConnection } from '../../load/light-connection.ts';
import { lightRequest } from '../../load/light-request.ts';
import { Latency } from '../../load/latency.ts';
import type { LoadPlan, LoadResult } from './load-plan.ts';

const EXAMPLES = 5;
/** Connections opened a second at the start: a flood of handshakes would measure the kernel. */
const OPEN_A_SECOND = 2000;
/** After the last connection: what its crowd left waiting is answered. */
const SETTLE_SECONDS = 3;
/** Fewer users than this leave nothing waiting. */
const CROWD = 1000;

const plan = JSON.parse(await text(process.stdin)) as LoadPlan;
const requests = plan.requests.map(({ kind, weight, method, path, headers, body }) => ({
  kind,
  weight,
  bytes: lightRequest(method, path, headers, body),
}));
const allWeights = requests.reduce((sum, { weight }) => sum + weight, 0);

const servedMs = new Latency();
/** Served while the users were still connecting. */
const arrivalMs = new Latency();
const refusedMs = new Latency();
const lagMs = new Latency();
const byKind = new Map(plan.requests.map(({ kind }) => [kind, new Latency()]));
const servedBySecond = Array.from({ length: plan.seconds }, () => 0);
const errorExamples: string[] = [];
let refused = 0;
let errors = 0;
let repeated = 0;
let inFlight = 0;
let peakInFlight = 0;
let inFlightSum = 0;
let looks = 0;
let isOver = false;

const settleMs = plan.users < CROWD ? 0 : (plan.users / OPEN_A_SECOND + SETTLE_SECONDS) * 1000;
/** When all users have connected and are counted. */
const startedMs = performance.now() + settleMs;
let expectedMs = performance.now() + 20;
const look = setInterval(() => {
  const nowMs = performance.now();
  const lateMs = Math.max(0.1, nowMs - expectedMs);
  expectedMs = nowMs + 20;
  if (nowMs < startedMs) return;
  lagMs.add(lateMs);
  inFlightSum += inFlight;
  looks++;
}, 20);

const users = Array.from({ length: plan.users }, (_, index) => user(index));
await wait(settleMs);
const idle = performance.eventLoopUtilization();
await wait(plan.seconds * 1000);
isOver = true;
clearInterval(look);
const seconds = (performance.now() - startedMs) / 1000;
const { utilization } = performance.eventLoopUtilization(idle);
await Promise.race([Promise.all(users), wait(5000)]);
const result: LoadResult = {
  seconds,
  served: servedMs.count,
  refused,
  errors,
  repeated,
  errorExamples,
  kinds: [...byKind].map(([kind, latency]) => ({
    kind,
    served: latency.count,
    p95Ms: latency.percentileMs(0.95),
  })),
  p50Ms: servedMs.percentileMs(0.5),
  p95Ms: servedMs.percentileMs(0.95),
  p99Ms: servedMs.percentileMs(0.99),
  arrivals: arrivalMs.count,
  arrivalP99Ms: arrivalMs.percentileMs(0.99),
  refusedP95Ms: refusedMs.percentileMs(0.95),
  meanInFlight: inFlightSum / Math.max(1, looks),
  peakInFlight,
  servedBySecond,
  clientUtilisation: utilization,
  clientLagP99Ms: lagMs.percentileMs(0.99),
};
process.stdout.write(JSON.stringify(result), () => process.exit(0));

async function user(index: number): Promise<void> {
  await wait((index / OPEN_A_SECOND) * 1000);
  const connection = new LightConnection(plan.port);
  while (!isOver) {
    const askedMs = performance.now();
    const retryMs = await ask(connection);
    const pauseMs = plan.pace === 'closed' ? 0 : thinkMs(performance.now() - askedMs, retryMs);
    if (pauseMs > 0) await wait(pauseMs);
  }
  connection.close();
}

/** Sends one request and answers what it was told to wait, 0 when it was served. */
async function ask(connection: LightConnection): Promise<number> {
  const request = choose();
  inFlight++;
  peakInFlight = Math.max(peakInFlight, inFlight);
  try {
    const { status, ms, retryAfterSeconds } = await sendOnce(connection, request);
    if (isOver) return 0;
    const isArrival = performance.now() < startedMs;
    if (status < 400 && isArrival) {
      arrivalMs.add(ms);
      return 0;
    }
    if (status < 400) {
      servedMs.add(ms);
      byKind.get(request.kind)!.add(ms);
      const second = Math.floor((performance.now() - startedMs) / 1000);
      if (second < servedBySecond.length) servedBySecond[second]!++;
      return 0;
    }
    if (status === 503 || status === 429) {
      if (isArrival) return retryAfterSeconds * 1000;
      refused++;
      refusedMs.add(ms);
      return retryAfterSeconds * 1000;
    }
    fail(`${request.kind} answered ${status}`);
  } catch (error) {
    if (!isOver) fail(`${request.kind}: ${String(error)}`);
    await wait(100);
  } finally {
    inFlight--;
  }
  return 0;
}

/**
 * A kept-alive connection may be closed just as it is used again: a read is then repeated once, as
 * browsers do (RFC 9110, 9.2.2), and counted.
 */
async function sendOnce(
  connection: LightConnection,
  { bytes, kind }: (typeof requests)[number],
): Promise<LightAnswer> {
  const isReused = connection.isReused;
  try {
    return await connection.send(bytes);
  } catch (error) {
    if (!isReused || kind === 'import' || isOver) throw error;
    repeated++;
    return connection.send(bytes);
  }
}

function fail(example: string): void {
  errors++;
  if (errorExamples.length < EXAMPLES) errorExamples.push(example);
}

function thinkMs(tookMs: number, retryMs: number): number {
  if (retryMs > 0) return retryMs * (1 + Math.random());
  const everyMs = (plan.users / (plan.offeredPerSecond ?? plan.users)) * 1000;
  return Math.max(1, everyMs * 2 * Math.random() - tookMs);
}

function choose(): (typeof requests)[number] {
  let left = Math.random() * allWeights;
  for (const request of requests) if ((left -= request.weight) < 0) return request;
  return requests.at(-1)!;
}
