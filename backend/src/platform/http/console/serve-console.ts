import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { EndpointConfig } from '../endpoint.ts';
import { pageHeaders, pagePolicy } from '../security-headers.ts';
import { filesBelow } from './console-files.ts';
import { notBuiltPage } from './not-built-page.ts';

const YEAR_MS = 365 * 24 * 3600 * 1000;

const config: EndpointConfig = {
  endpoint: {
    access: 'public',
    summary: 'The console: its files, and its page for every address of its own',
    produces: 'text/html',
    tag: 'console',
    priority: 'admin',
  },
};

/**
 * Serves the built console from `folder`: hashed assets for a year, the page itself always asked
 * for again, precompressed twins where the build made them. The files are listed once at start, so
 * that an address never reaches the file system unless it names one of them.
 */
export async function serveConsole(instance: FastifyInstance, folder: string): Promise<void> {
  const files = filesBelow(folder);
  const isBuilt = files.has('index.html');
  const page = pageHeaders(pagePolicy({ style: isBuilt ? styleHashes(folder) : [] }));
  if (isBuilt) {
    await instance.register(fastifyStatic, {
      root: folder,
      serve: false,
      preCompressed: true,
      cacheControl: false,
    });
  }

  instance.get('/*', { config }, (request, reply) => {
    const path = addressPath(request);
    if (isBuilt && files.has(path) && !path.endsWith('.html')) return sendAsset(reply, path);
    if (path.startsWith('api/') || path === 'api' || !wantsPage(request)) {
      reply.callNotFound();
      return reply;
    }
    reply.headers(page);
    if (isBuilt) return reply.sendFile('index.html');
    return reply.type('text/html; charset=utf-8').send(notBuiltPage);
  });
}

/** The hashes of the page's inline styles; inline scripts stay forbidden. */
function styleHashes(folder: string): string[] {
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  return [...html.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)].map(
    ([, text = '']) => `sha256-${hash('sha256', text, 'base64')}`,
  );
}

function sendAsset(reply: FastifyReply, path: string): FastifyReply {
  const isHashed = path.startsWith('assets/');
  reply.header(
    'cache-control',
    isHashed ? `public, max-age=${YEAR_MS / 1000}, immutable` : 'no-cache',
  );
  return reply.sendFile(path);
}

/** The decoded path without its leading slash; one that does not decode names nothing. */
function addressPath(request: FastifyRequest): string {
  const [path = '/'] = (request.raw.url ?? '/').split('?', 1);
  try {
    return decodeURIComponent(path).slice(1);
  } catch {
    return 'api';
  }
}

function wantsPage(request: FastifyRequest): boolean {
  return request.headers.accept?.includes('text/html') ?? false;
}
