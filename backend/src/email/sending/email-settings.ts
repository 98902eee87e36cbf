import { join } from 'node:path';
import type { Config } from '../../platform/config/config.ts';
import { parseMailbox, type MailAddress } from '../message/mail-address.ts';

/** Who sends when no sender is configured: the outbox folder is no mail server and takes anyone. */
const NOBODY: MailAddress = { name: 'LexiFlow', address: 'lexiflow@localhost.localdomain' };

/** What of the configuration email needs. */
export class EmailSettings {
  readonly from: MailAddress;
  /** Where links lead: `PUBLIC_URL`, else this machine. */
  readonly consoleUrl: string;
  readonly outboxFolder: string;
  /** Folder of the attachments that are files. */
  readonly filesFolder: string;

  constructor({ mail, server }: Pick<Config, 'mail' | 'server'>) {
    this.from = (mail.from === null ? null : parseMailbox(mail.from)) ?? NOBODY;
    this.consoleUrl = server.publicUrl ?? `http://localhost:${server.port}`;
    this.outboxFolder = join(server.dataDir, 'outbox');
    this.filesFolder = join(server.dataDir, 'files');
  }

  /** The one Message-ID of an email: the same at every try, so that a repetition is recognised. */
  messageId(emailId: string): string {
    return `<${emailId}@${this.from.address.split('@')[1] ?? 'localhost'}>`;
  }
}
