// WebSockets of the whole server beside the `ws` library alone: bytes of an idle connection, and a
// change told to many readers.
//
//   node tests/load/realtime.bench.ts [--connections 10000] [--readers 1000] [--rounds 5] [--json]
//
// Needs a built server (npm run build) and about twice as many open files as connections.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { median, report } from '../../packages/memory/bench/machine-line.ts';
import { startServer } from '../support/server.ts';
import { sparePort } from '../support/spare-port.ts';
import type { ReadersOrder } from './realtime-readers.ts';

const { values } = parseArgs({
  options: {
    connections: { type: 'string', default: '10000' },
    readers: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
  },
});
const connections = Number(values.connections);
const readerCount = Number(values.readers);
const rounds = Number(values.rounds);
/** Events of one round of the broadcast. */
const BROADCAST_EVENTS = 50;
const USERS = 20;
const KIB = 1024;

type Order<Kind> = Kind extends ReadersOrder ? Omit<Kind, 'id'> : never;

/** A process full of clients. */
class Readers {
  readonly #child = fork(new URL('realtime-readers.ts', import.meta.url).pathname);
  #id = 0;

  async tell(order: Order<ReadersOrder>): Promise<void> {
    const id = ++this.#id;
    this.#child.send({ ...order, id });
    for (;;) {
      const [answer] = (await once(this.#child, 'message')) as [{ id: number; error?: string }];
      if (answer.error !== undefined) throw new Error(answer.error);
      if (answer.id === id) return;
    }
  }

  end(): void {
    this.#child.kill();
  }
}

/** A server of either kind. */
interface Target {
  readonly url: string;
  readonly pid: number;
  readonly tokens: readonly string[];
  /** Collects and answers what is left on the heap and in buffers. */
  heapBytes(): Promise<number>;
}

/** What a process holds after collections: on V8's heap and beside it, and in all. */
interface Held {
  readonly heapBytes: number;
  readonly residentBytes: number;
}

function residentBytes(pid: number): number {
  const kib = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kib) * KIB;
}

async function held({ pid, heapBytes }: Target): Promise<Held> {
  // A server collects on demand every ten seconds at most.
  await wait(11_000);
  return { heapBytes: await heapBytes(), residentBytes: residentBytes(pid) };
}

async function idle(target: Target, readers: Readers): Promise<Held> {
  const { url, tokens } = target;
  // The first connections make code and tables that the others share.
  await readers.tell({ do: 'open', url, tokens, count: 200 });
  await readers.tell({ do: 'close' });
  await wait(1000);
  const before = await held(target);
  await readers.tell({ do: 'open', url, tokens, count: connections });
  const after = await held(target);
  await readers.tell({ do: 'close' });
  await wait(1000);
  const each = (name: keyof Held): number => (after[name] - before[name]) / connections;
  return { heapBytes: each('heapBytes'), residentBytes: each('residentBytes') };
}

async function startRaw(): Promise<Target & { child: ChildProcess }> {
  const port = await sparePort();
  const program = new URL('raw-ws.ts', import.meta.url).pathname;
  const child = fork(program, { env: { PATH: process.env['PATH'], PORT: String(port) } });
  await once(child, 'message');
  return {
    ...{ child, url: `ws://127.0.0.1:${port}/`, pid: child.pid ?? 0, tokens: [] },
    async heapBytes() {
      child.send('collect');
      return (await once(child, 'message'))[0] as number;
    },
  };
}

const server = await startServer({
  environment: {
    NODE_ENV: 'production',
    LOG_LEVEL: 'error',
    MEMORY_BUDGET_MB: '3072',
    WS_MAX_CONNECTIONS_PER_USER: '1000',
  },
});
const raw = await startRaw();
const readers = new Readers();
try {
  const operator = server.localToken();
  const call = async (method: string, path: string, body?: unknown): Promise<any> => {
    const answer = await fetch(server.url + path, {
      method,
      headers: {
        authorization: `Bearer ${operator}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return await answer.json();
  };
  const tokens: string[] = [];
  for (let user = 0; user < USERS; user++) {
    const email = `reader${user}@bench.example`;
    const password = 'a long enough pass phrase 7';
    await call('POST', '/api/users', { email, name: `Reader ${user}`, role: 'partner', password });
    tokens.push((await call('POST', '/api/auth/sign-in', { email, password })).token);
  }
  const ours: Target = {
    url: `${server.url.replace('http', 'ws')}/api/realtime/socket`,
    pid: processOf(server.pid),
    tokens,
    async heapBytes() {
      await call('POST', '/api/monitoring/gc');
      const { process } = await call('GET', '/api/monitoring/memory-metrics');
      return process.heapUsedBytes + process.externalBytes;
    },
  };

  const [plain, whole] = [await idle(raw, readers), await idle(ours, readers)];
  const line = (name: string, { heapBytes, residentBytes: resident }: Held) => ({
    server: name,
    'heap and buffers, KB each': (heapBytes / KIB).toFixed(1),
    'resident, KB each': (resident / KIB).toFixed(1),
    'ratio of heap and buffers': (heapBytes / plain.heapBytes).toFixed(2),
  });
  report(`An idle connection at ${connections}`, [
    line('ws alone', plain),
    line('LexiFlow', whole),
  ]);

  const { id: caseId } = await call('POST', '/api/cases', { number: '24-cv-1', title: 'Bench' });
  const addEntries = async (count: number): Promise<void> => {
    let left = count;
    const one = async (): Promise<void> => {
      while (left-- > 0) {
        const entry = { filedOn: '2024-01-02', description: 'An entry' };
        await call('POST', `/api/cases/${caseId}/docket`, entry);
      }
    };
    await Promise.all(Array.from({ length: 8 }, one));
  };
  const hello = '{"type":"join","room":"docket"}';
  await readers.tell({ do: 'open', url: ours.url, tokens, count: readerCount, hello });
  await readers.tell({ do: 'expect', type: 'joined', count: 1 });
  await addEntries(5);
  await readers.tell({ do: 'expect', type: 'event', count: 5 });
  const rates: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    const startedMs = performance.now();
    await addEntries(BROADCAST_EVENTS);
    const count = 5 + round * BROADCAST_EVENTS;
    await readers.tell({ do: 'expect', type: 'event', count });
    rates.push((BROADCAST_EVENTS * readerCount * 1000) / (performance.now() - startedMs));
  }
  await readers.tell({ do: 'close' });

  await readers.tell({ do: 'open', url: raw.url, tokens: [], count: readerCount });
  const plainRates: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    const startedMs = performance.now();
    for (let sent = 0; sent < BROADCAST_EVENTS; sent++)
      await fetch(`${raw.url.replace('ws', 'http')}450`, { method: 'POST' });
    await readers.tell({ do: 'expect', type: 'raw', count: round * BROADCAST_EVENTS });
    plainRates.push((BROADCAST_EVENTS * readerCount * 1000) / (performance.now() - startedMs));
  }
  await readers.tell({ do: 'close' });
  report(`Told to ${readerCount} readers, ${BROADCAST_EVENTS} at a time, ${rounds} rounds`, [
    row('docket entries written, committed and told', rates),
    row('ws alone: a text of 450 bytes for each request', plainRates),
  ]);
} finally {
  readers.end();
  raw.child.kill();
  await server[Symbol.asyncDispose]();
}

function row(what: string, rates: readonly number[]): Record<string, string | number> {
  const [least, most] = [Math.min(...rates), Math.max(...rates)];
  return {
    what,
    'messages/s': Math.round(median(rates)),
    least: Math.round(least),
    most: Math.round(most),
  };
}

/** The server itself: what was started may be a launcher that has a child. */
function processOf(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return children === '' ? pid : processOf(Number(children.split(' ')[0]));
}
