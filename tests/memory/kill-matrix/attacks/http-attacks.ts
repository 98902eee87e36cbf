import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { lightRequest } from '../../../load/light-request.ts';
import type { Attack } from './attack.ts';
import { hammer } from './hammer.ts';

const MIB = 1024 * 1024;
const get = (path: string): Buffer => lightRequest('GET', path);
const whole = (least: number, most: number): number =>
  least + Math.floor(Math.random() * (most - least + 1));

/** The attacks that are plain requests. */
export const httpAttacks: readonly Attack[] = [
  {
    name: 'buffer-flood',
    about: 'requests that hold 1 to 5 MB in Buffers for 0.5 to 2 s',
    run: (context) =>
      hammer(context, {
        connections: 200 * context.scale,
        next: () => get(`/buffer?mb=${whole(1, 5)}&ms=${whole(500, 2000)}`),
      }),
  },
  {
    name: 'object-flood',
    about: 'requests that hold 1 to 5 MB of objects for 0.5 to 2 s and account for none of it',
    run: (context) =>
      hammer(context, {
        connections: 200 * context.scale,
        next: () => get(`/objects?mb=${whole(1, 5)}&ms=${whole(500, 2000)}`),
      }),
  },
  {
    name: 'deep-json',
    about: 'bodies of 4 MB that are nothing but nesting',
    async run(context) {
      const depth = 2 * MIB;
      const body = '['.repeat(depth) + ']'.repeat(depth);
      const request = lightRequest('POST', '/json', { 'content-type': 'application/json' }, body);
      await hammer(context, { connections: 12 * context.scale, next: () => request });
    },
  },
  {
    name: 'zip-bomb',
    about: 'imports of 200 KB that unfold to 200 MB',
    async run(context) {
      const line = `${JSON.stringify({ text: 'x'.repeat(1000) })}\n`;
      const body = gzipSync(line.repeat((200 * MIB) / line.length), { level: 6 });
      const request = lightRequest('POST', '/import', { 'content-type': 'application/gzip' }, body);
      await hammer(context, { connections: 8 * context.scale, next: () => request });
    },
  },
  {
    name: 'million-row-export',
    about: 'exports of a million rows, 60 MB each',
    run: (context) =>
      hammer(context, {
        connections: 10 * context.scale,
        next: () => get('/export?rows=1000000'),
      }),
  },
  {
    name: 'planted-leak',
    about: 'a route that keeps 50 KB of objects of every request in an array',
    run: (context) => hammer(context, { connections: 20, next: () => get('/leak') }),
  },
  {
    name: 'cache-storm',
    about: 'every request asks for another key of a cache, 40 KB a value',
    async run(context) {
      let key = 0;
      const next = (): Buffer => get(`/cached/key-${(key += 1)}`);
      await hammer(context, { connections: 100, next });
    },
  },
  {
    name: 'sliced-strings',
    about: 'notes of 1 MB of which the first 60 characters are remembered, 5,000 of them',
    async run(context) {
      const text = randomBytes(MIB / 2).toString('hex');
      const request = lightRequest('POST', '/note', { 'content-type': 'text/plain' }, text);
      await hammer(context, { connections: 16, next: () => request });
    },
  },
  {
    name: 'retry-storm',
    about: '1,000 clients that come back at once after every refusal',
    run: (context) =>
      hammer(context, {
        connections: 1000,
        pauseMs: 0,
        next: () => get('/work'),
      }),
  },
  {
    name: 'worker-hog',
    about: 'requests that start a worker thread which holds 8 MB of Buffers',
    run: (context) =>
      hammer(context, { connections: 40 * context.scale, next: () => get('/hash?mb=8') }),
  },
  {
    name: 'page-cache-fill',
    about: 'copies of a file of 64 MB, which fill the page cache',
    async run(context) {
      const file = join(context.folder, 'large');
      writeFileSync(file, randomBytes(64 * MIB));
      const next = (): Buffer => get(`/archive?file=${encodeURIComponent(file)}`);
      await hammer(context, { connections: 6 * context.scale, next });
      rmSync(file);
    },
  },
];
