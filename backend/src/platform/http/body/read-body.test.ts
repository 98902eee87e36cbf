import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { Ledger } from '@lexiflow/memory';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../errors/define-error.ts';
import { readBody } from './read-body.ts';
import type { BodyBounds } from './read-body.ts';

/** A request as far as its body is concerned. */
function request(headers: Record<string, string> = {}): PassThrough & IncomingMessage {
  return Object.assign(new PassThrough(), { headers }) as unknown as PassThrough & IncomingMessage;
}

function read(from: IncomingMessage, bounds: Partial<BodyBounds> = {}): Promise<Buffer | string> {
  return new Promise((resolve, reject) => {
    readBody(from, { limitBytes: 1000, account: null, ...bounds }, (error, body) => {
      if (error instanceof AppError) resolve(error.code);
      else if (error !== null) reject(error);
      else resolve(body as Buffer);
    });
  });
}

function smallAccount() {
  return new Ledger({ limitBytes: 1024 * 1024 }).openAccount('request', 'test', {
    limitBytes: 500,
  });
}

describe('readBody', () => {
  it('answers the pieces as one', async () => {
    const from = request();
    const body = read(from);
    from.write('one ');
    from.end('two');
    expect(String(await body)).toBe('one two');
  });

  it('refuses a declared length above the limit without reading', async () => {
    const from = request({ 'content-length': '1001' });
    expect(await read(from)).toBe('HTTP_BODY_TOO_LARGE');
    expect(from.listenerCount('data')).toBe(0);
  });

  it('stops at the first byte above the limit', async () => {
    const from = request();
    const body = read(from);
    from.write(Buffer.alloc(1001));
    expect(await body).toBe('HTTP_BODY_TOO_LARGE');
    expect(from.isPaused()).toBe(true);
  });

  it('ends a body that takes too long', async () => {
    const from = request();
    from.write('{');
    expect(await read(from, { deadlineMs: 20 })).toBe('HTTP_TIMEOUT');
  });

  it('ends a body whose client goes away', async () => {
    const from = request();
    const body = read(from);
    from.write('{');
    from.destroy();
    expect(await body).toBe('HTTP_MALFORMED_REQUEST');
  });

  it('charges each piece, and refuses what can never fit', async () => {
    const account = smallAccount();
    const fits = request();
    const body = read(fits, { account });
    fits.end(Buffer.alloc(300));
    await body;
    expect(account.usedBytes).toBe(300);
    const more = request();
    const refused = read(more, { account });
    more.write(Buffer.alloc(300));
    expect(await refused).toBe('MEM_ACCOUNT_LIMIT');
  });

  it('waits for memory that another gives back', async () => {
    const ledger = new Ledger({ limitBytes: 1024 * 1024 });
    const other = ledger.openAccount('request', 'other');
    const step = 64;
    while (other.grow(step));
    expect(other.usedBytes).toBeGreaterThan(0);
    const account = ledger.openAccount('request', 'test');
    const from = request();
    const body = read(from, { account });
    from.end(Buffer.alloc(100));
    await expect.poll(() => from.isPaused()).toBe(true);
    other.shrink(other.usedBytes);
    other.close();
    expect((await body).length).toBe(100);
    expect(account.usedBytes).toBe(100);
  });

  it('leaves no listener behind', async () => {
    const from = request();
    const before = from.eventNames().length;
    const body = read(from);
    from.end('x');
    await body;
    expect(from.eventNames().length).toBe(before);
  });
});
