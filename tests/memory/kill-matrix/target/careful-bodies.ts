import { createHash, randomUUID } from 'node:crypto';
import { createGunzip } from 'node:zlib';
import { BoundedCache, parseJSONStream } from '@lexiflow/memory';
import type { Governor } from '@lexiflow/memory';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { take } from './admit-requests.ts';

const MIB = 1024 * 1024;
/** Bytes that a packed import may unfold to. */
const UNPACKED_BYTES = 64 * MIB;
const UPLOAD_BYTES = 16 * MIB;
const NOTE_BYTES = 2 * MIB;
const INFLATE_BYTES = 128 * 1024;

function tooLarge(most: number): Error {
  return Object.assign(new Error(`more than ${most} bytes`), { statusCode: 413 });
}

/** Passes pieces on and ends with 413 beyond `most`. */
async function* atMost(source: AsyncIterable<Buffer>, most: number): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const piece of source) {
    bytes += piece.length;
    if (bytes > most) throw tooLarge(most);
    yield piece;
  }
}

/** The surfaces with a body: read piece by piece, each piece charged. */
export function carefulBodies(app: FastifyInstance, governor: Governor): void {
  const titles = new BoundedCache<string, string>({
    name: 'titles',
    maxEntries: 5000,
    host: governor,
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));

  app.post('/json', async (request, reply) => {
    const records = parseJSONStream(atMost(request.raw, UPLOAD_BYTES), {
      format: 'json',
      maxItemBytes: MIB,
      account: request.memory,
    });
    let items = 0;
    for await (const { error } of records) {
      if (error) return reply.code(400).send(error);
      items++;
    }
    return { items };
  });
  app.post('/import', async (request, reply) => {
    await take(request.memory, INFLATE_BYTES);
    const unpacked = request.raw.pipe(createGunzip()) as AsyncIterable<Buffer>;
    const records = parseJSONStream(atMost(unpacked, UNPACKED_BYTES), {
      format: 'ndjson',
      maxItemBytes: MIB,
      account: request.memory,
    });
    let lines = 0;
    for await (const { error } of records) {
      if (error) return reply.code(400).send(error);
      lines++;
    }
    return { lines };
  });
  app.post('/upload', async (request: FastifyRequest) => {
    const { memory: account } = request;
    const hash = createHash('sha256');
    for await (const piece of atMost(request.raw, UPLOAD_BYTES)) {
      await take(account, piece.length);
      hash.update(piece);
      account.shrink(piece.length);
    }
    return { sha256: hash.digest('hex') };
  });
  app.post('/note', async (request: FastifyRequest) => {
    const { memory: account } = request;
    const pieces: Buffer[] = [];
    for await (const piece of atMost(request.raw, NOTE_BYTES)) {
      await take(account, piece.length);
      pieces.push(piece);
    }
    const text = Buffer.concat(pieces).toString();
    titles.set(randomUUID(), text.slice(0, 60));
    return { titles: titles.size };
  });
}
