import type { RawBuilder, SqlBool } from 'kysely';
import type { Viewer } from '../platform/http/viewer.ts';

/**
 * Which cases a viewer may know of, as SQL on a column that holds a case id. Asked for by the audit
 * pages and provided by authorization, which itself records into the audit log.
 */
export interface CaseVisibility {
  visibleCases(viewer: Viewer, caseId: string): RawBuilder<SqlBool>;
}

/** Injection token of the `CaseVisibility`. */
export const CASE_VISIBILITY = Symbol('CaseVisibility');
