import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { FakeClock, Ledger } from '@lexiflow/memory';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OutboundGuard } from '../../platform/outbound/outbound-guard.ts';
import type { Connection } from '../connectors/connector.ts';
import { startHttpService } from '../testing/http-service.ts';
import { startTestS3, testS3Credentials } from '../testing/s3-server.ts';
import type { TestS3 } from '../testing/s3-server.ts';
import { StorageConnector } from './storage-connector.ts';

const MIB = 1024 * 1024;
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

async function bytesOf(source: Readable): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of source) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

describe('storage', () => {
  const guard = new OutboundGuard({ allowedAddresses: ['loopback'], allowedHosts: [] });
  const connector = new StorageConnector(guard);
  const account = new Ledger({ limitBytes: 64 * MIB, clock: new FakeClock() }).openAccount(
    'job',
    'x',
  );
  let s3: TestS3;

  beforeAll(async () => {
    s3 = await startTestS3();
  });
  afterAll(async () => {
    guard[Symbol.dispose]();
    await s3.close();
  });

  const connection = (
    settings: Partial<Connection<'storage'>['settings']> = {},
    credentials: Partial<Connection<'storage'>['credentials']> = {},
  ): Connection<'storage'> => ({
    integrationId: 'i',
    name: 'Storage',
    settings: {
      endpoint: s3.url,
      region: 'us-east-1',
      bucket: 'firm',
      prefix: 'lexiflow/',
      pathStyle: true,
      ...settings,
    },
    credentials: { ...testS3Credentials, ...credentials },
    signal: new AbortController().signal,
    account,
  });

  it('lists, writes, reads and removes an object as its test, and leaves nothing', async () => {
    expect(await connector.test(connection())).toEqual({
      bucket: 'firm',
      prefix: 'lexiflow/',
      isEmpty: true,
    });
    const store = await connector.open(connection());
    expect(await Array.fromAsync(store.list())).toEqual([]);
    store.close();
  });

  it('names the step that failed', async () => {
    const closed = await startHttpService();
    await closed.close();
    const wrong = [
      connection({}, { accessKeyId: 'nobody' }),
      connection({ bucket: 'other' }),
      connection({ endpoint: closed.url }),
      connection({ endpoint: 'https://10.0.0.1' }),
      connection({ endpoint: s3.url.replace('http:', 'https:') }),
    ];
    const codes = [];
    for (const one of wrong) {
      codes.push(await connector.test(one).then(String, (error: { code: string }) => error.code));
    }
    expect(codes).toEqual([
      'INTEGRATION_SIGN_IN_REFUSED',
      'INTEGRATION_BAD_ANSWER',
      'OUTBOUND_CONNECT_FAILED',
      'OUTBOUND_HOST_REFUSED',
      'OUTBOUND_TLS_FAILED',
    ]);
  });

  it('sends a large object in parts and gives back the same bytes, whole or in part', async () => {
    const store = await connector.open(connection());
    const content = Buffer.alloc(20 * MIB, 'abcdefghijklmnopqrstuvwxyz');
    const pieces = Array.from({ length: 320 }, (_, at) =>
      content.subarray(at * 65_536, (at + 1) * 65_536),
    );
    const stored = await store.put('large.bin', Readable.from(pieces));
    expect(stored).toEqual({ bytes: content.length, sha256: sha256(content) });
    const whole = await bytesOf(await store.get('large.bin', { sha256: stored.sha256 }));
    expect(whole.equals(content)).toBe(true);
    const range = { start: 9 * MIB, end: 9 * MIB + 9 };
    const part = await bytesOf(await store.get('large.bin', { range }));
    expect(part.equals(content.subarray(range.start, range.end + 1))).toBe(true);
    expect(await Array.fromAsync(store.list('large'))).toEqual([
      { name: 'large.bin', bytes: content.length },
    ]);
    await store.delete('large.bin');
    await store.delete('large.bin');
    await expect(store.get('large.bin')).rejects.toMatchObject({ code: 'INTEGRATION_BAD_ANSWER' });
    store.close();
  });

  it('says so when other bytes come back than were stored', async () => {
    const store = await connector.open(connection());
    await store.put('a.txt', Readable.from([Buffer.from('one')]));
    const read = await store.get('a.txt', { sha256: sha256(Buffer.from('two')) });
    await expect(bytesOf(read)).rejects.toMatchObject({ code: 'INTEGRATION_BAD_ANSWER' });
    await store.delete('a.txt');
    store.close();
  });

  it('leaves no object when the source breaks or the upload is ended', async () => {
    const store = await connector.open(connection());
    const broken = Readable.from(
      (async function* () {
        yield Buffer.alloc(9 * MIB);
        throw new Error('the disk is gone');
      })(),
    );
    await expect(store.put('broken.bin', broken)).rejects.toThrow();
    const ended = new AbortController();
    const endless = Readable.from(
      (async function* () {
        for (let at = 0; ; at++) {
          if (at === 10) ended.abort();
          yield Buffer.alloc(MIB);
        }
      })(),
    );
    await expect(store.put('ended.bin', endless, ended.signal)).rejects.toThrow();
    expect(await Array.fromAsync(store.list())).toEqual([]);
    store.close();
  });
});
