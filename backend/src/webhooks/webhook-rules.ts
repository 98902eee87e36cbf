import type { EventType } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { AppError } from '../platform/errors/define-error.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { mayHearOf } from './open-events.ts';
import { WebhookSender } from './webhook-sender.ts';
import { webhookErrors } from './webhooks.errors.ts';
import { webhookLimits } from './webhooks.limits.ts';

/** What a webhook may be, before it is written. */
@Injectable()
export class WebhookRules {
  constructor(private readonly sender: WebhookSender) {}

  /**
   * Passes for an address that could be sent to and for types that the viewer's permissions open. A name
   * is looked up at each attempt only. Throws OUTBOUND_URL_INVALID, OUTBOUND_HOST_REFUSED,
   * WEBHOOK_EVENT_NOT_OPEN.
   */
  check(
    viewer: Viewer,
    { url, events }: { url?: string | undefined; events?: EventType[] | null | undefined },
  ): void {
    if (url !== undefined) this.#checkUrl(url);
    const closed = (events ?? []).filter((type) => !mayHearOf(viewer, type));
    if (closed.length === 0) return;
    const message = `your permissions do not open ${closed.join(', ')}`;
    throw webhookErrors.eventNotOpen({ errors: [{ path: 'body.events', message }] });
  }

  /** Throws WEBHOOK_TOO_MANY when one more is too many. */
  checkCounts({ all, own }: { readonly all: number; readonly own: number }): void {
    if (own >= webhookLimits.perOwnerEntries)
      throw webhookErrors.tooMany(`You have ${own} webhooks, as many as one user may have.`);
    if (all >= webhookLimits.webhookEntries)
      throw webhookErrors.tooMany(`There are ${all} webhooks in all, as many as there may be.`);
  }

  #checkUrl(url: string): void {
    try {
      this.sender.check(url);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const { code, spec, facts } = error;
      const errors = [{ path: 'body.url', message: error.message }];
      throw new AppError(code, spec, { ...facts, errors });
    }
  }
}
