import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Admission, Governor } from '@lexiflow/memory';
import { refusedByGovernor } from '../../errors/memory.errors.ts';
import { bodyTooLarge } from '../body/read-body.ts';
import { httpErrors } from '../http.errors.ts';
import { httpLimits } from '../http.limits.ts';
import type { CollectedRoute } from '../routes/collected-route.ts';

/** What admission needs of the governor. */
export type Admitter = Pick<Governor, 'admitOrWait'>;

/**
 * Opens the request's account, or answers the error it is refused with. Where the pool is full the
 * request waits, unread, for its turn; a client that leaves meanwhile leaves nothing behind.
 */
export function admitRequest(
  request: FastifyRequest,
  reply: FastifyReply,
  route: CollectedRoute,
  governor: Admitter,
): Error | undefined | Promise<Error | undefined> {
  // The client left while its token was looked up: nobody would close the account.
  if (reply.raw.closed) return clientLeft();
  const declaredBytes = Number(request.raw.headers['content-length'] ?? 0);
  const { spec, bodyLimitBytes } = route;
  const mostBytes = spec.streams ? (spec.bodyLimitBytes ?? Infinity) : bodyLimitBytes;
  // Where there is no memory its client would be told to come back with it.
  if (declaredBytes > mostBytes) return bodyTooLarge(mostBytes, declaredBytes);
  const work = {
    route: route.name,
    priority: route.priority,
    userId: request.viewer?.userId ?? undefined,
    // The bytes, their text and the parsed value stand side by side for a moment.
    estimateBytes: spec.streams ? 0 : 3 * declaredBytes,
  };
  const admission = governor.admitOrWait(work, () => {
    const left = new AbortController();
    reply.raw.once('close', () => left.abort());
    const isPatient = route.priority !== 'interactive';
    const { admissionWaitMs, patientAdmissionWaitMs } = httpLimits;
    return {
      signal: left.signal,
      deadlineMs: isPatient ? patientAdmissionWaitMs : admissionWaitMs,
    };
  });
  if (!(admission instanceof Promise)) return open(request, admission);
  return admission.then((answer) => settle(request, reply, answer), clientLeft);
}

function settle(
  request: FastifyRequest,
  reply: FastifyReply,
  admission: Admission,
): Error | undefined {
  if (!admission.ok || !reply.raw.closed) return open(request, admission);
  // It left between its turn and this one.
  admission.account.close();
  return clientLeft();
}

function open(request: FastifyRequest, admission: Admission): Error | undefined {
  if (!admission.ok) return refusedByGovernor(admission.refusal);
  request.account = admission.account;
  return undefined;
}

function clientLeft(): Error {
  return httpErrors.clientLeft();
}
