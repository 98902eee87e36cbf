import type { IncomingMessage, ServerResponse } from 'node:http';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { memoryNestLimits } from '../memory-nestjs.limits.ts';
import { guardBody } from './body-guard.ts';
import { discardRest } from './discard-rest.ts';

interface FakeSocket {
  isCut: boolean;
  destroy(): void;
}

/** A request as far as these two look at it: a stream with a socket. */
function arriving(): { request: PassThrough & { complete: boolean }; socket: FakeSocket } {
  const socket = {
    isCut: false,
    destroy() {
      this.isCut = true;
    },
  };
  const request = Object.assign(new PassThrough({ highWaterMark: 64 * 1024 * 1024 }), {
    complete: false,
    socket,
  });
  return { request, socket };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('discardRest', () => {
  it('drops what still arrives, and cuts the connection where that is too much', async () => {
    const { request, socket } = arriving();
    discardRest(request as unknown as IncomingMessage, { bytes: 100, ms: 60_000 });
    request.write(Buffer.alloc(100));
    await turn();
    expect(socket.isCut).toBe(false);
    request.write(Buffer.alloc(1));
    await turn();
    expect(socket.isCut).toBe(true);
    request.destroy();
  });

  it('cuts the connection of a client that does not come to an end', async () => {
    const { request, socket } = arriving();
    discardRest(request as unknown as IncomingMessage, { bytes: 100, ms: 1 });
    await expect.poll(() => socket.isCut).toBe(true);
    request.destroy();
  });

  it('leaves a request alone that has arrived as a whole', () => {
    const { request } = arriving();
    request.complete = true;
    discardRest(request as unknown as IncomingMessage, { bytes: 1, ms: 1 });
    expect(request.listenerCount('data')).toBe(0);
  });
});

describe('guardBody', () => {
  function guarded(limitBytes: number) {
    const { request, socket } = arriving();
    const answers: number[] = [];
    const response = {
      headersSent: false,
      writeHead: (status: number) => answers.push(status),
      end: () => undefined,
    };
    guardBody(
      request as unknown as IncomingMessage,
      response as unknown as ServerResponse,
      limitBytes,
    );
    const errors: unknown[] = [];
    request.on('error', (error) => errors.push(error));
    return { request, socket, answers, errors, response };
  }

  it('passes on a body of exactly the limit', async () => {
    const { request, answers, errors } = guarded(10);
    request.push(Buffer.alloc(10));
    request.push(null);
    const pieces = await Array.fromAsync(request as AsyncIterable<Buffer>);
    expect(Buffer.concat(pieces).length).toBe(10);
    expect([answers, errors]).toEqual([[], []]);
  });

  it('ends the reader with an error, and reads no more than the client may linger', async () => {
    const { request, socket, answers, errors } = guarded(10);
    request.push(Buffer.alloc(11));
    await turn();
    expect(answers).toEqual([413]);
    expect(errors).toMatchObject([{ code: 'MEM_BODY_TOO_LARGE' }]);
    expect(request.read()).toBeNull();
    request.push(Buffer.alloc(memoryNestLimits.lingerBytes.value - 11));
    expect(socket.isCut).toBe(false);
    request.push(Buffer.alloc(1));
    expect(socket.isCut).toBe(true);
  });

  it('cuts the connection where an answer is on its way already', async () => {
    const { request, socket, answers, response } = guarded(10);
    response.headersSent = true;
    request.push(Buffer.alloc(11));
    await turn();
    expect(socket.isCut).toBe(true);
    expect(answers).toEqual([]);
  });
});
