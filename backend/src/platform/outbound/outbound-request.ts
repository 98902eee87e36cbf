import type { Account } from '@lexiflow/memory';
import { request as httpRequest } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { outboundFailure } from './outbound-failure.ts';
import type { OutboundStage } from './outbound-failure.ts';
import type { OutboundGuard } from './outbound-guard.ts';
import { outboundLimits } from './outbound.limits.ts';
import { readBounded } from './read-bounded.ts';

/** One request to another machine. */
export interface OutboundRequest {
  readonly url: string | URL;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | Readable;
  /** Time for everything, the body of the answer too; default 30 s. */
  readonly timeoutMs?: number;
  /** Ends the request early. */
  readonly signal?: AbortSignal;
  /** Protocols beside https that this request may use, with their colon. */
  readonly protocols?: readonly string[];
  /** Issuers (PEM) trusted instead of the public ones. */
  readonly ca?: string;
  /** Follows redirects of a GET, each checked like the first address; default none. Credentials do not follow to another origin. */
  readonly followRedirects?: boolean;
}

/** An answer whose body still flows; it must be read to its end or destroyed. */
export interface OpenAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Where the answer came from after redirects. */
  readonly url: URL;
  readonly body: IncomingMessage;
}

/** An answer read whole. */
export interface OutboundAnswer extends Omit<OpenAnswer, 'body'> {
  readonly body: Buffer;
}

/** The statuses that name another place for the same GET (RFC 9110, 15.4). */
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * Sends a request through the guard and answers once the headers are there. No cookies, no proxy, no
 * decompression. Rejects with an OUTBOUND_ error; an answer of any status is an answer.
 */
export async function openOutbound(
  guard: OutboundGuard,
  request: OutboundRequest,
): Promise<OpenAnswer> {
  const deadline = AbortSignal.timeout(request.timeoutMs ?? outboundLimits.requestMs);
  const signal =
    request.signal === undefined ? deadline : AbortSignal.any([deadline, request.signal]);
  let url = guard.checkUrl(request.url, request.protocols);
  let headers = request.headers ?? {};
  for (let turn = 0; ; turn++) {
    const answer = await exchange(guard, { ...request, headers }, url, signal);
    const { location } = answer.headers;
    const follows = request.followRedirects === true && REDIRECTS.has(answer.status);
    if (!follows || location === undefined || turn >= outboundLimits.redirectEntries) return answer;
    answer.body.destroy();
    const next = guard.checkUrl(new URL(location, url), request.protocols);
    if (next.origin !== url.origin) headers = withoutCredentials(headers);
    url = next;
  }
}

/**
 * Sends a request and reads its answer, at most `answerBytes` (default 1 MB), charged to `account` where one
 * is given (the caller gives the bytes back). Rejects with an OUTBOUND_ error.
 */
export async function requestOutbound(
  guard: OutboundGuard,
  request: OutboundRequest & { readonly answerBytes?: number; readonly account?: Account },
): Promise<OutboundAnswer> {
  const deadline = AbortSignal.timeout(request.timeoutMs ?? outboundLimits.requestMs);
  const signal =
    request.signal === undefined ? deadline : AbortSignal.any([deadline, request.signal]);
  const { body, ...answer } = await openOutbound(guard, { ...request, signal });
  try {
    const limit = request.answerBytes ?? outboundLimits.answerBytes;
    return { ...answer, body: await readBounded(body, limit, request.account) };
  } catch (error) {
    // A body cut off by the deadline looks like a broken connection.
    throw outboundFailure(deadline.aborted ? deadline.reason : error, answer.url.host, 'answer');
  }
}

function exchange(
  guard: OutboundGuard,
  { method = 'GET', headers = {}, body, ca }: OutboundRequest,
  url: URL,
  signal: AbortSignal,
): Promise<OpenAnswer> {
  const isTls = url.protocol === 'https:';
  let stage: OutboundStage = 'dns';
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => reject(outboundFailure(error, url.host, stage));
    const options: RequestOptions & { ca?: string } = {
      method,
      headers: { ...headers },
      signal,
      agent: isTls ? guard.httpsAgent : guard.httpAgent,
      lookup: guard.lookup,
      maxHeaderSize: outboundLimits.headerBytes,
      ...(ca === undefined ? {} : { ca }),
    };
    const message = (isTls ? httpsRequest : httpRequest)(url, options, (response) => {
      clearTimeout(connecting);
      resolve({ status: response.statusCode ?? 0, headers: response.headers, url, body: response });
    });
    const connecting = setTimeout(() => {
      if (stage !== 'answer') message.destroy(new DOMException('connect', 'TimeoutError'));
    }, outboundLimits.connectMs);
    message.on('error', (error) => {
      clearTimeout(connecting);
      fail(error);
    });
    message.on('socket', (socket) => {
      // A connection that was kept from an earlier request has all its steps behind it.
      if (message.reusedSocket || !socket.connecting) stage = 'answer';
      else {
        socket.once('lookup', () => (stage = 'tcp'));
        socket.once('connect', () => (stage = isTls ? 'tls' : 'answer'));
        socket.once('secureConnect', () => (stage = 'answer'));
      }
    });
    if (body instanceof Readable) pipeline(body, message).catch(fail);
    else message.end(body);
  });
}

function withoutCredentials(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => /^(accept|user-agent)/i.test(name)),
  );
}
