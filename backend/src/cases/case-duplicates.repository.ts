import type { CaseDuplicate } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { AccessService } from '../authorization/access.service.ts';
import { Database } from '../platform/database/database.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { caseLimits } from './cases.limits.ts';
import { caseNumberKey } from './docket-number.ts';

/** What a case is compared by. */
export interface DuplicateProbe {
  readonly number: string | null;
  readonly courtId: string | null;
  readonly title: string | null;
  /** The case itself, which is no double of its own. */
  readonly exceptId: string | null;
}

/** Finds visible cases that may be the same as another one. */
@Injectable()
export class CaseDuplicatesRepository {
  constructor(
    private readonly database: Database,
    private readonly access: AccessService,
  ) {}

  /**
   * Cases with the same number (in the same court first), then those whose titles share at least
   * `similarTitle` of their trigrams; at most `duplicates` of them.
   */
  async find(viewer: Viewer, probe: DuplicateProbe): Promise<CaseDuplicate[]> {
    const key = probe.number === null ? null : caseNumberKey(probe.number);
    const isOther = sql`cases.id is distinct from ${probe.exceptId}::uuid
      and ${this.access.visibleCases(viewer, 'cases.id')}`;
    const query = sql<CaseDuplicate>`
      select id, number, title, reason, similarity::float8 as similarity from (
        select distinct on (id) * from (
          select id, number, title, 'same-number' as reason, 1::real as similarity,
            case when court_id = ${probe.courtId} then 2 else 1 end as rank
          from cases where number_key = ${key} and ${isOther}
          union all
          (select id, number, title, 'similar-title', similarity(title, ${probe.title}), 0
          from cases
          where title % ${probe.title} and ${isOther}
          order by similarity(title, ${probe.title}) desc limit ${caseLimits.duplicates})
        ) as doubles order by id, rank desc
      ) as cases order by rank desc, similarity desc, id desc limit ${caseLimits.duplicates}`;
    return this.database.transaction(async (trx) => {
      // What "%" means is a setting; set here, the index itself leaves less similar titles out.
      await sql`select set_config('pg_trgm.similarity_threshold',
        ${String(caseLimits.similarTitle)}, true)`.execute(trx);
      return (await query.execute(trx)).rows;
    });
  }
}
