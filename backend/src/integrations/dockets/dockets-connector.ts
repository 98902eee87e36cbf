import { Injectable } from '@nestjs/common';
import { DocketImportService } from '../../docket/import/docket-import.service.ts';
import { OutboundGuard } from '../../platform/outbound/outbound-guard.ts';
import { openOutbound } from '../../platform/outbound/outbound-request.ts';
import type { OpenAnswer } from '../../platform/outbound/outbound-request.ts';
import type { Connection, Connector, RunFacts } from '../connectors/connector.ts';
import { requireWebAddress } from '../connectors/require-encryption.ts';
import { requireWelcome } from '../connectors/require-welcome.ts';
import { integrationActor } from '../integration-actor.ts';
import { integrationErrors } from '../integrations.errors.ts';
import { integrationLimits } from '../integrations.limits.ts';

/**
 * Fetches docket JSON (one docket, an array, or one a line) from an address and imports it like
 * POST /api/docket/import: streamed, idempotent, bad dockets counted.
 */
@Injectable()
export class DocketsConnector implements Connector<'dockets'> {
  readonly kind = 'dockets';

  constructor(
    private readonly guard: OutboundGuard,
    private readonly imports: DocketImportService,
  ) {}

  async test(connection: Connection<'dockets'>): Promise<RunFacts> {
    const { body, headers } = await this.#open(connection);
    try {
      for await (const piece of body) {
        const first = (piece as Buffer).toString().trimStart().charAt(0);
        if (first !== '{' && first !== '[')
          throw integrationErrors.badAnswer('what is there is not JSON');
        break;
      }
    } finally {
      body.destroy();
    }
    return { contentType: contentTypeOf(headers) };
  }

  async sync(connection: Connection<'dockets'>): Promise<RunFacts> {
    const { body, headers } = await this.#open(connection);
    try {
      const { created, updated, unchanged, rejectedCount } = await this.imports.import(
        integrationActor(connection.name),
        {
          bytes: body as AsyncIterable<Uint8Array>,
          contentType: contentTypeOf(headers),
          signal: connection.signal,
        },
      );
      return {
        casesCreated: created.cases,
        casesUpdated: updated.cases,
        casesUnchanged: unchanged.cases,
        entriesCreated: created.entries,
        entriesUpdated: updated.entries,
        rejected: rejectedCount,
      };
    } finally {
      body.destroy();
    }
  }

  async #open({ settings, credentials, signal }: Connection<'dockets'>): Promise<OpenAnswer> {
    const { token } = credentials;
    const answer = await openOutbound(this.guard, {
      url: await requireWebAddress(this.guard, settings.url),
      protocols: ['https:', 'http:'],
      timeoutMs: integrationLimits.syncMs,
      signal,
      followRedirects: true,
      headers: {
        accept: 'application/json, application/x-ndjson',
        ...(token === undefined ? {} : { authorization: `Token ${token}` }),
      },
    });
    try {
      requireWelcome(answer.status, 'the address');
    } catch (error) {
      answer.body.destroy();
      throw error;
    }
    return answer;
  }
}

function contentTypeOf(headers: OpenAnswer['headers']): string {
  const named = headers['content-type'] ?? '';
  return /json/.test(named) ? named.slice(0, 100) : 'application/json';
}
