import type { IncomingMessage, ServerResponse } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import type { NestMiddleware } from '@nestjs/common';
import { MEMORY_OPTIONS } from '../memory-module-options.ts';
import type { MemoryModuleOptions } from '../memory-module-options.ts';
import { memoryNestLimits } from '../memory-nestjs.limits.ts';
import { answerTooLarge, guardBody } from './body-guard.ts';
import { discardRest } from './discard-rest.ts';
import { setStreamedBody } from './streamed-body.ts';

/** Types that platforms hold and parse as a whole. */
const parsed =
  /^(?:application\/(?:[^;]*\+)?json|application\/x-www-form-urlencoded|text\/plain)\s*(?:;|$)/i;

/**
 * Keeps large bodies out of memory, whatever the platform's parsers would do. A body above
 * `bodies.thresholdBytes`, and any that is not JSON, form or text, stays unread for its handler
 * (`streamedBody`). One that declares more than `bodies.limitBytes` is answered 413 unread; one that
 * declares no length is cut off and answered 413 where it exceeds the limit, or where a parser would
 * hold more of it than the threshold.
 */
@Injectable()
export class StreamProcessingMiddleware implements NestMiddleware {
  readonly #limitBytes: number;
  readonly #thresholdBytes: number;

  constructor(@Inject(MEMORY_OPTIONS) { bodies = {} }: MemoryModuleOptions) {
    const { limitBytes, thresholdBytes } = memoryNestLimits;
    this.#limitBytes = bodies.limitBytes ?? limitBytes.value;
    this.#thresholdBytes = bodies.thresholdBytes ?? thresholdBytes.value;
  }

  use(request: IncomingMessage, response: ServerResponse, next: () => void): void {
    const { headers } = request;
    const length = headers['content-length'];
    const isChunked = headers['transfer-encoding'] !== undefined;
    if ((length === undefined || length === '0') && !isChunked) return next();
    const declaredBytes = isChunked ? null : Number(length);
    if (declaredBytes !== null && declaredBytes > this.#limitBytes) {
      return this.#refuse(request, response, declaredBytes);
    }
    const contentType = headers['content-type'] ?? null;
    const isParsed = contentType !== null && parsed.test(contentType);
    if (declaredBytes === null) {
      const most = isParsed ? Math.min(this.#thresholdBytes, this.#limitBytes) : this.#limitBytes;
      guardBody(request, response, most);
    }
    const isLarge = declaredBytes !== null && declaredBytes > this.#thresholdBytes;
    if (isLarge || !isParsed) setStreamedBody({ contentType, declaredBytes, stream: request });
    // The parsers go by this header: without it they leave the body alone.
    if (isLarge && isParsed) delete headers['content-type'];
    next();
  }

  #refuse(request: IncomingMessage, response: ServerResponse, declaredBytes: number): void {
    const { lingerBytes, lingerMs } = memoryNestLimits;
    const limitBytes = this.#limitBytes;
    const detail = `A body may have ${limitBytes} bytes; this one declares ${declaredBytes}.`;
    answerTooLarge(response, limitBytes, detail);
    discardRest(request, { bytes: lingerBytes.value, ms: lingerMs.value });
  }
}
