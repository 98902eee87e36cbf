import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { newId } from '../../platform/database/id.ts';
import type { Tables } from '../../platform/database/tables.ts';
import { JobQueue } from '../../platform/jobs/job-queue.ts';
import { EmailFigures } from '../email-figures.ts';
import { emailErrors } from '../email.errors.ts';
import { emailLimits } from '../email.limits.ts';
import { EmailRepository } from '../email.repository.ts';
import { AttachmentSources, type AttachmentRef } from '../message/attachment-sources.ts';
import { base64Bytes } from '../message/encoded-size.ts';
import { mailbox, parseAddress } from '../message/mail-address.ts';
import { emailTemplates, type TemplateName, type TemplateValues } from '../templates/catalogue.ts';
import { checkedValues, renderSubject } from '../templates/render-email.ts';
import type { Template } from '../templates/template.ts';
import { EmailSettings } from './email-settings.ts';
import { sendEmail } from './send-email.job.ts';

/** A file to be sent along: where its bytes come from, and how it is called. */
export type AttachmentToSend = Omit<AttachmentRef, 'bytes'>;

/** An email that a feature wants to be sent. */
export interface EmailToSend<Name extends TemplateName = TemplateName> {
  readonly template: Name;
  readonly values: TemplateValues<Name>;
  /** `userId` is null for somebody who is no user; then no case may be named. */
  readonly to: { readonly userId: string | null; readonly name: string; readonly address: string };
  /** Every case the email tells of: the recipient must be allowed to see them when it is sent. */
  readonly caseIds?: readonly string[];
  readonly attachments?: readonly AttachmentToSend[];
  /** A second email with the same key is not queued. */
  readonly dedupeKey?: string;
}

/** Takes emails in: checks them, stores them, and sends the job that delivers them. */
@Injectable()
export class EmailQueue {
  constructor(
    private readonly emails: EmailRepository,
    private readonly jobs: JobQueue,
    private readonly sources: AttachmentSources,
    private readonly settings: EmailSettings,
    private readonly figures: EmailFigures,
  ) {}

  /**
   * Queues an email as part of `trx`: it is sent if, and only if, that commits. Answers its id; null
   * when one with the same key exists or the address has had its share of the day. For an address on
   * the suppression list the email is only recorded. Throws EMAIL_ADDRESS_INVALID, EMAIL_TOO_LARGE,
   * EMAIL_ATTACHMENT_MISSING, EMAIL_VALUES_INVALID.
   */
  async add<Name extends TemplateName>(
    trx: Transaction<Tables>,
    email: EmailToSend<Name>,
  ): Promise<string | null> {
    const address = parseAddress(email.to.address);
    if (address === null) throw emailErrors.addressInvalid();
    const template = emailTemplates[email.template] as Template<unknown>;
    const values = checkedValues(email.template, template, email.values);
    const text = JSON.stringify(values);
    if (Buffer.byteLength(text) > emailLimits.valuesBytes)
      throw emailErrors.valuesInvalid(
        `${email.template}: larger than ${emailLimits.valuesBytes} bytes`,
      );
    const attachments = await this.#measured(email.attachments ?? []);
    const { isSuppressed, today } = await this.emails.standing(trx, address);
    if (today >= emailLimits.perAddressDayEntries) {
      this.figures.count('refused');
      return null;
    }
    const id = newId();
    const isNew = await this.emails.insert(trx, {
      id,
      userId: email.to.userId,
      address,
      recipientName: mailbox(email.to.name, address).name || address,
      template: email.template,
      values: text,
      subject: renderSubject(template, values),
      caseIds: email.caseIds ?? [],
      attachments,
      dedupeKey: email.dedupeKey ?? null,
      state: isSuppressed ? 'suppressed' : 'queued',
      messageId: this.settings.messageId(id),
    });
    if (isNew && !isSuppressed) await this.jobs.send(trx, sendEmail, { emailId: id });
    this.figures.count(isNew ? (isSuppressed ? 'suppressed' : 'queued') : 'repeated');
    return isNew ? id : null;
  }

  /** Sizes are asked for before a byte is read: what cannot fit is refused here. */
  async #measured(attachments: readonly AttachmentToSend[]): Promise<AttachmentRef[]> {
    if (attachments.length > emailLimits.attachmentEntries)
      throw emailErrors.tooLarge(`More than ${emailLimits.attachmentEntries} attachments.`);
    const measured: AttachmentRef[] = [];
    let encoded = 0;
    for (const attachment of attachments) {
      const bytes = await this.sources.of(attachment.source).bytes(attachment.ref);
      encoded += base64Bytes(bytes);
      if (encoded > emailLimits.messageBytes)
        throw emailErrors.tooLarge(`The attachments take at least ${encoded} bytes when encoded.`);
      measured.push({ ...attachment, bytes });
    }
    return measured;
  }
}
