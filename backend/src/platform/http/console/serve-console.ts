import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { EndpointConfig } from '../endpoint.ts';
import { credentialOf } from '../pass/credential.ts';
import { pageHeaders, pagePolicy } from '../security-headers.ts';
import { filesBelow } from './console-files.ts';
import { notBuiltPage } from './not-built-page.ts';
import { PageLinks } from './page-links.ts';

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
 * for again and with its links, precompressed twins where the build made them. The files are listed once at start, so
 * that an address never reaches the file system unless it names one of them.
 */
export async function serveConsole(instance: FastifyInstance, folder: string): Promise<void> {
  const files = filesBelow(folder);
  const isBuilt = files.has('index.html');
  const page = pageHeaders(pagePolicy(isBuilt ? inlineHashes(folder) : {}));
  const links = PageLinks.of(folder, files);
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
    const link = links.at(request.raw.url ?? '/', credentialOf(request.headers) !== null);
    if (link !== undefined) reply.header('link', link);
    if (isBuilt) return reply.sendFile('index.html');
    return reply.type('text/html; charset=utf-8').send(notBuiltPage);
  });
}

/** The hashes of what the build wrote into the page itself; whatever else is inline stays forbidden. */
function inlineHashes(folder: string) {
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  const hashes = (element: RegExp) =>
    [...html.matchAll(element)].map(([, text = '']) => `sha256-${hash('sha256', text, 'base64')}`);
  return {
    style: hashes(/<style[^>]*>([\s\S]*?)<\/style>/g),
    script: hashes(/<script>([\s\S]*?)<\/script>/g),
  };
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
