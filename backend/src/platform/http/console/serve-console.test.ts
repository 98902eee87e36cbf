import { hash } from 'node:crypto';
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

  it('allows what the build wrote into the page by its hash, and nothing else that is inline', async () => {
    const [style, script] = ['body{margin:0}', '\n  early()\n'];
    await serve({
      ...built,
      'index.html': `<style>${style}</style><script>${script}</script><script src="/a.js"></script>`,
    });
    const policy = String((await get('/', page)).headers['content-security-policy']);
    const hashed = (text: string) => `'sha256-${hash('sha256', text, 'base64')}'`;
    expect(policy).toContain(`style-src 'self' ${hashed(style)};`);
    expect(policy).toContain(`script-src 'self' ${hashed(script)};`);
    expect(policy).not.toContain('unsafe');
  });

  it('names in the header of a page what that page will ask for', async () => {
    const pages = [
      { path: '/sign-in', isEntry: true, scripts: ['/assets/in.js'], data: ['/api/auth/me'] },
      {
        path: '/cases',
        isEntry: false,
        scripts: ['/assets/c.js'],
        data: ['/api/auth/me', '/api/c'],
      },
    ];
    await serve({ ...built, 'page-links.json': JSON.stringify(pages) });
    const signedIn = { ...page, cookie: 'lexiflow_session=abc' };
    expect((await get('/cases', signedIn)).headers['link']).toBe(
      '</assets/c.js>; rel=modulepreload, </api/auth/me>; rel=preload; as=fetch; crossorigin, ' +
        '</api/c>; rel=preload; as=fetch; crossorigin',
    );
    expect((await get('/cases', page)).headers['link']).toContain('</assets/in.js>');
    expect((await get('/nowhere/at/all', signedIn)).headers['link']).toBeUndefined();
    expect((await get('/assets/app-3f2a.js', signedIn)).headers['link']).toBeUndefined();
  });

  it('says that it is not built where there is no build', async () => {
    await serveConsole(instance, join(folder, 'missing'));
    const { statusCode, body } = await get('/', page);
    expect(statusCode).toBe(200);
    expect(body).toContain('its console is not built');
  });
});
