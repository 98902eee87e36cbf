import { Injectable } from '@nestjs/common';
import type { ImapFlow } from 'imapflow';
import * as z from 'zod/mini';
import { ChangeLog } from '../../audit/change-log.ts';
import { Database } from '../../platform/database/database.ts';
import { newId } from '../../platform/database/id.ts';
import { outboundErrors } from '../../platform/outbound/outbound.errors.ts';
import { OutboundGuard } from '../../platform/outbound/outbound-guard.ts';
import type { Connection, Connector, RunFacts } from '../connectors/connector.ts';
import { integrationActor } from '../integration-actor.ts';
import { IntegrationsRepository } from '../integrations.repository.ts';
import { caseNumbersIn } from './case-numbers.ts';
import { checkSmtp } from './check-smtp.ts';
import { fetchMessages } from './fetch-messages.ts';
import type { FetchedMessage } from './fetch-messages.ts';
import { mailboxLimits } from './mailbox.limits.ts';
import { MailboxMessagesRepository } from './mailbox-messages.repository.ts';
import { imapFailure, openImap } from './open-imap.ts';

const place = z.object({
  uidValidity: z._default(z.number(), 0),
  lastUid: z._default(z.number(), 0),
});

/**
 * A mailbox: new messages of one folder are kept with their headers and text, and joined to the case whose
 * number stands in the subject or in a plus-address. The folder is only read. A message is kept once, by
 * the folder's UIDVALIDITY and its UID (RFC 3501, 2.3.1.1), however often a sync is broken off.
 */
@Injectable()
export class MailboxConnector implements Connector<'mailbox'> {
  readonly kind = 'mailbox';

  constructor(
    private readonly guard: OutboundGuard,
    private readonly database: Database,
    private readonly integrations: IntegrationsRepository,
    private readonly messages: MailboxMessagesRepository,
    private readonly changes: ChangeLog,
  ) {}

  async test(connection: Connection<'mailbox'>): Promise<RunFacts> {
    const seen = await this.#inFolder(connection, (client) => {
      const { exists = 0, path = '' } = client.mailbox === false ? {} : client.mailbox;
      return Promise.resolve({ folder: path, messages: exists });
    });
    await checkSmtp(this.guard, connection);
    return { ...seen, sendsToo: connection.settings.smtp !== undefined };
  }

  async sync(connection: Connection<'mailbox'>): Promise<RunFacts> {
    const known = place.parse((await this.integrations.state(connection.integrationId)) ?? {});
    return this.#inFolder(connection, async (client) => {
      const validity = Number(client.mailbox === false ? 0 : client.mailbox.uidValidity);
      const after = validity === known.uidValidity ? known.lastUid : 0;
      const uids = await newUids(client, after);
      const facts = { received: 0, joinedToCases: 0, remaining: uids.length };
      for await (const message of fetchMessages(
        client,
        uids.slice(0, mailboxLimits.messageEntries),
      )) {
        connection.signal.throwIfAborted();
        const outcome = await this.#keep(connection, validity, message);
        facts.remaining--;
        if (outcome === 'known') continue;
        facts.received++;
        if (outcome === 'joined') facts.joinedToCases++;
      }
      return facts;
    });
  }

  /** One transaction for the message, its event and the place where the next sync goes on. */
  async #keep(
    { integrationId, settings, name }: Connection<'mailbox'>,
    uidValidity: number,
    message: FetchedMessage,
  ): Promise<'known' | 'kept' | 'joined'> {
    const { uid, addresses, ...row } = message;
    return this.database.transaction(async (trx) => {
      const numbers = caseNumbersIn(message.subject, addresses);
      const caseId = await this.messages.caseOf(trx, numbers);
      const id = newId();
      const isNew = await this.messages.insert(trx, {
        id,
        integration_id: integrationId,
        folder: settings.folder,
        uid_validity: uidValidity,
        uid,
        case_id: caseId,
        ...row,
        attachments: JSON.stringify(row.attachments) as never,
      });
      await this.integrations.setState(trx, integrationId, { uidValidity, lastUid: uid });
      if (!isNew) return 'known';
      if (caseId === null) return 'kept';
      await this.changes.record(trx, integrationActor(name), {
        type: 'case.email-received',
        objectType: 'mailbox-message',
        objectId: id,
        caseId,
        payload: { messageId: id },
      });
      return 'joined';
    });
  }

  async #inFolder<T>(
    connection: Connection<'mailbox'>,
    work: (client: ImapFlow) => Promise<T>,
  ): Promise<T> {
    const { imap, folder } = connection.settings;
    const client = await openImap(this.guard, connection);
    try {
      const lock = await client.getMailboxLock(folder, { readOnly: true });
      try {
        return await work(client);
      } finally {
        lock.release();
      }
    } catch (error) {
      const told = imapFailure(error, `${imap.host}:${imap.port}, folder ${folder}`);
      // What says nothing about the connection is no fault of the other side.
      throw told.code === outboundErrors.badAnswer.code ? error : told;
    } finally {
      await client.logout().catch(() => client.close());
    }
  }
}

/** UIDs above `after`, ascending. A server answers its newest one to `n:*` even when that is older. */
async function newUids(client: ImapFlow, after: number): Promise<number[]> {
  const found = await client.search({ uid: `${after + 1}:*` }, { uid: true });
  if (!found) return [];
  return found.filter((uid) => uid > after).toSorted((a, b) => a - b);
}
