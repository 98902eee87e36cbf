import type { IntegrationKind } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { CalendarConnector } from '../calendar/calendar-connector.ts';
import { DocketsConnector } from '../dockets/dockets-connector.ts';
import { EmbeddingsConnector } from '../embeddings/embeddings-connector.ts';
import { MailboxConnector } from '../mailbox/mailbox-connector.ts';
import { RestConnector } from '../rest/rest-connector.ts';
import { StorageConnector } from '../storage/storage-connector.ts';
import type { Connector } from './connector.ts';

/** The connector of each kind. */
@Injectable()
export class Connectors {
  readonly #byKind: { readonly [Kind in IntegrationKind]: Connector<Kind> };

  constructor(
    mailbox: MailboxConnector,
    calendar: CalendarConnector,
    storage: StorageConnector,
    embeddings: EmbeddingsConnector,
    dockets: DocketsConnector,
    rest: RestConnector,
  ) {
    this.#byKind = { mailbox, calendar, storage, embeddings, dockets, rest };
  }

  of<Kind extends IntegrationKind>(kind: Kind): Connector<Kind> {
    return this.#byKind[kind];
  }
}
