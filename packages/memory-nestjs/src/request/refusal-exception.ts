import { HttpException } from '@nestjs/common';
import type { Refusal } from '@lexiflow/memory';

/** A refusal of the governor as an HTTP answer: 503 or 429 with the numbers. */
export class RefusalException extends HttpException {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    const { code, status, detail, account, pool, usedBytes, limitBytes, level, retryHelps } =
      refusal;
    super(
      { code, status, detail, account, pool, usedBytes, limitBytes, level, retryHelps },
      refusal.status,
    );
    this.refusal = refusal;
  }
}
