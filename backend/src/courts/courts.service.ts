import type { Court, CourtQuery, Page } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';
import type { Transaction } from 'kysely';
import type { Tables } from '../platform/database/tables.ts';
import { courtErrors } from './courts.errors.ts';
import { courtLimits } from './courts.limits.ts';
import { CourtsRepository } from './courts.repository.ts';
import { federalCourts } from './federal-courts.ts';

/** The courts cases are filed in. The federal ones of today are there from the first start. */
@Injectable()
export class CourtsService implements OnApplicationBootstrap {
  /** Ids that were found; courts are never removed. One that is made here may be rolled back. */
  readonly #seen = new Set<string>();

  constructor(private readonly courts: CourtsRepository) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.courts.addMissing(federalCourts);
  }

  async list(query: CourtQuery): Promise<Page<Court>> {
    const { rows, ...page } = await this.courts.list(query);
    return { items: rows, ...page };
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
    await this.courts.addMissing([known ?? nameless(id)], trx);
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
