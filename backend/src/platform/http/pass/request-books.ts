import type { Clock } from '@lexiflow/memory';
import { CallEnd, discardRest } from '@lexiflow/memory-nestjs';
import type { CallOutcome } from '@lexiflow/memory-nestjs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { AccessFacts, AccessLog } from '../../logging/access-log.ts';
import type { RequestFigures, RouteFigures } from '../../metrics/request-figures.ts';
import { connectionState } from '../connections/connection-state.ts';
import { publishEnded } from '../../ended.channel.ts';
import { httpLimits } from '../http.limits.ts';
import type { CollectedRoute } from '../routes/collected-route.ts';
import { isBulk } from '../overload/overload-gate.ts';
import type { OverloadGate } from '../overload/overload-gate.ts';
import { securityHeaders } from '../security-headers.ts';

/** Where the books of all requests are kept. */
export interface BookParts {
  readonly figures: RequestFigures;
  readonly accessLog: AccessLog;
  readonly logger: Logger;
  readonly overload: OverloadGate;
  /** When a handler without a client is given up; default: the machine's. */
  readonly clock?: Pick<Clock, 'after'> | undefined;
}

/** Status in the log of a request whose client went away before its answer. */
const CLIENT_LEFT = 499;

const linger = { bytes: httpLimits.lingerBytes, ms: httpLimits.lingerMs };

/**
 * The books of one route's requests: opened before anything else. Counted and logged when the response is
 * over; what a request holds is given back when its handler has ended too, or was given up (`CallEnd`).
 */
export class RequestBooks {
  readonly #route: CollectedRoute | null;
  readonly #figures: RequestFigures;
  readonly #row: RouteFigures;
  readonly #log: ((facts: AccessFacts) => void) | null;
  readonly #logger: Logger;
  readonly #overload: OverloadGate;
  readonly #isBulk: boolean;
  readonly #clock: Pick<Clock, 'after'> | undefined;

  /** `route` is null for the requests that no route answers. */
  constructor(
    route: CollectedRoute | null,
    { figures, accessLog, logger, overload, clock }: BookParts,
  ) {
    this.#route = route;
    this.#figures = figures;
    this.#row = route === null ? figures.unknown : figures.forRoute(route.name);
    this.#logger = logger;
    this.#overload = overload;
    this.#isBulk = route !== null && isBulk(route.priority);
    this.#clock = clock;
    // Probes come every few seconds from several places and would drown the rest.
    const level = route?.priority === 'health' ? 'debug' : 'info';
    this.#log = accessLog.forRoute(route?.name ?? this.#row.name, level);
  }

  /** Begins a request; its end is noticed by itself. */
  open(request: FastifyRequest, reply: FastifyReply): void {
    const startedMs = performance.now();
    request.route = this.#route;
    this.#figures.inFlight++;
    reply.headers(securityHeaders);
    reply.header('x-request-id', request.id);
    const connection = connectionState(request.raw.socket);
    if (connection !== undefined) {
      connection.began();
      if (!connection.isCharged) reply.header('connection', 'close');
    }
    // 'close' comes exactly once, also for a client that went away; Fastify's onResponse does not.
    reply.raw.on('close', () => {
      const nowMs = performance.now();
      // Asked here and not of the message: a message that was destroyed has no socket any more.
      connection?.ended(nowMs, request.raw.complete);
      this.#close(request, reply, nowMs - startedMs);
    });
  }

  #close(request: FastifyRequest, { raw }: FastifyReply, ms: number): void {
    const isAborted = !raw.writableFinished;
    const { handling } = request;
    if (handling === null) this.#end(request, 'ended');
    else {
      const end = new CallEnd(raw, (outcome) => this.#end(request, outcome), this.#clock);
      const handled = (): void => end.handled();
      handling.then(handled, handled);
    }
    this.#figures.inFlight--;
    this.#figures.finished(this.#row, raw.statusCode, isAborted, ms);
    discardRest(request.raw, linger);
    if (this.#log === null) return;
    const { viewer, id: requestId } = request;
    this.#log({
      requestId,
      status: isAborted ? CLIENT_LEFT : raw.statusCode,
      ms,
      viewer: viewer === null ? null : (viewer.userId ?? viewer.kind),
    });
  }

  /** Neither response nor handler holds anything any more, unless the handler was given up. */
  #end(request: FastifyRequest, outcome: CallOutcome): void {
    this.#giveBackPlace(request);
    this.#closeAccount(request, outcome);
    publishEnded(this.#row.name, request);
  }

  /** Not before: whose client leaves and tries again would be worked for twice in one place. */
  #giveBackPlace(request: FastifyRequest): void {
    if (request.enteredMs === null) return;
    if (this.#isBulk) this.#overload.leaveBulk();
    else this.#overload.leave(performance.now() - request.enteredMs);
    request.enteredMs = null;
  }

  #closeAccount(request: FastifyRequest, outcome: CallOutcome): void {
    const { account } = request;
    if (account === null) return;
    const { peakBytes } = account;
    this.#row.peakBytes.observe(peakBytes);
    // What it held is garbage now, and the account even; what an abandoned handler holds shows as a leftover.
    if (outcome === 'ended') account.shrink(account.usedBytes);
    account.close();
    request.account = null;
    if (peakBytes <= httpLimits.heavyRequestBytes) return;
    const facts = { requestId: request.id, route: this.#row.name, peakBytes };
    this.#logger.warn(facts, 'Request held much memory');
  }
}
