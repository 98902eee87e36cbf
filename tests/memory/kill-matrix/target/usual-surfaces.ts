import { createHash, randomUUID } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { WebSocketServer } from 'ws';
import { caseRows, exportLine, heapObjects } from './case-rows.ts';

/** The surfaces as they are usually written: correct, and without a thought for memory. */
export function usualSurfaces(app: FastifyInstance): void {
  const cache = new Map<string, string>();
  const titles = new Map<string, string>();
  const kept: unknown[] = [];
  for (const type of ['application/gzip', 'application/octet-stream'])
    app.addContentTypeParser(type, { parseAs: 'buffer' }, (_, body, done) => done(null, body));

  app.get('/health', async () => ({ status: 'ok' }));
  app.get('/cases', async () => {
    if (!cache.has('cases')) cache.set('cases', caseRows());
    return cache.get('cases');
  });
  app.get<{ Querystring: { mb: string; ms: string } }>('/buffer', async ({ query }) => {
    const held = Buffer.alloc(Number(query.mb) * 1024 * 1024, 1);
    await wait(Number(query.ms));
    return { held: held.length };
  });
  app.get<{ Querystring: { mb: string; ms: string } }>('/objects', async ({ query }) => {
    const held = heapObjects(Number(query.mb) * 1024 * 1024);
    await wait(Number(query.ms));
    return { held: held.length };
  });
  app.post('/json', async ({ body }) => ({ items: Array.isArray(body) ? body.length : 1 }));
  app.post<{ Body: Buffer }>('/import', async ({ body }) => ({
    lines: gunzipSync(body).toString().split('\n').length,
  }));
  app.get<{ Querystring: { rows: string } }>('/export', async ({ query }) =>
    Array.from({ length: Number(query.rows) }, (_, index) => exportLine(index)).join(''),
  );
  app.get('/leak', async () => ({ kept: kept.push(heapObjects(50_000)) }));
  app.get<{ Params: { key: string } }>('/cached/:key', async ({ params: { key } }) => {
    let value = cache.get(key);
    if (value === undefined) cache.set(key, (value = (key + ' ').repeat(4000)));
    return { length: value.length };
  });
  app.post<{ Body: Buffer }>('/upload', async ({ body }) => ({
    sha256: createHash('sha256').update(body).digest('hex'),
  }));
  app.post<{ Body: string }>('/note', async ({ body }) => {
    titles.set(randomUUID(), body.slice(0, 60));
    if (titles.size > 5000) titles.delete(titles.keys().next().value as string);
    return { titles: titles.size };
  });
  app.get('/work', async () => {
    const held = heapObjects(200_000);
    await wait(100);
    return { held: held.length };
  });
  app.get<{ Querystring: { mb: string } }>('/hash', async ({ query }) => {
    const worker = new Worker(new URL('hog-worker.ts', import.meta.url), {
      workerData: { megabytes: Number(query.mb) },
    });
    return new Promise((resolve, reject) => {
      worker.once('message', (sha256) => resolve({ sha256 }));
      worker.once('error', reject);
    });
  });
  app.get<{ Querystring: { file: string } }>('/archive', async ({ query }) => {
    const copy = `${query.file}.${randomUUID()}`;
    await writeFile(copy, await readFile(query.file));
    await rm(copy);
    return { copied: true };
  });

  const sockets = new WebSocketServer({ server: app.server, path: '/feed' });
  setInterval(() => {
    for (const socket of sockets.clients) socket.send(`${Math.random()} `.repeat(6500));
  }, 50).unref();
}
