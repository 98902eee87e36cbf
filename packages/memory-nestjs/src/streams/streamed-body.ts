import type { IncomingMessage } from 'node:http';
import { rawRequest } from '../request/raw-exchange.ts';

/** A body that nobody has read yet. */
export interface StreamedBody {
  /** As the client sent it; null without one. */
  readonly contentType: string | null;
  /** Null where the client did not say. */
  readonly declaredBytes: number | null;
  /** The bytes, to be read once. It ends with an error when they exceed the limit or the client leaves. */
  readonly stream: IncomingMessage;
}

const bodies = new WeakMap<IncomingMessage, StreamedBody>();

/** The unread body of a request; undefined where the platform has parsed it, or there is none. */
export function streamedBody(request: object): StreamedBody | undefined {
  return bodies.get(rawRequest(request));
}

/** Notes that the body of a request is for its handler to read. */
export function setStreamedBody(body: StreamedBody): void {
  bodies.set(body.stream, body);
}
