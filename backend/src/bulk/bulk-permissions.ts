import type { BulkKindName, BulkMode, Permission } from '@lexiflow/contracts';

/** The permissions of the modes that a kind offers: those of its single routes. */
export type BulkPermissions = Readonly<Partial<Record<BulkMode, Permission>>>;

/**
 * What each call needs. An upsert needs the permission to make records; whether it may change one
 * is asked for each row. Parties are never deleted.
 */
export const bulkPermissions: Readonly<Record<BulkKindName, BulkPermissions>> = {
  cases: {
    insert: 'case:create',
    update: 'case:change',
    upsert: 'case:create',
    delete: 'case:archive',
  },
  clients: {
    insert: 'client:write',
    update: 'client:write',
    upsert: 'client:write',
    delete: 'client:write',
  },
  parties: { insert: 'party:write', update: 'party:write', upsert: 'party:write' },
  tasks: {
    insert: 'task:write',
    update: 'task:write',
    upsert: 'task:write',
    delete: 'task:write',
  },
};
