import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify';
import { httpErrors } from '../http.errors.ts';
import { httpLimits } from '../http.limits.ts';
import type { Lifecycle } from '../lifecycle.ts';
import type { CollectedRoute } from '../routes/collected-route.ts';
import type { Authenticator, Viewer } from '../viewer.ts';
import { admitRequest } from './admit-request.ts';
import type { Admitter } from './admit-request.ts';
import { credentialOf, isLoopback } from './credential.ts';
import { endWhenStalled } from './end-when-stalled.ts';
import { RequestBooks } from './request-books.ts';
import type { BookParts } from './request-books.ts';
import { isSameOrigin } from './same-origin.ts';

/** What the pass works with; `authenticator` answers once the application is wired. */
export interface PassParts extends BookParts {
  readonly governor: Admitter;
  readonly lifecycle: Lifecycle;
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
  const { lifecycle, authenticator, governor } = parts;
  const books = new RequestBooks(route, parts);
  const isPublic = route.spec.access === 'public';
  const readsViewer = !isPublic || route.spec.readsViewer === true;
  const streamsAnswer = route.priority === 'export' || route.spec.produces !== undefined;
  const shedsWhileDraining = route.priority === 'bulk' || route.priority === 'export';

  const enter: OnRequest = (request, reply, done) => {
    const admitted = admitRequest(request, reply, route, governor);
    if (admitted instanceof Promise) admitted.then(done, done);
    else done(admitted);
  };
  const enterAs = (
    viewer: Viewer | null,
    request: FastifyRequest,
    reply: FastifyReply,
    done: HookHandlerDoneFunction,
  ): void => {
    request.viewer = viewer;
    const refused = isPublic ? undefined : refusal(route, viewer);
    if (refused === undefined) enter(request, reply, done);
    else done(refused);
  };

  return (request, reply, done) => {
    books.open(request, reply);
    if (streamsAnswer) endWhenStalled(reply.raw);
    if ((request.raw.url ?? '').length > httpLimits.urlBytes) {
      return done(httpErrors.addressTooLong());
    }
    if (lifecycle.isDraining) {
      reply.header('connection', 'close');
      if (shedsWhileDraining) return done(httpErrors.draining({ retryAfterSeconds: 5 }));
    }
    if (!readsViewer) return enter(request, reply, done);

    const { headers } = request.raw;
    const credential = credentialOf(headers);
    if (credential === null) {
      return isPublic ? enter(request, reply, done) : done(httpErrors.notSignedIn());
    }
    if (credential.isCookie && !isSameOrigin(request.raw.method ?? '', headers)) {
      return done(httpErrors.crossOrigin());
    }
    const viewers = authenticator();
    const known = viewers.recall(credential.token);
    if (known !== undefined) return enterAs(known, request, reply, done);
    viewers
      .authenticate(credential.token, { address: request.ip, isLoopback: isLoopback(request.raw) })
      .then((viewer) => enterAs(viewer, request, reply, done), done);
  };
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
