import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Controller, Post, Req } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readUpload, storeUpload } from '../index.ts';
import { platforms, startApp } from '../testing/start-app.ts';
import type { TestApp } from '../testing/start-app.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lexiflow-uploads-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const bounds = { maxFiles: 2, maxFileBytes: 200_000, maxBytes: 300_000 };

@Controller()
class UploadsController {
  @Post('kept')
  async kept(@Req() request: object): Promise<object> {
    await using upload = await storeUpload(request, { folder, ...bounds });
    const [first] = upload.files;
    await upload.move(first!, join(folder, 'kept'));
    return {
      fields: upload.fields,
      names: upload.files.map(({ filename }) => filename).toSorted(),
    };
  }

  @Post('hashed')
  async hashed(@Req() request: object): Promise<object> {
    const hashes: string[] = [];
    const { bytes } = await readUpload(request, bounds, async (file) => {
      const hash = createHash('sha256');
      for await (const piece of file.bytes) hash.update(piece);
      hashes.push(hash.digest('hex'));
    });
    return { hashes, bytes };
  }
}

const content = new Uint8Array(150_000).fill(7);

function form(...files: Uint8Array<ArrayBuffer>[]): FormData {
  const body = new FormData();
  body.set('title', 'Exhibit A');
  files.forEach((file, i) => body.append('file', new Blob([file]), `${i}.bin`));
  return body;
}

const even = { openAccounts: 0, usedBytes: 0, leftoverTotal: 0 };

describe.each(platforms)('an upload on %s', (platform) => {
  const start = (): Promise<TestApp> =>
    startApp(platform, { controllers: [UploadsController] }, { bodies: { limitBytes: 1_000_000 } });
  const send = (app: TestApp, path: string, body: FormData): Promise<Response> =>
    fetch(`${app.url}/${path}`, { method: 'POST', body });

  it('is written to files, of which only those stay that were moved away', async () => {
    await using app = await start();
    const answer = await send(app, 'kept', form(content, content.subarray(0, 10)));
    expect(await answer.json()).toEqual({
      fields: [{ name: 'title', value: 'Exhibit A' }],
      names: ['0.bin', '1.bin'],
    });
    expect(await readdir(folder)).toEqual(['kept']);
    await expect.poll(() => app.pool('request')).toMatchObject(even);
  });

  it('is read as it arrives', async () => {
    await using app = await start();
    const answer = await send(app, 'hashed', form(content));
    const hash = createHash('sha256').update(content).digest('hex');
    expect(await answer.json()).toMatchObject({ hashes: [hash] });
  });

  it.each([
    [
      'files together larger than the form may be',
      form(content, content, content.subarray(0, 10)),
      'UPLOAD_TOO_LARGE',
      bounds.maxBytes,
    ],
    [
      'a file larger than files may be',
      form(new Uint8Array(250_000)),
      'UPLOAD_TOO_LARGE',
      bounds.maxFileBytes,
    ],
    [
      'more files than it may have',
      form(content.subarray(0, 9), content.subarray(0, 9), content),
      'UPLOAD_TOO_MANY_PARTS',
      bounds.maxFiles,
    ],
  ])('with %s is answered 413 and leaves nothing', async (_, body, code, limit) => {
    await using app = await start();
    const answer = await send(app, 'kept', body);
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ code, limit, status: 413 });
    expect(await readdir(folder)).toEqual([]);
    expect((await send(app, 'hashed', form(content))).status).toBe(201);
    await expect.poll(() => app.pool('request')).toMatchObject(even);
  });

  it('that breaks off leaves nothing', async () => {
    await using app = await start();
    const headers = { 'content-type': 'multipart/form-data; boundary=cut', 'content-length': 5000 };
    const sent = httpRequest(`${app.url}/kept`, { method: 'POST', headers });
    sent.on('error', () => undefined);
    sent.write('--cut\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\nabc');
    await expect.poll(() => readdir(folder)).toHaveLength(1);
    sent.destroy();
    await expect.poll(() => readdir(folder)).toEqual([]);
    await expect.poll(() => app.pool('request')).toMatchObject(even);
  });
});
