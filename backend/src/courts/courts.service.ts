import type { Court, CourtQuery, Page } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';
import type { Transaction } from 'kysely';
import type { CacheRegion } from '../platform/cache/cache-region.ts';
import { CacheStrategy } from '../platform/cache/cache-strategy.ts';
import { Database } from '../platform/database/database.ts';
import type { Tables } from '../platform/database/tables.ts';
import { courtErrors } from './courts.errors.ts';
import { courtLimits } from './courts.limits.ts';
import { CourtsRepository } from './courts.repository.ts';
import { federalCourts } from './federal-courts.ts';

/** Tag of every answer that holds courts. */
export const COURTS_TAG = 'courts';

/** The courts cases are filed in. The federal ones of today are there from the first start. */
@Injectable()
export class CourtsService implements OnApplicationBootstrap {
  /** Ids that were found; courts are never removed. One that is made here may be rolled back. */
  readonly #seen = new Set<string>();

  readonly #pages: CacheRegion<Page<Court>>;

  constructor(
    private readonly courts: CourtsRepository,
    private readonly database: Database,
    private readonly cache: CacheStrategy,
  ) {
    this.#pages = cache.region({
      name: 'courts',
      shape: 1,
      maxEntries: courtLimits.cachedPages,
      maxBytes: courtLimits.cachedBytes,
      ttlMs: courtLimits.cachedMs,
      staleMs: courtLimits.staleMs,
      tags: [COURTS_TAG],
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.database.transaction((trx) => this.#addMissing(trx, federalCourts));
  }

  /** A page of the courts; kept, for all viewers, until a court changes. */
  async list(query: CourtQuery): Promise<Page<Court>> {
    return this.#pages.getOrLoad({ scope: 'everyone', key: JSON.stringify(query) }, async () => {
      const { rows, ...page } = await this.courts.list(query);
      return { items: rows, ...page };
    });
  }

  /** Throws COURT_NOT_FOUND. */
  async get(id: string): Promise<Court> {
    const found = await this.courts.find(id.toLowerCase());
    if (!found) throw courtErrors.notFound();
    return found;
  }

  async exists(id: string, trx: Transaction<Tables>): Promise<boolean> {
    return (await this.courts.find(id, trx)) !== undefined;
  }

  /** Makes sure that the court exists; an unknown one is named by its id until courts are imported. */
  async ensure(trx: Transaction<Tables>, id: string): Promise<void> {
    if (this.#seen.has(id)) return;
    if (await this.courts.find(id, trx)) {
      if (this.#seen.size >= courtLimits.remembered) this.#seen.clear();
      this.#seen.add(id);
      return;
    }
    const known = federalCourts.find((court) => court.id === id);
    await this.#addMissing(trx, [known ?? nameless(id)]);
  }

  async #addMissing(trx: Transaction<Tables>, courts: readonly Court[]): Promise<void> {
    if ((await this.courts.addMissing(trx, courts)) > 0)
      await this.cache.changed(trx, [COURTS_TAG]);
  }
}

function nameless(id: string): Court {
  return {
    id,
    name: id,
    level: null,
    system: null,
    type: null,
    location: null,
    citation: null,
  };
}
