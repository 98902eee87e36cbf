import { fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';
import type { ErrorReporter } from '../errors/error-reporter.ts';
import { answerProblem } from './answer-problem.ts';
import { addBodyParsers } from './body/body-parser.ts';
import { answerClientError } from './client-error.ts';
import { httpLimits } from './http.limits.ts';
import { notFoundHandler } from './not-found.ts';
import { carryAnswer, runAsWork } from './pass/carry-memory.ts';
import { followHandler } from './pass/follow-handler.ts';
import { RequestBooks } from './pass/request-books.ts';
import { requestPass } from './pass/request-pass.ts';
import type { PassParts } from './pass/request-pass.ts';
import { requestIds } from './request-id.ts';
import { rewriteUrl } from './rewrite-url.ts';
import type { RouteTable } from './routes/route-table.ts';

/** What the HTTP server is made of. */
export interface ServerParts extends PassParts {
  readonly table: RouteTable;
  readonly reporter: ErrorReporter;
  /** Addresses whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
  /** A larger body is never held as a whole: streamed where the route does that, else refused. */
  readonly mostHeldBodyBytes: number;
}

/** A Fastify server with our limits, parsers, hook pass and error answers, before any route. */
export function createServer(parts: ServerParts): FastifyInstance {
  const { table, reporter, trustedProxies } = parts;
  const unknown = new RequestBooks(null, parts);
  const instance = fastify({
    bodyLimit: Number.MAX_SAFE_INTEGER,
    genReqId: requestIds(),
    rewriteUrl: (request) => rewriteUrl(request.url ?? '/'),
    keepAliveTimeout: httpLimits.keepAliveMs,
    // A streamed upload may take hours; bodies that are collected have their own deadline.
    requestTimeout: 0,
    http: {
      maxHeaderSize: httpLimits.headerBytes,
      headersTimeout: httpLimits.headersMs,
      connectionsCheckingInterval: 1000,
    },
    trustProxy: trustedProxies.length === 0 ? false : [...trustedProxies],
    clientErrorHandler: answerClientError,
    frameworkErrors: (error, request, reply) => {
      // Such a request is made without our members.
      request.viewer = null;
      request.account = null;
      request.handling = null;
      request.enteredMs = null;
      unknown.open(request, reply);
      void answerProblem(reporter, error, request, reply);
    },
    routerOptions: { maxParamLength: httpLimits.pathParameterBytes },
    return503OnClosing: false,
  });
  instance.server.maxHeadersCount = httpLimits.headerCount;
  instance.decorateRequest('viewer', null);
  instance.decorateRequest('route', null);
  instance.decorateRequest('account', null);
  instance.decorateRequest('handling', null);
  instance.decorateRequest('enteredMs', null);
  addBodyParsers(instance, parts.mostHeldBodyBytes);
  instance.addHook('onRoute', (options) => {
    const route = table.collect(options);
    options.onRequest = [requestPass(route, parts), ...[options.onRequest ?? []].flat()];
    options.preHandler = [...[options.preHandler ?? []].flat(), runAsWork(route)];
    options.handler = followHandler(options.handler);
  });
  // Before any hook that compresses: what is charged is the answer as it was made.
  instance.addHook('onSend', carryAnswer);
  instance.setErrorHandler((error, request, reply) =>
    answerProblem(reporter, error, request, reply),
  );
  instance.setNotFoundHandler(notFoundHandler(unknown, parts));
  return instance;
}
