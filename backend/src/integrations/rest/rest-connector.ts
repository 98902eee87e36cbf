import { Injectable } from '@nestjs/common';
import { OutboundGuard } from '../../platform/outbound/outbound-guard.ts';
import { requestOutbound } from '../../platform/outbound/outbound-request.ts';
import type { OutboundAnswer } from '../../platform/outbound/outbound-request.ts';
import type { Connection, Connector, RunFacts } from '../connectors/connector.ts';
import { integrationErrors } from '../integrations.errors.ts';
import { requireWebAddress } from '../connectors/require-encryption.ts';
import { requireWelcome } from '../connectors/require-welcome.ts';

/** One request of the generic connector, below its base address. */
export interface RestRequest {
  readonly method: string;
  readonly path: string;
  readonly json?: unknown;
}

/** Any service that speaks JSON or text over HTTP. */
@Injectable()
export class RestConnector implements Connector<'rest'> {
  readonly kind = 'rest';

  constructor(private readonly guard: OutboundGuard) {}

  async test(connection: Connection<'rest'>): Promise<RunFacts> {
    const { testPath: path } = connection.settings;
    const answer = await this.request(connection, { method: 'GET', path });
    requireWelcome(answer.status, `GET ${path}`);
    return {
      status: answer.status,
      contentType: (answer.headers['content-type'] ?? '').slice(0, 100),
      bytes: answer.body.length,
    };
  }

  /** Sends one request with the stored credentials; the path cannot leave the base address. */
  async request(
    { settings, credentials, signal, account }: Connection<'rest'>,
    { method, path, json }: RestRequest,
  ): Promise<OutboundAnswer> {
    const base = await requireWebAddress(this.guard, settings.baseUrl);
    const url = new URL(`${base.href.replace(/\/$/, '')}${path}`);
    if (url.origin !== base.origin || !url.pathname.startsWith(base.pathname.replace(/\/$/, '')))
      throw integrationErrors.badAnswer('the path leads out of the base address');
    return requestOutbound(this.guard, {
      url,
      method,
      protocols: ['https:', 'http:'],
      signal,
      account,
      headers: {
        accept: 'application/json, */*;q=0.5',
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...authorization(settings, credentials),
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
  }
}

function authorization(
  { authentication, headerName = 'x-api-key' }: Connection<'rest'>['settings'],
  { user = '', secret = '' }: Connection<'rest'>['credentials'],
): Record<string, string> {
  if (authentication === 'none') return {};
  if (authentication === 'bearer') return { authorization: `Bearer ${secret}` };
  if (authentication === 'header') return { [headerName.toLowerCase()]: secret };
  return { authorization: `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}` };
}
