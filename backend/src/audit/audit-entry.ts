import type { Viewer } from '../platform/http/viewer.ts';

/** Who did something. `anonymous` is a caller without a valid credential, `system` the server itself. */
export interface AuditActor {
  readonly kind: Viewer['kind'] | 'anonymous' | 'system';
  readonly userId: string | null;
  readonly name: string;
}

/** The actor of a caller whose credential was refused or absent. */
export const anonymous: AuditActor = { kind: 'anonymous', userId: null, name: 'anonymous' };
/** The actor of what the server does by itself. */
export const system: AuditActor = { kind: 'system', userId: null, name: 'system' };

/** What was done, to which object. `action` is `area.verb`, in the past tense: `case.archived`. */
export interface AuditEntry {
  readonly action: string;
  readonly objectType: string;
  readonly objectId?: string | null;
  readonly caseId?: string | null;
  /** Plain JSON facts. Cut at 16 KB; members whose name says secret are never kept. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly requestId?: string | null;
  readonly ip?: string | null;
}
