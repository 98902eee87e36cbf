import type { Transaction } from 'kysely';
import type { Tables } from '../../platform/database/tables.ts';
import type { StoredEvent } from '../../platform/events/stored-event.ts';
import type { Draft } from './draft.ts';

/** The draft for those who may read the entry: not everybody on the team reads sealed ones. */
export async function docketDraft(
  trx: Transaction<Tables>,
  { aggregateId }: StoredEvent,
  draft: Draft | null,
): Promise<Draft | null> {
  if (draft === null) return null;
  const entry = await trx
    .selectFrom('docket_entries')
    .select(['sealed', 'restricted'])
    .where('id', '=', aggregateId)
    .executeTakeFirst();
  if (!entry) return null;
  const isClosed = entry.sealed || entry.restricted;
  return { ...draft, needs: isClosed ? ['docket:read', 'docket:read-sealed'] : ['docket:read'] };
}

/** The draft of an import with how much was new; null when nothing was. */
export function importedDraft(
  entries: unknown,
  draft: (title: string) => Draft | null,
): Draft | null {
  const { created = 0, updated = 0 } = (entries ?? {}) as { created?: number; updated?: number };
  const count = created + updated;
  if (!Number.isSafeInteger(count) || count === 0) return null;
  const made = draft(`An import brought ${count} docket ${count === 1 ? 'entry' : 'entries'}`);
  return made === null ? null : { ...made, needs: ['docket:read'] };
}
