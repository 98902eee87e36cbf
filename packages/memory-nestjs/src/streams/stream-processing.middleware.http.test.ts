import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Body, Controller, Post, Req } from '@nestjs/common';
import { parseJSONStream } from '@lexiflow/memory';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accountOf, streamedBody } from '../index.ts';
import { platforms, startApp } from '../testing/start-app.ts';

const kib = 1024;
const bodies = { limitBytes: 512 * kib, thresholdBytes: 32 * kib };

let folder = '';
let readErrors: unknown[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lexiflow-bodies-'));
  readErrors = [];
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

@Controller()
class BodiesController {
  @Post('parsed')
  parsed(@Body() body: unknown, @Req() request: object): object {
    return { body, isStreamed: streamedBody(request) !== undefined };
  }

  @Post('hash')
  async hash(@Req() request: object): Promise<object> {
    const { stream, contentType, declaredBytes } = streamedBody(request)!;
    const hash = createHash('sha256');
    for await (const piece of stream) hash.update(piece as Buffer);
    return { hash: hash.digest('hex'), contentType, declaredBytes };
  }

  @Post('records')
  async records(@Body() body: unknown, @Req() request: object): Promise<object> {
    const account = accountOf(request)!;
    let sum = 0;
    for await (const { value } of parseJSONStream<{ n: number }>(streamedBody(request)!.stream, {
      account,
    })) {
      sum += value!.n;
    }
    return { sum, isUnread: body === undefined };
  }

  @Post('file')
  async file(@Req() request: object): Promise<object> {
    const path = join(folder, 'upload.bin');
    try {
      await pipeline(streamedBody(request)!.stream, createWriteStream(path));
    } catch (error) {
      await rm(path, { force: true });
      readErrors.push(error);
      throw error;
    }
    return {};
  }
}

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** Sends without a declared length, as fast as the server takes it, until the end or a refusal. */
function sendChunked(
  url: string,
  type: string,
  pieces: Iterable<Buffer | string>,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(url, { method: 'POST', headers: { 'content-type': type } });
    sent.once('error', reject);
    sent.once('response', (response: IncomingMessage) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(parts).toString();
        sent
          .off('error', reject)
          .on('error', () => undefined)
          .destroy();
        resolve({ status: response.statusCode!, body: JSON.parse(text) as Answer['body'] });
      });
    });
    for (const piece of pieces) sent.write(piece);
    sent.end();
  });
}

const send = (url: string, type: string, body: Buffer | string): Promise<Response> =>
  fetch(url, { method: 'POST', headers: { 'content-type': type }, body });

const manyRecords = JSON.stringify(Array.from({ length: 5000 }, (_, n) => ({ n, text: 'abcdef' })));
const binary = Buffer.alloc(300 * kib, 7);
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe.each(platforms)('StreamProcessingMiddleware on %s', (platform) => {
  const start = () => startApp(platform, { controllers: [BodiesController] }, { bodies });

  it('leaves a small body to the parsers', async () => {
    await using app = await start();
    const answer = await send(`${app.url}/parsed`, 'application/json', '{"a":1}');
    expect(await answer.json()).toEqual({ body: { a: 1 }, isStreamed: false });
    const chunked = await sendChunked(`${app.url}/parsed`, 'application/json', ['{"a"', ':1}']);
    expect(chunked).toEqual({ status: 201, body: { body: { a: 1 }, isStreamed: false } });
    const empty = await fetch(`${app.url}/parsed`, { method: 'POST' });
    expect(await empty.json()).toMatchObject({ isStreamed: false });
  });

  it('leaves a JSON body above the threshold unread, for its handler to stream', async () => {
    await using app = await start();
    const answer = await send(`${app.url}/records`, 'application/json', manyRecords);
    expect(manyRecords.length).toBeGreaterThan(bodies.thresholdBytes);
    expect(await answer.json()).toEqual({ sum: (4999 * 5000) / 2, isUnread: true });
  });

  it('leaves a body of any other type unread, declared or not', async () => {
    await using app = await start();
    const declared = await send(`${app.url}/hash`, 'application/x-parts', binary);
    expect(await declared.json()).toEqual({
      hash: sha256(binary),
      contentType: 'application/x-parts',
      declaredBytes: binary.length,
    });
    const chunked = await sendChunked(`${app.url}/hash`, 'application/x-parts', [binary]);
    expect(chunked.body).toMatchObject({ hash: sha256(binary), declaredBytes: null });
  });

  it('answers 413 for a body that declares too much, before its handler', async () => {
    await using app = await start();
    const answer = await send(`${app.url}/file`, 'application/x-parts', Buffer.alloc(600 * kib));
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({
      code: 'MEM_BODY_TOO_LARGE',
      limitBytes: bodies.limitBytes,
      detail: expect.stringContaining(String(600 * kib)),
    });
    expect(await readdir(folder)).toEqual([]);
    expect(app.pool('request')).toMatchObject({ openedTotal: 0 });
  });

  it('answers 413 for a body that turns out too large, and leaves nothing of it', async () => {
    await using app = await start();
    const pieces = Array.from({ length: 40 }, () => Buffer.alloc(16 * kib));
    const { status, body } = await sendChunked(`${app.url}/file`, 'application/x-parts', pieces);
    expect(status).toBe(413);
    expect(body).toMatchObject({ code: 'MEM_BODY_TOO_LARGE', limitBytes: bodies.limitBytes });
    await expect.poll(() => readErrors).toMatchObject([{ code: 'MEM_BODY_TOO_LARGE' }]);
    await expect.poll(() => readdir(folder)).toEqual([]);
    await expect.poll(() => app.pool('request')).toMatchObject({ openAccounts: 0, usedBytes: 0 });
  });

  it('lets no parser hold more than the threshold of a body without a length', async () => {
    await using app = await start();
    const pieces = ['"', ...Array.from({ length: 50 }, () => 'x'.repeat(kib)), '"'];
    const { status, body } = await sendChunked(`${app.url}/parsed`, 'application/json', pieces);
    expect(status).toBe(413);
    expect(body).toMatchObject({ limitBytes: bodies.thresholdBytes });
  });

  it('serves the next request after a refusal', async () => {
    await using app = await start();
    await send(`${app.url}/file`, 'application/x-parts', Buffer.alloc(600 * kib));
    const answer = await send(`${app.url}/parsed`, 'application/json', '{"a":1}');
    expect(answer.status).toBe(201);
  });
});
