import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { mkdtemp, readFile, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../fake-clock.ts';
import type { Account } from '../../governor/account.ts';
import { Ledger } from '../../governor/ledger.ts';
import { removeStaleUploads } from './remove-stale-uploads.ts';
import { storeMultipart } from './store-multipart.ts';
import type { UploadError } from './upload.errors.ts';

const kib = 1024;
const maxBytes = 600 * kib;

let folder: string;
let kept: string;
let server: Server;
let url: string;
let account: Account;
let errors: UploadError[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'uploads-'));
  kept = await mkdtemp(join(tmpdir(), 'kept-'));
  account = new Ledger({ limitBytes: 64 * kib * kib, clock: new FakeClock() }).openAccount(
    'upload',
    'form',
  );
  errors = [];
  server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    await using upload = await storeMultipart(request, {
      contentType: request.headers['content-type'] ?? '',
      declaredBytes: request.headers['content-length']
        ? Number(request.headers['content-length'])
        : null,
      folder,
      account,
      maxBytes,
    });
    const [first] = upload.files;
    const names = (await readdir(folder)).length;
    if (first && upload.fields[0]?.value === 'keep') await upload.move(first, join(kept, 'first'));
    response.end(
      JSON.stringify({
        fields: upload.fields,
        sizes: upload.files.map(({ bytes }) => bytes),
        names,
      }),
    );
  } catch (error) {
    errors.push(error as UploadError);
    response.writeHead((error as UploadError).status ?? 500, { connection: 'close' }).end();
  }
}

afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
  for (const one of [folder, kept]) await rm(one, { recursive: true });
});

function body(sizes: readonly number[], first = ''): FormData {
  const data = new FormData();
  if (first) data.set('what', first);
  for (const [i, size] of sizes.entries())
    data.append('file', new Blob([new Uint8Array(size).fill(i)]), `${i}.bin`);
  return data;
}

describe('storing an upload', () => {
  it('streams files to the folder, hands over what is moved and removes the rest', async () => {
    const reply = await fetch(url, { method: 'POST', body: body([200 * kib, 100], 'keep') });
    expect(await reply.json()).toEqual({
      fields: [{ name: 'what', value: 'keep' }],
      sizes: [200 * kib, 100],
      names: 2,
    });
    expect((await readFile(join(kept, 'first'))).equals(Buffer.alloc(200 * kib))).toBe(true);
    expect((await stat(join(kept, 'first'))).mode & 0o777).toBe(0o600);
    await expect.poll(() => readdir(folder)).toEqual([]);
    expect(account.usedBytes).toBe(0);
  });

  it('passes over a file field that was left empty', async () => {
    const data = new FormData();
    data.append('file', new Blob([]), '');
    const reply = await fetch(url, { method: 'POST', body: data });
    expect(await reply.json()).toMatchObject({ sizes: [] });
    await expect.poll(() => readdir(folder)).toEqual([]);
  });

  it('answers 413 to a body that declares too much, and 413 to one that turns out so', async () => {
    const declared = await fetch(url, { method: 'POST', body: body([maxBytes]) });
    expect(declared.status).toBe(413);
    const source = new Response(body([maxBytes]));
    const actual = await fetch(url, {
      method: 'POST',
      body: source.body,
      duplex: 'half',
      headers: { 'content-type': source.headers.get('content-type')! },
    } as RequestInit).catch((error: unknown) => error as Error);
    // The answer or the end of the connection: the client may still be sending.
    if (actual instanceof Response) expect(actual.status).toBe(413);
    expect(errors.map(({ status, code }) => [status, code])).toEqual([
      [413, 'UPLOAD_TOO_LARGE'],
      [413, 'UPLOAD_TOO_LARGE'],
    ]);
    expect(await readdir(folder)).toEqual([]);
    expect(account.usedBytes).toBe(0);
  });

  it('leaves nothing when the client goes away', async () => {
    const { port } = new URL(url);
    const socket = connect(Number(port), '127.0.0.1');
    const start = '--cut\r\ncontent-disposition: form-data; name="f"; filename="a"\r\n\r\n';
    socket.write(
      `POST / HTTP/1.1\r\nhost: x\r\ncontent-type: multipart/form-data; boundary=cut\r\ncontent-length: 100000\r\n\r\n${start}${'x'.repeat(50_000)}`,
    );
    await expect.poll(() => readdir(folder)).toHaveLength(1);
    socket.destroy();
    await expect.poll(() => readdir(folder)).toEqual([]);
    await expect.poll(() => errors).toHaveLength(1);
    expect(account.usedBytes).toBe(0);
  });
});

describe('files that a killed process has left', () => {
  it('are removed when they are old enough, and no others', async () => {
    const clock = new FakeClock();
    for (const name of ['old.upload', 'new.upload', 'old.txt'])
      await writeFile(join(folder, name), 'x');
    const nowS = clock.wallMs() / 1000;
    for (const name of ['old.upload', 'old.txt'])
      await utimes(join(folder, name), nowS - 61, nowS - 61);
    await utimes(join(folder, 'new.upload'), nowS - 59, nowS - 59);
    expect(await removeStaleUploads(folder, 60_000, clock)).toBe(1);
    expect(await readdir(folder)).toEqual(['new.upload', 'old.txt']);
    expect(await removeStaleUploads(join(folder, 'none'), 60_000)).toBe(0);
  });
});
