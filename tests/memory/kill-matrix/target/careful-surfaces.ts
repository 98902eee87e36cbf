import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { BoundedCache, streamCopyFile } from '@lexiflow/memory';
import type { Governor } from '@lexiflow/memory';
import type { FastifyInstance } from 'fastify';
import { take } from './admit-requests.ts';
import { caseRows, exportLine, heapObjects } from './case-rows.ts';

const MIB = 1024 * 1024;
/** What a worker takes beside the bytes it is asked to hold: its isolate and its stack. */
const WORKER_BYTES = 12 * MIB;
const ROWS_A_PIECE = 500;

/** The surfaces without a body. */
export function carefulSurfaces(app: FastifyInstance, governor: Governor): void {
  const cache = new BoundedCache<string, string>({
    name: 'target',
    maxBytes: Math.floor(0.3 * governor.snapshot().capacityBytes),
    host: governor,
  });
  const kept: unknown[] = [];

  app.get('/health', async () => ({ status: 'ok' }));
  app.get('/cases', async () => cache.getOrLoad('cases', async () => caseRows()));
  app.get<{ Querystring: { mb: string; ms: string } }>(
    '/buffer',
    async ({ query, memory: account }) => {
      const bytes = Number(query.mb) * MIB;
      await take(account, bytes);
      const held = Buffer.alloc(bytes, 1);
      await wait(Number(query.ms));
      return { held: held.length };
    },
  );
  app.get<{ Querystring: { mb: string; ms: string } }>('/objects', async ({ query }) => {
    const held = heapObjects(Number(query.mb) * MIB);
    await wait(Number(query.ms));
    return { held: held.length };
  });
  app.get<{ Querystring: { rows: string } }>(
    '/export',
    async ({ query, memory: account }, reply) => {
      await take(account, 4 * ROWS_A_PIECE * exportLine(0).length);
      return reply.send(Readable.from(lines(Number(query.rows)), { highWaterMark: 1 }));
    },
  );
  app.get('/leak', async () => ({ kept: kept.push(heapObjects(50_000)) }));
  app.get<{ Params: { key: string } }>('/cached/:key', async ({ params: { key } }) => {
    const value = await cache.getOrLoad(key, async () => (key + ' ').repeat(4000));
    return { length: value.length };
  });
  app.get('/work', async () => {
    const held = heapObjects(200_000);
    await wait(100);
    return { held: held.length };
  });
  app.get<{ Querystring: { mb: string } }>('/hash', async ({ query }) => {
    const megabytes = Number(query.mb);
    using job = governor.openAccount('job', 'hash');
    const bytes = WORKER_BYTES + megabytes * MIB;
    await take(job, bytes, 5000);
    const worker = new Worker(new URL('hog-worker.ts', import.meta.url), {
      workerData: { megabytes },
      resourceLimits: { maxOldGenerationSizeMb: 16 },
    });
    try {
      return await new Promise((resolve, reject) => {
        let sha256 = '';
        worker.once('message', (text: string) => (sha256 = text));
        worker.once('error', reject);
        worker.once('exit', () => resolve({ sha256 }));
      });
    } finally {
      job.shrink(bytes);
    }
  });
  app.get<{ Querystring: { file: string } }>('/archive', async ({ query, memory: account }) => {
    const copy = `${query.file}.${randomUUID()}`;
    await streamCopyFile(query.file, copy, undefined, { account });
    await rm(copy);
    return { copied: true };
  });
}

/** Lets the event loop turn after each piece: a client that reads at once would never pause it. */
async function* lines(rows: number): AsyncGenerator<string> {
  for (let from = 0; from < rows; from += ROWS_A_PIECE) {
    let text = '';
    for (let row = from; row < Math.min(rows, from + ROWS_A_PIECE); row++) text += exportLine(row);
    yield text;
    await turn();
  }
}
