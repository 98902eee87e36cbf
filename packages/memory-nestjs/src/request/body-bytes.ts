import type { IncomingHttpHeaders } from 'node:http';
import { memoryNestLimits } from '../memory-nestjs.limits.ts';

/** A request of either platform, as far as its body is looked at. */
export interface BodyCarrier {
  readonly headers: IncomingHttpHeaders;
  readonly body?: unknown;
}

/** The bytes, their text and the parsed value stand side by side for a moment. */
const copies = 3;

/**
 * What a call holds because of its body before its handler has begun: three times the declared bytes of
 * one that the platform has parsed, nothing for one that nobody has read yet. A file that something has
 * put on disk is declared as well, so no more is taken for held than `memoryNestLimits.thresholdBytes`.
 */
export function bodyBytes(request: BodyCarrier): number {
  // Looked at first: Node makes the headers when they are asked for, and most calls have no body.
  if (request.body === undefined || request.body === null) return 0;
  const declared = Number(request.headers['content-length'] ?? 0);
  return copies * Math.min(declared, memoryNestLimits.thresholdBytes.value);
}
