import { createHash, randomBytes } from 'node:crypto';
import type {
  CalendarFeed,
  CalendarFeedBody,
  CalendarFeedMade,
  Page,
  RunsQuery,
} from '@lexiflow/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { ChangeLog } from '../../audit/change-log.ts';
import type { Actor } from '../../audit/current-actor.ts';
import { rolePermissions } from '../../authorization/role-permissions.ts';
import { CONFIG } from '../../platform/config/config.ts';
import type { Config } from '../../platform/config/config.ts';
import { Database } from '../../platform/database/database.ts';
import { newId } from '../../platform/database/id.ts';
import { httpErrors } from '../../platform/http/http.errors.ts';
import type { Viewer } from '../../platform/http/viewer.ts';
import { integrationErrors } from '../integrations.errors.ts';
import { feedLimits } from './feeds.limits.ts';
import { FeedsRepository } from './feeds.repository.ts';
import type { FeedDate } from './feeds.repository.ts';
import { icalendar } from './icalendar.ts';

/** A feed as it is sent, with what changes when it does. */
export interface FeedText {
  readonly text: string;
  readonly etag: string;
}

const TOKEN = /^([A-Za-z0-9_-]{43})(?:\.ics)?$/;
const TITLES = { task: 'Due', 'case-filed': 'Filed', 'case-closed': 'Closed' } as const;

/** Calendar feeds: secret addresses under which a calendar program reads the dates of its owner. */
@Injectable()
export class FeedsService {
  readonly #address: string;

  constructor(
    private readonly database: Database,
    private readonly feeds: FeedsRepository,
    private readonly changes: ChangeLog,
    @Inject(CONFIG) { server }: Config,
  ) {
    this.#address = (server.publicUrl ?? `http://localhost:${server.port}`).replace(/\/$/, '');
  }

  async list(viewer: Viewer, query: RunsQuery): Promise<Page<CalendarFeed>> {
    const { rows, ...page } = await this.feeds.list(userOf(viewer), query);
    return { items: rows, ...page };
  }

  /** Makes a feed of one's own; its address is answered this once. Throws CALENDAR_FEED_TOO_MANY. */
  async create(actor: Actor, { name }: CalendarFeedBody): Promise<CalendarFeedMade> {
    const userId = userOf(actor);
    const token = randomBytes(feedLimits.tokenBytes).toString('base64url');
    const feed = await this.database.transaction(async (trx) => {
      if ((await this.feeds.count(trx, userId)) >= feedLimits.feedEntries)
        throw integrationErrors.feedTooMany();
      const id = newId();
      const made = await this.feeds.insert(trx, { id, userId, name, tokenHash: hashOf(token) });
      await this.changes.record(trx, actor, {
        type: 'calendar-feed.created',
        objectType: 'calendar-feed',
        objectId: id,
      });
      return made;
    });
    return { ...feed, url: `${this.#address}/api/calendar-feeds/ics/${token}.ics` };
  }

  /** Makes the address of one's own feed worthless. Throws CALENDAR_FEED_NOT_FOUND. */
  async revoke(actor: Actor, id: string): Promise<void> {
    await this.database.transaction(async (trx) => {
      if (!(await this.feeds.delete(trx, userOf(actor), id)))
        throw integrationErrors.feedNotFound();
      await this.changes.record(trx, actor, {
        type: 'calendar-feed.revoked',
        objectType: 'calendar-feed',
        objectId: id,
      });
    });
  }

  /** The calendar of a token, with what its owner may see now. Throws CALENDAR_FEED_NOT_FOUND. */
  async read(text: string): Promise<FeedText> {
    const token = TOKEN.exec(text)?.[1];
    const owner = token === undefined ? undefined : await this.feeds.owner(hashOf(token));
    if (owner === undefined) throw integrationErrors.feedNotFound();
    const dates = await this.feeds.dates({
      kind: 'user',
      userId: owner.userId,
      name: owner.userName,
      email: null,
      role: owner.role,
      permissions: rolePermissions[owner.role].permissions,
      credentialId: null,
    });
    await this.feeds.noteReading(owner.feedId);
    const calendar = icalendar(
      owner.name,
      dates.map((date) => this.#day(date)),
    );
    return { text: calendar, etag: `"${hashOf(calendar).toString('base64url')}"` };
  }

  #day({ kind, id, on, title, caseId, caseNumber, version, changedAt }: FeedDate) {
    const of = kind === 'task' ? caseNumber : null;
    return {
      uid: `${kind}-${id}@lexiflow`,
      sequence: version,
      changedAt,
      on,
      title: `${TITLES[kind]}: ${title}${of === null ? '' : ` (${of})`}`,
      ...(kind === 'task' || caseNumber === null ? {} : { description: caseNumber }),
      url: caseId === null ? `${this.#address}/tasks` : `${this.#address}/cases/${caseId}`,
    };
  }
}

/** A feed shows the dates of a user; the operator's token is none. */
function userOf({ userId }: Viewer): string {
  if (userId === null) throw httpErrors.notAllowed('A calendar feed belongs to a user.');
  return userId;
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
