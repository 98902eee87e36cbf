import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify';
import type { Governor } from '@lexiflow/memory';
import type { Logger } from 'pino';
import { refusedByGovernor } from '../../errors/memory.errors.ts';
import type { RequestFigures, RouteFigures } from '../../metrics/request-figures.ts';
import { httpErrors } from '../http.errors.ts';
import { httpLimits } from '../http.limits.ts';
import type { Lifecycle } from '../lifecycle.ts';
import type { CollectedRoute } from '../routes/collected-route.ts';
import { securityHeaders } from '../security-headers.ts';
import type { Authenticator, Viewer } from '../viewer.ts';
import { credentialOf, isLoopback } from './credential.ts';
import { discardRest } from './discard-rest.ts';
import { isSameOrigin } from './same-origin.ts';

/** What the pass works with; `authenticator` answers once the application is wired. */
export interface PassParts {
  readonly governor: Pick<Governor, 'admit'>;
  readonly lifecycle: Lifecycle;
  readonly figures: RequestFigures;
  /** The access log; a line per request, already free of secrets. */
  readonly accessLog: Logger;
  readonly authenticator: () => Authenticator;
}

type OnRequest = (
  request: FastifyRequest,
  reply: FastifyReply,
  done: HookHandlerDoneFunction,
) => void;

/**
 * The one hook every request goes through, made per route so that nothing is looked up on the way:
 * drain, authentication, permission, admission; and at the end the account, figures and log line.
 * Admission comes last because it shares the budget between users: it must know whose request it is.
 */
export function requestPass(route: CollectedRoute, parts: PassParts): OnRequest {
  const { lifecycle, authenticator } = parts;
  const figures = parts.figures.forRoute(route.name);
  const isPublic = route.spec.access === 'public';
  const readsViewer = !isPublic || route.spec.readsViewer === true;
  const shedsWhileDraining = route.priority === 'bulk' || route.priority === 'export';

  return (request, reply, done) => {
    begin(request, reply, route, figures, parts);
    if ((request.raw.url ?? '').length > httpLimits.urlBytes) {
      return done(httpErrors.addressTooLong());
    }
    if (lifecycle.isDraining) {
      reply.header('connection', 'close');
      if (shedsWhileDraining) return done(httpErrors.draining({ retryAfterSeconds: 5 }));
    }
    if (!readsViewer) return done(admit(request, reply, route, parts));

    const { headers } = request.raw;
    const credential = credentialOf(headers);
    if (credential === null) {
      return done(isPublic ? admit(request, reply, route, parts) : httpErrors.notSignedIn());
    }
    if (credential.isCookie && !isSameOrigin(request.raw.method ?? '', headers)) {
      return done(httpErrors.crossOrigin());
    }
    authenticator()
      .authenticate(credential.token, isLoopback(request.raw))
      .then((viewer) => {
        request.viewer = viewer;
        const refused = isPublic ? undefined : refusal(route, viewer);
        return refused ?? admit(request, reply, route, parts);
      })
      .then(done, done);
  };
}

/** Opens the request's account, or answers the error it is refused with. */
function admit(
  request: FastifyRequest,
  reply: FastifyReply,
  route: CollectedRoute,
  { governor }: PassParts,
): Error | undefined {
  // The client left while its token was looked up: nobody would close the account.
  if (reply.raw.closed) return httpErrors.malformedRequest('The connection ended');
  const declaredBytes = Number(request.raw.headers['content-length'] ?? 0);
  const admission = governor.admit({
    route: route.name,
    priority: route.priority,
    userId: request.viewer?.userId ?? undefined,
    // The bytes, their text and the parsed value stand side by side for a moment.
    estimateBytes: 3 * Math.min(declaredBytes, route.spec.streams ? 0 : route.bodyLimitBytes),
  });
  if (!admission.ok) return refusedByGovernor(admission.refusal);
  request.account = admission.account;
  return undefined;
}

/** Why a viewer may not call a route, or undefined when it may. */
function refusal(route: CollectedRoute, viewer: Viewer | null): Error | undefined {
  if (viewer === null) return httpErrors.notSignedIn('The token is unknown, expired or revoked');
  const { access } = route.spec;
  if (access === 'public' || access === 'signed-in' || viewer.permissions.has(access)) {
    return undefined;
  }
  return httpErrors.notAllowed(`${route.name} needs the permission "${access}"`);
}

/** Opens the books of a request. They are closed when its answer is sent or its client is gone. */
function begin(
  request: FastifyRequest,
  reply: FastifyReply,
  route: CollectedRoute | null,
  figures: RouteFigures,
  parts: PassParts,
): void {
  const startedMs = performance.now();
  request.route = route;
  parts.figures.inFlight++;
  reply.headers(securityHeaders);
  reply.header('x-request-id', request.id);
  // 'close' comes exactly once, also for a client that went away; Fastify's onResponse does not.
  reply.raw.on('close', () => end(request, reply, figures, performance.now() - startedMs, parts));
}

function end(
  request: FastifyRequest,
  reply: FastifyReply,
  figures: RouteFigures,
  ms: number,
  parts: PassParts,
): void {
  const { raw } = reply;
  const isAborted = !raw.writableFinished;
  const { account } = request;
  if (account !== null) {
    // What the request held is garbage now; the account must be even before it is closed.
    figures.peakBytes.observe(account.peakBytes);
    account.shrink(account.usedBytes);
    account.close();
    request.account = null;
  }
  parts.figures.inFlight--;
  parts.figures.finished(figures, raw.statusCode, isAborted, ms);
  discardRest(request.raw);
  const level = request.route?.priority === 'health' ? 'debug' : 'info';
  if (!parts.accessLog.isLevelEnabled(level)) return;
  parts.accessLog[level](
    {
      requestId: request.id,
      method: request.raw.method,
      route: figures.name,
      status: isAborted ? 499 : raw.statusCode,
      ms: Math.round(ms * 1000) / 1000,
      viewer: request.viewer?.userId ?? request.viewer?.kind,
    },
    'Request',
  );
}

/**
 * The books of a request that no route answers. Fastify refuses some addresses before it makes a
 * request of ours, so its members are set here.
 */
export function beginUnknown(request: FastifyRequest, reply: FastifyReply, parts: PassParts): void {
  request.viewer = null;
  request.account = null;
  begin(request, reply, null, parts.figures.unknown, parts);
}
