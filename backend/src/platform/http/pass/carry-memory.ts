import type { onSendHookHandler, preHandlerHookHandler } from 'fastify';
import { carry } from '../../work/carry.ts';
import { runningWork } from '../../work/running-work.ts';
import { httpLimits } from '../http.limits.ts';
import type { CollectedRoute } from '../routes/collected-route.ts';

/**
 * The `preHandler` hook under which a route's handler runs, so that the rows it reads are charged to its
 * request. Imports and exports read in pieces that they let go of, and charge what they keep.
 */
export function runAsWork(route: CollectedRoute): preHandlerHookHandler {
  const { name, priority, spec, isRefusable } = route;
  const isInPieces = priority === 'bulk' || priority === 'export' || spec.streams !== undefined;
  return (request, _reply, done) => {
    const account = isInPieces ? null : request.account;
    runningWork.run({ name, account, isRefusable, statements: undefined }, done);
  };
}

/**
 * The `onSend` hook that charges an answer held as a whole to its request until the client has it. Where
 * there is no room it waits for it, and then gives way to the refusal. Errors always go out.
 */
export const carryAnswer: onSendHookHandler = (request, reply, payload, done) => {
  const { account, route } = request;
  const isWhole = typeof payload === 'string' || Buffer.isBuffer(payload);
  if (!isWhole || account === null) return done(null, payload);
  const isRefusable = route?.isRefusable === true && reply.statusCode < 400;
  const waitMs = httpLimits.answerWaitMs;
  const refusal = carry(account, payload.length, { isRefusable, waitMs });
  if (refusal === undefined) return done(null, payload);
  refusal.then((error) => (error === undefined ? done(null, payload) : done(error)), done);
};
