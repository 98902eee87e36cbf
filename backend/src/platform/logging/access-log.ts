import { symbols } from 'pino';
import type { DestinationStream, Logger } from 'pino';
import { isoTime } from './iso-time.ts';

/** One answered request. Every text is of a known alphabet that needs no escaping in JSON. */
export interface AccessFacts {
  readonly requestId: string;
  readonly status: number;
  readonly ms: number;
  /** Who asked: a user's id, or the kind of a viewer without one. */
  readonly viewer: string | null;
}

/**
 * The line at the end of each request, in the form of the other log lines. It is put together by
 * hand, because the general serializer with its redaction costs more than the rest of the request.
 */
export class AccessLog {
  readonly isEnabled: { readonly info: boolean; readonly debug: boolean };
  readonly #stream: DestinationStream;

  constructor(logger: Logger) {
    this.#stream = (logger as unknown as Record<symbol, DestinationStream>)[
      symbols.streamSym
    ] as DestinationStream;
    this.isEnabled = {
      info: logger.isLevelEnabled('info'),
      debug: logger.isLevelEnabled('debug'),
    };
  }

  /** Makes the writer of one route's lines, or null when its level is not written. */
  forRoute(name: string, level: 'info' | 'debug'): ((facts: AccessFacts) => void) | null {
    if (!this.isEnabled[level]) return null;
    const head = `{"level":"${level}","time":"`;
    const route = `","pid":${process.pid},"route":${JSON.stringify(name)},"requestId":"`;
    return ({ requestId, status, ms, viewer }) => {
      const who = viewer === null ? '' : `,"viewer":"${viewer}"`;
      this.#stream.write(
        `${head}${isoTime()}${route}${requestId}","status":${status},"ms":${ms.toFixed(3)}${who},"msg":"Request"}\n`,
      );
    };
  }
}
