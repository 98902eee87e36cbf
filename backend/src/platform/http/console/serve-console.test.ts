import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { serveConsole } from './serve-console.ts';

let folder = '';
let instance: FastifyInstance;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lexiflow-console-'));
  instance = fastify();
});

afterEach(async () => {
  await instance.close();
  rmSync(folder, { recursive: true });
});

async function serve(files: Readonly<Record<string, string>>): Promise<void> {
  mkdirSync(join(folder, 'dist', 'assets'), { recursive: true });
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, 'dist', path), text);
  writeFileSync(join(folder, 'secret.txt'), 'outside');
  await serveConsole(instance, join(folder, 'dist'));
}

const get = (url: string, headers: Record<string, string> = {}) =>
  instance.inject({ url, headers });
const page = { accept: 'text/html,*/*' };

const built = {
  'index.html': '<!doctype html><title>Console</title>',
  'favicon.svg': '<svg/>',
  'assets/app-3f2a.js': 'plain()',
  'assets/app-3f2a.js.br': 'packed',
};

describe('the console', () => {
  it('answers its page at every address of its own, always asked for again', async () => {
    await serve(built);
    for (const url of ['/', '/cases', '/cases/42?tab=docket', '/index.html']) {
      const { statusCode, headers, body } = await get(url, page);
      expect({ url, statusCode, body }).toEqual({
        url,
        statusCode: 200,
        body: built['index.html'],
      });
      expect(headers['cache-control']).toBe('no-cache');
      expect(headers['content-security-policy']).toMatch(/script-src 'self'; style-src 'self';/);
    }
  });

  it('lets hashed assets be kept for a year, and others be asked for again', async () => {
    await serve(built);
    const asset = await get('/assets/app-3f2a.js');
    expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect((await get('/favicon.svg')).headers['cache-control']).toBe('no-cache');
  });

  it('sends the twin that the build compressed to those who accept it', async () => {
    await serve(built);
    const packed = await get('/assets/app-3f2a.js', { 'accept-encoding': 'br' });
    expect({ body: packed.body, encoding: packed.headers['content-encoding'] }).toEqual({
      body: 'packed',
      encoding: 'br',
    });
    expect((await get('/assets/app-3f2a.js')).body).toBe('plain()');
  });

  it('answers 404 for missing assets, for the API, and for what asks for no page', async () => {
    await serve(built);
    expect((await get('/assets/old-1111.js', { accept: '*/*' })).statusCode).toBe(404);
    expect((await get('/api/nothing', page)).statusCode).toBe(404);
    expect((await get('/api', page)).statusCode).toBe(404);
    expect((await get('/cases', { accept: 'application/json' })).statusCode).toBe(404);
  });

  it.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/..%5csecret.txt',
  ])('serves nothing outside its folder: %s', async (url) => {
    await serve(built);
    expect((await get(url)).body).not.toContain('outside');
  });

  it('allows the inline styles of the page by their hash, and no inline script', async () => {
    await serve({
      ...built,
      'index.html': '<style>body{margin:0}</style><script>bad()</script>',
    });
    const policy = String((await get('/', page)).headers['content-security-policy']);
    expect(policy).toMatch(/style-src 'self' 'sha256-[\w+/]{43}='/);
    expect(policy).toContain("script-src 'self';");
  });

  it('says that it is not built where there is no build', async () => {
    await serveConsole(instance, join(folder, 'missing'));
    const { statusCode, body } = await get('/', page);
    expect(statusCode).toBe(200);
    expect(body).toContain('its console is not built');
  });
});
