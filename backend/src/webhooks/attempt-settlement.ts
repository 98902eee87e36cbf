import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import type { Tables } from '../platform/database/tables.ts';
import { DeliveryMaker } from './delivery-maker.ts';
import { OutgoingRepository, type DueDelivery } from './outgoing.repository.ts';
import { nextDelaySeconds } from './retry-schedule.ts';
import type { AttemptResult } from './webhook-sender.ts';
import { WebhookSwitch } from './webhook-switch.ts';

/** Statuses with which a receiver may ask to be left alone for a while (RFC 6585, RFC 9110). */
const HOLDING = new Set([429, 503]);
const GONE = 410;

/** Waits between the attempts of one delivery, in seconds. */
export class RetryDelays {
  readonly seconds: readonly number[];

  constructor(seconds: readonly number[]) {
    this.seconds = seconds;
  }
}

/** Writes down what came of an attempt, and decides what follows from it. */
@Injectable()
export class AttemptSettlement {
  constructor(
    private readonly outgoing: OutgoingRepository,
    private readonly maker: DeliveryMaker,
    private readonly switchOff: WebhookSwitch,
    private readonly delays: RetryDelays,
  ) {}

  /**
   * Writes as part of `trx`: the attempt, the state of the delivery, the job of the next attempt, the
   * health of the webhook; answers how the delivery ended, null while it goes on. A webhook is turned off
   * by 410 Gone, and when a delivery has failed for good while nothing else got through.
   */
  async settle(
    trx: Transaction<Tables>,
    due: DueDelivery,
    result: AttemptResult,
  ): Promise<'delivered' | 'failed' | null> {
    const { id, run, webhookId, eventId, url } = due;
    const isDelivered = result.outcome === 'delivered';
    const delaySeconds = isDelivered || isFinal(due, result) ? null : this.#delay(due, result);
    const nextAttemptAt = delaySeconds === null ? null : new Date(Date.now() + delaySeconds * 1000);
    const ends = isDelivered ? 'delivered' : nextAttemptAt === null ? 'failed' : null;
    const isCurrent = await this.outgoing.record(trx, { id, run, result, ends, nextAttemptAt });
    if (isDelivered) await this.outgoing.noteSuccess(trx, webhookId);
    if (!isCurrent) return null;
    if (nextAttemptAt !== null)
      await this.maker.send(trx, url, [{ id, run: run + 1 }], nextAttemptAt);
    if (isDelivered || eventId === null) return ends;
    const heldSeconds = HOLDING.has(result.status ?? 0) ? result.retryAfterSeconds : null;
    await this.outgoing.noteFailure(trx, webhookId, heldSeconds);
    if (result.status === GONE) await this.switchOff.turnOff(trx, due, 'gone');
    else if (
      ends === 'failed' &&
      (await this.outgoing.isFailingSince(trx, webhookId, due.elapsedMs))
    )
      await this.switchOff.turnOff(trx, due, 'failing');
    return ends;
  }

  #delay(due: DueDelivery, { retryAfterSeconds }: AttemptResult): number | null {
    const attempts = due.cycleAttempts + 1;
    const failed = { attempts, elapsedMs: due.elapsedMs, retryAfterSeconds };
    return nextDelaySeconds(failed, this.delays.seconds, Math.random());
  }
}

/** A test is one attempt; a receiver that is gone is not asked again. */
function isFinal(due: DueDelivery, result: AttemptResult): boolean {
  return due.eventId === null || result.status === GONE;
}
