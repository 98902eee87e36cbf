import type { Integration, IntegrationKind, IntegrationRun } from '@lexiflow/contracts';

/** An integration as it stands in the database. */
export interface IntegrationRow {
  readonly id: string;
  readonly kind: IntegrationKind;
  readonly name: string;
  readonly isEnabled: boolean;
  readonly everyMinutes: number | null;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly sealed: string;
  readonly keyId: string;
  readonly credentialNames: string[];
  readonly nextSyncAt: string | null;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** The kinds that fetch something. */
const SYNCING: ReadonlySet<IntegrationKind> = new Set(['mailbox', 'calendar', 'dockets']);

/** Whether integrations of this kind fetch something. */
export function syncs(kind: IntegrationKind): boolean {
  return SYNCING.has(kind);
}

/** What is answered of an integration: all but its credentials. */
export function shown(row: IntegrationRow, lastRun: IntegrationRun | null): Integration {
  const { sealed: _, ...rest } = row;
  return { ...rest, settings: { ...rest.settings }, syncs: syncs(row.kind), lastRun };
}
