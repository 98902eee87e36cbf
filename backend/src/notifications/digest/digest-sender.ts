import { Injectable } from '@nestjs/common';
import { EmailService } from '../../email/email.service.ts';
import { DIGEST_ITEMS } from '../../email/templates/news-templates.ts';
import { oneLine } from '../../email/templates/one-line.ts';
import { Database } from '../../platform/database/database.ts';
import { JobQueue } from '../../platform/jobs/job-queue.ts';
import { NotificationFigures } from '../notification-figures.ts';
import { DigestRepository, type DigestRow, type DueDigest } from './digest.repository.ts';
import { sendDigests } from './digest.job.ts';
import { nextDigestAt } from './next-digest.ts';

/** Characters of one line of a digest. */
const LINE_LENGTH = 400;

/** Sends each user one email with what they have not read, when their digest is due. */
@Injectable()
export class DigestSender {
  constructor(
    private readonly database: Database,
    private readonly digests: DigestRepository,
    private readonly email: EmailService,
    private readonly figures: NotificationFigures,
    jobs: JobQueue,
  ) {
    jobs.handle(sendDigests, async ({ signal }) => void (await this.run(signal)));
  }

  /** Sends what is due; answers how many emails. Each user is a transaction of their own. */
  async run(signal: AbortSignal): Promise<number> {
    let sent = 0;
    for (;;) {
      const due = await this.digests.due();
      let moved = 0;
      for (const userId of due) {
        signal.throwIfAborted();
        const outcome = await this.#one(userId);
        if (outcome !== 'busy') moved += 1;
        if (outcome === 'sent') sent += 1;
      }
      // What is left is another process's work.
      if (moved === 0) return sent;
    }
  }

  async #one(userId: string): Promise<'sent' | 'empty' | 'busy'> {
    const outcome = await this.database.transaction(async (trx) => {
      const user = await this.digests.claim(trx, userId);
      if (user === null) return 'busy';
      const rows = user.isDisabled ? [] : await this.digests.rows(trx, user);
      if (rows.length > 0) await this.email.queue(trx, digestEmail(user, rows));
      const sent = rows.map(({ id }) => id);
      await this.digests.done(trx, userId, sent, nextDigestAt(Date.now(), user));
      return rows.length > 0 ? 'sent' : 'empty';
    });
    if (outcome === 'sent') this.figures.digestQueued();
    return outcome;
  }
}

function digestEmail(user: DueDigest, rows: readonly DigestRow[]) {
  const { userId, name, email: address, dueAt } = user;
  const listed = rows.slice(0, DIGEST_ITEMS);
  const cases = listed.flatMap(({ caseId }) => (caseId === null ? [] : [caseId]));
  return {
    template: 'digest' as const,
    values: {
      period: user.frequency === 'weekly' ? ('weekly' as const) : ('daily' as const),
      items: listed.map((row) => ({ text: lineOf(row), path: row.path })),
      more: rows.length - listed.length,
    },
    to: { userId, name, address },
    caseIds: [...new Set(cases)],
    dedupeKey: `digest:${userId}:${dueAt}`,
  };
}

function lineOf({ title, count, caseTitle }: DigestRow): string {
  const often = count === 1 ? '' : ` (${count} times)`;
  const ofCase = caseTitle === null ? '' : `${caseTitle}: `;
  return oneLine(`${ofCase}${title}${often}`, LINE_LENGTH);
}
