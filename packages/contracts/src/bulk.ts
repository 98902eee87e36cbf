import * as z from 'zod/mini';
import { caseBody, caseChange } from './cases.ts';
import { clientBody, clientChange, partyBody, partyChange } from './clients.ts';
import { problemField } from './problem.ts';
import { id, text } from './scalars.ts';
import { taskBody, taskChange } from './tasks.ts';

/** What many rows can be written of in one call. */
export const bulkKinds = ['cases', 'clients', 'parties', 'tasks'] as const;
export type BulkKindName = (typeof bulkKinds)[number];

/** What a call does with each of its rows. */
export const bulkModes = ['insert', 'update', 'upsert', 'delete'] as const;
export type BulkMode = (typeof bulkModes)[number];

/** The caller's own name of a record: the same key never makes a second one for the same caller. */
const key = text(200, 1);
const version = z.int().check(z.minimum(1));

/** What a row says beside the fields of its record. */
export const bulkRowName = z.strictObject({
  id: z.optional(id),
  key: z.optional(key),
  version: z.optional(version),
});
export type BulkRowName = z.infer<typeof bulkRowName>;

const inserted = { key: z.optional(key) };
const upserted = { key: z.optional(key), version: z.optional(version) };
const named = { id: z.optional(id), key: z.optional(key), version };
const deleted = z.strictObject(named);

/** The rows of each call, one a line. `update` and `delete` name their record by `id` or `key`. */
export const bulkRows = {
  cases: {
    insert: z.extend(caseBody, inserted),
    update: z.extend(caseChange, named),
    upsert: z.extend(caseBody, upserted),
    delete: deleted,
  },
  clients: {
    insert: z.extend(clientBody, inserted),
    update: z.extend(clientChange, named),
    upsert: z.extend(clientBody, upserted),
    delete: deleted,
  },
  parties: {
    insert: z.extend(partyBody, inserted),
    update: z.extend(partyChange, named),
    upsert: z.extend(partyBody, upserted),
    delete: deleted,
  },
  tasks: {
    insert: z.extend(taskBody, inserted),
    update: z.extend(taskChange, named),
    upsert: z.extend(taskBody, upserted),
    delete: deleted,
  },
} as const;

export const bulkStatuses = ['created', 'updated', 'unchanged', 'archived', 'rejected'] as const;
export const bulkStatus = z.enum(bulkStatuses);
export type BulkStatus = z.infer<typeof bulkStatus>;

export const bulkError = z.object({
  code: z.string(),
  detail: z.string(),
  hint: z.optional(z.string()),
  errors: z.optional(z.array(problemField)),
});
export type BulkError = z.infer<typeof bulkError>;

/** What became of the row on one line of the input; lines count from 1. */
export const bulkLine = z.object({
  line: z.number(),
  id: z.nullable(id),
  status: bulkStatus,
  version: z.optional(z.number()),
  error: z.optional(bulkError),
});
export type BulkLine = z.infer<typeof bulkLine>;

/** The last line of an answer. Without it the answer is cut off; `stopped` says why in `error`. */
export const bulkEnd = z.object({
  end: z.enum(['complete', 'stopped']),
  rows: z.number(),
  created: z.number(),
  updated: z.number(),
  unchanged: z.number(),
  archived: z.number(),
  rejected: z.number(),
  error: z.optional(bulkError),
});
export type BulkEnd = z.infer<typeof bulkEnd>;

/** One line of an answer: one for each row, in their order, and the end. */
export const bulkAnswerLine = z.union([bulkLine, bulkEnd]);
