import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify';
import { AppError } from '../../errors/define-error.ts';
import { httpErrors } from '../http.errors.ts';
import { httpLimits } from '../http.limits.ts';
import type { Lifecycle } from '../lifecycle.ts';
import { connectionState } from '../connections/connection-state.ts';
import type { ConnectionState } from '../connections/connection-state.ts';
import { isBulk } from '../overload/overload-gate.ts';
import type { OverloadGate, Visitor } from '../overload/overload-gate.ts';
import type { CollectedRoute } from '../routes/collected-route.ts';
import type { Standing } from '../traffic/traffic-gate.ts';
import type { TrafficGuard } from '../traffic/traffic-guard.ts';
import type { Authenticator, Viewer } from '../viewer.ts';
import { admitRequest } from './admit-request.ts';
import type { Admitter } from './admit-request.ts';
import { credentialOf, isLoopback, isPassedOn } from './credential.ts';
import { endWhenStalled } from './end-when-stalled.ts';
import { RequestBooks } from './request-books.ts';
import type { BookParts } from './request-books.ts';
import { isSameOrigin } from './same-origin.ts';

/** What the pass works with; `authenticator` answers once the application is wired. */
export interface PassParts extends BookParts {
  readonly governor: Admitter;
  readonly lifecycle: Lifecycle;
  readonly traffic: TrafficGuard;
  readonly authenticator: () => Authenticator;
}

type OnRequest = (
  request: FastifyRequest,
  reply: FastifyReply,
  done: HookHandlerDoneFunction,
) => void;

/**
 * The one hook every request goes through, made per route so that nothing is looked up on the way:
 * drain, traffic limits, authentication, permission, admission; and at the end the account, figures
 * and log line.
 * Admission comes last because it shares the budget between users: it must know whose request it is.
 */
export function requestPass(route: CollectedRoute, parts: PassParts): OnRequest {
  const { lifecycle, authenticator, governor, traffic, overload } = parts;
  const books = new RequestBooks(route, parts);
  const gate = traffic.gateOf(route.priority);
  const isPublic = route.spec.access === 'public';
  const readsViewer = !isPublic || route.spec.readsViewer === true;
  const streamsAnswer = route.priority === 'export' || route.spec.produces !== undefined;
  const shedsWhileDraining = isBulk(route.priority);

  const admit: OnRequest = (request, reply, done) => {
    const admitted = admitRequest(request, reply, route, governor);
    if (admitted instanceof Promise) admitted.then(done, done);
    else done(admitted);
  };
  const enter = wayIn(route, overload, admit);
  const enterAs = (
    viewer: Viewer | null,
    standing: Standing,
    request: FastifyRequest,
    reply: FastifyReply,
    done: HookHandlerDoneFunction,
  ): void => {
    request.viewer = viewer;
    if (viewer === null && standing === 'suspect') return done(gate?.refuseBlocked());
    const refused =
      gate?.enter(viewer?.userId ?? null, standing, reply) ??
      (isPublic ? undefined : refusal(route, viewer));
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
    const { raw } = request;
    const isOwnMachine = isLoopback(raw);
    const address = request.ip;
    const standing = gate === null ? 'free' : gate.arrive(address, isOwnMachine, reply);
    if (standing instanceof Error) return done(standing);
    // Of a blocked address those are let in whose token holds, wherever they go.
    if (!readsViewer && standing !== 'suspect') return enter(request, reply, done);

    const { headers } = raw;
    const credential = credentialOf(headers);
    if (credential === null) {
      if (standing === 'suspect') return done(gate?.refuseBlocked());
      return isPublic ? enter(request, reply, done) : done(httpErrors.notSignedIn());
    }
    if (credential.isCookie && !isSameOrigin(raw.method ?? '', headers)) {
      return done(httpErrors.crossOrigin());
    }
    const viewers = authenticator();
    const known = viewers.recall(credential.token);
    if (known !== undefined) return enterAs(known, standing, request, reply, done);
    const { token } = credential;
    viewers.authenticate(token, { address, isLoopback: isOwnMachine }).then(
      (viewer) => {
        if (viewer === null) traffic.strike(address, 'unknown-token', 2, token);
        enterAs(viewer, standing, request, reply, done);
      },
      (error: Error) => {
        if (isTooMany(error)) traffic.strike(address, 'unknown-token', 2, token);
        done(error);
      },
    );
  };
}

/** How a request of this route gets past the gate; probes, sign-in and operators always get in. */
function wayIn({ priority }: CollectedRoute, overload: OverloadGate, admit: OnRequest): OnRequest {
  switch (priority) {
    case 'interactive':
      return (request, reply, done) =>
        overload.enter(visitor(request, reply), (refused) => {
          if (refused) return done(refused);
          if (reply.raw.closed) return (overload.leave(0), done(httpErrors.clientLeft()));
          request.enteredMs = performance.now();
          admit(request, reply, done);
        });
    case 'bulk':
    case 'export':
      return (request, reply, done) =>
        overload.enterBulk(ownConnection(request, reply), (refused) => {
          if (refused) return done(refused);
          if (reply.raw.closed) return (overload.leaveBulk(), done(httpErrors.clientLeft()));
          request.enteredMs = performance.now();
          admit(request, reply, done);
        });
    default:
      return admit;
  }
}

function visitor(request: FastifyRequest, reply: FastifyReply): Visitor {
  return { isGone: () => reply.raw.closed, connection: ownConnection(request, reply) };
}

/** The connection of a request, if it stays open and no proxy passes requests of others over it. */
function ownConnection({ raw }: FastifyRequest, reply: FastifyReply): ConnectionState | null {
  if (isPassedOn(raw) || !reply.raw.shouldKeepAlive) return null;
  const connection = connectionState(raw.socket);
  return connection?.isCharged === true ? connection : null;
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

/** Whether the authenticator refused because the address had sent too many unknown tokens. */
function isTooMany(error: unknown): boolean {
  return error instanceof AppError && error.spec.status === 429;
}
