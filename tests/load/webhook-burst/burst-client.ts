import { makeFirstAdministrator } from '../../support/first-administrator.ts';
import type { RunningServer } from '../../support/server.ts';

/** A delivery as the log has it. */
export interface LoggedDelivery {
  readonly id: string;
  readonly eventId: string;
  readonly state: string;
  readonly attempts: number;
}

/** What the proof does through the public API, as the administrator it makes at the start. */
export class BurstClient {
  readonly #url: () => string;
  readonly #token: string;

  private constructor(url: () => string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  /** Makes the first administrator of a new server; `url` may change when it is started again. */
  static async setUp(server: RunningServer, url: () => string): Promise<BurstClient> {
    const admin = {
      email: 'burst@firm.example',
      name: 'Burst',
      password: 'forty quiet otters swim',
    };
    const { firstRunLink } = server;
    const answer = await makeFirstAdministrator({ url: url(), firstRunLink }, admin);
    const { token } = (await answer.json()) as { token: string };
    return new BurstClient(url, token);
  }

  async request<T>(method: string, path: string, body?: unknown): Promise<T> {
    const isText = typeof body === 'string';
    const answer = await fetch(`${this.#url()}/api${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.#token}`,
        'content-type': isText ? 'application/x-ndjson' : 'application/json',
      },
      ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
    return JSON.parse(text) as T;
  }

  /** Imports `count` dockets, each of which is one event `docket.imported`. */
  async record(count: number): Promise<void> {
    const lines = Array.from({ length: count }, (_, index) =>
      JSON.stringify({
        court_id: index % 2 ? 'nysd' : 'cand',
        docket_number: `1:24-cv-${String(index).padStart(5, '0')}`,
        case_name: `Burst ${index} v. Receiver`,
        date_filed: '2024-03-04',
        parties: [],
        docket_entries: [],
      }),
    );
    await this.request('POST', '/docket/import', lines.join('\n'));
  }

  /** Every delivery of a webhook. */
  async deliveries(webhookId: string): Promise<LoggedDelivery[]> {
    const all: LoggedDelivery[] = [];
    for (let cursor = ''; ;) {
      const page = await this.request<{ items: LoggedDelivery[]; nextCursor: string | null }>(
        'GET',
        `/webhooks/${webhookId}/deliveries?limit=100${cursor}`,
      );
      all.push(...page.items);
      if (page.nextCursor === null) return all;
      cursor = `&cursor=${page.nextCursor}`;
    }
  }
}
