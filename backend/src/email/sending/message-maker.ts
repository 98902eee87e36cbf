import { Injectable } from '@nestjs/common';
import type { StoredEmail } from '../email.repository.ts';
import { AttachmentSources } from '../message/attachment-sources.ts';
import { composeMessage, type ComposedMessage } from '../message/compose-message.ts';
import { mailbox } from '../message/mail-address.ts';
import { templateOf } from '../templates/catalogue.ts';
import { checkedValues, renderEmail } from '../templates/render-email.ts';
import { EmailSecrets } from './email-secrets.ts';
import { EmailSettings } from './email-settings.ts';

/** Makes the message of a stored email. */
@Injectable()
export class MessageMaker {
  constructor(
    private readonly settings: EmailSettings,
    private readonly secrets: EmailSecrets,
    private readonly sources: AttachmentSources,
  ) {}

  /** The message; null when its template is unknown here or its one-time link is not wanted any more. */
  async make(email: StoredEmail): Promise<ComposedMessage | null> {
    const { id, userId, template: name, recipientName, messageId } = email;
    const template = templateOf(name);
    if (template === null) return null;
    const values = checkedValues(name, template, email.values);
    const secretPath =
      template.hasSecret === true ? await this.secrets.make(name, { emailId: id, userId }) : null;
    if (template.hasSecret === true && secretPath === null) return null;
    const { consoleUrl, from } = this.settings;
    return composeMessage({
      ...renderEmail(template, values, { recipientName, consoleUrl, secretPath }),
      emailId: id,
      messageId,
      template: name,
      date: new Date(email.createdAt),
      from,
      to: mailbox(recipientName, email.address),
      attachments: email.attachments.map(({ source, ref, fileName, contentType }) => ({
        fileName,
        contentType,
        open: () => this.sources.of(source).open(ref),
      })),
    });
  }
}
