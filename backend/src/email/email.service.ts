import type {
  EmailDetail,
  EmailQueued,
  EmailStatus,
  EmailSummary,
  EmailsQuery,
  Page,
} from '@lexiflow/contracts';
import { Inject, Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { Database } from '../platform/database/database.ts';
import type { Tables } from '../platform/database/tables.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { emailErrors } from './email.errors.ts';
import { EmailRepository } from './email.repository.ts';
import { EmailQueue, type EmailToSend } from './sending/email-queue.ts';
import { EmailSettings } from './sending/email-settings.ts';
import { MAILER, type Mailer } from './sending/mailer.ts';
import { templateOf, type TemplateName } from './templates/catalogue.ts';
import { renderEmail } from './templates/render-email.ts';

/** Email for the other features, and the log of it for operators. */
@Injectable()
export class EmailService {
  constructor(
    private readonly database: Database,
    private readonly emails: EmailRepository,
    private readonly queued: EmailQueue,
    private readonly settings: EmailSettings,
    @Inject(MAILER) private readonly mailer: Mailer,
  ) {}

  /** Queues an email as part of `trx`; see `EmailQueue.add`. */
  async queue<Name extends TemplateName>(
    trx: Transaction<Tables>,
    email: EmailToSend<Name>,
  ): Promise<string | null> {
    return await this.queued.add(trx, email);
  }

  /** How email leaves this server, and what waits. */
  async status(): Promise<EmailStatus> {
    const { kind, target } = this.mailer;
    const { name, address } = this.settings.from;
    const from = name === '' ? address : `${name} <${address}>`;
    return { transport: kind, target, from, ...(await this.emails.counts()) };
  }

  /** One page of the log, newest first; subjects of cases that are hidden from the viewer are null. */
  async list(viewer: Viewer, query: EmailsQuery): Promise<Page<EmailSummary>> {
    return await this.emails.page(viewer, query);
  }

  /**
   * One email with its text, made anew of template and values; null when it names a case that is
   * hidden from the viewer. A one-time link is never in it. Throws EMAIL_NOT_FOUND.
   */
  async get(viewer: Viewer, id: string): Promise<EmailDetail> {
    const found = await this.emails.byId(viewer, id);
    if (found === null) throw emailErrors.notFound();
    const { isOpen, values, recipientName, ...email } = found;
    const template = templateOf(email.template);
    const { consoleUrl } = this.settings;
    const isShown = isOpen && template !== null;
    const context = { recipientName, consoleUrl, secretPath: null };
    return { ...email, text: isShown ? renderEmail(template, values, context).text : null };
  }

  /** Queues a test message to the viewer. Throws EMAIL_NO_OWN_ADDRESS, EMAIL_TOO_MANY. */
  async sendTest(viewer: Viewer): Promise<EmailQueued> {
    const { userId, name, email } = viewer;
    if (userId === null || email === null) throw emailErrors.noOwnAddress();
    const id = await this.database.transaction((trx) =>
      this.queue(trx, {
        template: 'test',
        values: { byName: name },
        to: { userId, name, address: email },
      }),
    );
    if (id === null) throw emailErrors.tooMany();
    return { id };
  }
}
