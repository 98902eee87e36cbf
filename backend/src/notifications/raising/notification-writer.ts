import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { EmailService } from '../../email/email.service.ts';
import type { EmailToSend } from '../../email/sending/email-queue.ts';
import { oneLine } from '../../email/templates/one-line.ts';
import type { Tables } from '../../platform/database/tables.ts';
import { NotificationFigures } from '../notification-figures.ts';
import { notificationsLimits } from '../notifications.limits.ts';
import type { Draft } from './draft.ts';
import { NotificationFeed } from './notification-feed.ts';
import { RaisingRepository, type RaisedRow } from './raising.repository.ts';
import { RecipientRepository, type Recipient } from './recipient.repository.ts';

/** Tells people: writes their notifications and queues the emails of those who want one at once. */
@Injectable()
export class NotificationWriter {
  constructor(
    private readonly recipients: RecipientRepository,
    private readonly rows: RaisingRepository,
    private readonly email: EmailService,
    private readonly feed: NotificationFeed,
    private readonly figures: NotificationFigures,
  ) {}

  /**
   * Tells of `draft` as part of `trx`; answers how many are told. Those who have an unread one of
   * the kind about the same thing find it counted up, and get no second email within an hour.
   */
  async raise(trx: Transaction<Tables>, draft: Draft): Promise<number> {
    const all = await this.recipients.of(trx, draft);
    const wished = all.filter(({ inApp, email, digest }) => inApp || email || digest);
    if (wished.length === 0) return 0;
    const told = this.#withinEmailBound(wished);
    const facts = {
      kind: draft.kind,
      title: oneLine(draft.title, notificationsLimits.titleLength.value),
      detail: oneLine(draft.detail ?? '', notificationsLimits.detailLength.value),
      path: draft.path,
      caseId: draft.caseId,
      foldKey: draft.foldKey,
      actorName: draft.actor.name,
    };
    const raised = await this.rows.raise(trx, facts, told);
    await this.rows.keepWithinCap(trx, raised);
    await this.#mail(trx, draft, told, raised);
    const inApp = new Set(told.filter((one) => one.inApp).map(({ userId }) => userId));
    const news = raised.filter(({ userId }) => inApp.has(userId));
    await this.feed.tell(
      trx,
      news.map(({ id, userId }) => ({ userId, notificationId: id, kind: draft.kind })),
    );
    this.figures.raised(draft.kind, told);
    return told.length;
  }

  /** Above the bound the digest brings what would have been an email. */
  #withinEmailBound(wished: readonly Recipient[]): readonly Recipient[] {
    let emails = 0;
    return wished.map((one) => {
      if (!one.email || ++emails <= notificationsLimits.emailRecipients.value) return one;
      return { ...one, email: false, digest: true };
    });
  }

  async #mail(
    trx: Transaction<Tables>,
    draft: Draft,
    told: readonly Recipient[],
    raised: readonly RaisedRow[],
  ): Promise<void> {
    const due = new Set(raised.filter((row) => row.mayMail).map(({ userId }) => userId));
    const mailed = told.filter(({ email, userId }) => email && due.has(userId));
    if (mailed.length === 0) return;
    const facts = await this.recipients.caseFacts(trx, draft.caseId);
    const caseIds = draft.caseId === null ? [] : [draft.caseId];
    for (const { userId, name, address } of mailed) {
      const to = { userId, name, address };
      await this.email.queue(trx, { ...draft.email(facts), to, caseIds } as EmailToSend);
    }
    await this.rows.noteMailed(
      trx,
      draft,
      mailed.map(({ userId }) => userId),
    );
  }
}
