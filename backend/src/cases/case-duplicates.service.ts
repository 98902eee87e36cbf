import type { CaseDuplicate, CaseDuplicatesQuery } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import type { Viewer } from '../platform/http/viewer.ts';
import { CaseDuplicatesRepository } from './case-duplicates.repository.ts';
import { CasesService } from './cases.service.ts';

/** Finds cases that may have been taken in twice. */
@Injectable()
export class CaseDuplicatesService {
  constructor(
    private readonly cases: CasesService,
    private readonly duplicates: CaseDuplicatesRepository,
  ) {}

  /** Possible doubles of a case that is there. Throws CASE_NOT_FOUND. */
  async of(viewer: Viewer, id: string): Promise<CaseDuplicate[]> {
    const { number, courtId, title } = await this.cases.get(viewer, id);
    return this.duplicates.find(viewer, { number, courtId, title, exceptId: id });
  }

  /** Cases like one that is about to be made. */
  async like(viewer: Viewer, query: CaseDuplicatesQuery): Promise<CaseDuplicate[]> {
    return this.duplicates.find(viewer, {
      number: query.number ?? null,
      courtId: query.court?.toLowerCase() ?? null,
      title: query.title ?? null,
      exceptId: null,
    });
  }
}
