const HEAD_END = Buffer.from('\r\n\r\n');
/** More than any answer of ours has in its header block. */
const HEAD_BYTES = 32 * 1024;

/** The head of one answer, and the bytes of its body, which are dropped as they come. */
export interface AnswerHead {
  readonly status: number;
  readonly retryAfterSeconds: number;
  readonly closes: boolean;
  bodyBytes: number;
}

/**
 * Finds the end of one HTTP/1.1 answer in the bytes of a connection, without keeping the body:
 * what a load generator needs and no more. Throws for an answer it cannot read.
 */
export class AnswerReader {
  #head: Buffer = Buffer.alloc(0);
  #answer: AnswerHead | null = null;
  /** Body bytes to come; -1 in a chunked answer. */
  #left = 0;
  /** The last bytes of a chunked answer, to find its end across pieces. */
  #tail = '';

  /** Takes the next piece and answers the head once the whole answer has been seen. */
  take(piece: Buffer): AnswerHead | null {
    let body = piece;
    if (this.#answer === null) {
      this.#head = this.#head.length === 0 ? piece : Buffer.concat([this.#head, piece]);
      const end = this.#head.indexOf(HEAD_END);
      if (end === -1) {
        if (this.#head.length > HEAD_BYTES) throw new Error('the head of an answer has no end');
        return null;
      }
      body = this.#head.subarray(end + HEAD_END.length);
      this.#begin(this.#head.toString('latin1', 0, end));
    }
    const answer = this.#answer!;
    answer.bodyBytes += body.length;
    if (this.#left >= 0) this.#left = Math.max(0, this.#left - body.length);
    else {
      this.#tail = (this.#tail + body.toString('latin1', Math.max(0, body.length - 7))).slice(-7);
      if (this.#tail.endsWith('\r\n0\r\n\r\n') || this.#tail === '0\r\n\r\n') this.#left = 0;
    }
    if (this.#left !== 0) return null;
    this.#answer = null;
    this.#head = Buffer.alloc(0);
    return answer;
  }

  #begin(head: string): void {
    const field = (name: string): string | undefined =>
      new RegExp(`^${name}: *(.*)$`, 'im').exec(head)?.[1];
    const status = Number(head.slice(9, 12));
    if (!(status >= 200)) throw new Error(`no answer: ${head.slice(0, 40)}`);
    const isChunked = /chunked/i.test(field('transfer-encoding') ?? '');
    this.#left = isChunked ? -1 : Number(field('content-length') ?? 0);
    this.#tail = '';
    this.#answer = {
      status,
      retryAfterSeconds: Number(field('retry-after') ?? 0),
      closes: /close/i.test(field('connection') ?? ''),
      bodyBytes: 0,
    };
  }
}
