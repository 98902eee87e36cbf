import * as z from 'zod/mini';
import { pageOf, pageQuery } from './page.ts';
import { flag, id, instant, text } from './scalars.ts';

export const partyKind = z.enum(['person', 'organisation', 'unknown']);

const partyFields = {
  name: text(500, 1),
  kind: z._default(partyKind, 'unknown'),
  email: z.optional(z.nullable(z.email().check(z.maxLength(254)))),
  phone: z.optional(z.nullable(text(50))),
  address: z.optional(z.nullable(text(1000))),
  notes: z.optional(z.nullable(text(10_000))),
};
export const partyBody = z.strictObject(partyFields);
export const partyChange = z.strictObject({
  ...partyFields,
  name: z.optional(text(500, 1)),
  kind: z.optional(partyKind),
});
/** A person or organisation, kept once however many cases it appears in. */
export const party = z.object({
  id,
  name: z.string(),
  kind: partyKind,
  email: z.nullable(z.string()),
  phone: z.nullable(z.string()),
  address: z.nullable(z.string()),
  notes: z.nullable(z.string()),
  caseCount: z.number(),
  version: z.number(),
  createdAt: instant,
  updatedAt: instant,
});
export const partyQuery = z.strictObject({
  ...pageQuery,
  q: z.optional(text(200)),
  kind: z.optional(partyKind),
  sort: z._default(z.enum(['name', '-name', 'createdAt', '-createdAt']), 'name'),
});
export const partyPage = pageOf(party);

export const clientStatus = z.enum(['active', 'former', 'prospective']);
export const clientBody = z.strictObject({
  /** An existing party that becomes a client, or a new party made with it. */
  partyId: z.optional(id),
  party: z.optional(partyBody),
  number: text(50, 1),
  status: z._default(clientStatus, 'active'),
});
export const clientChange = z.strictObject({
  number: z.optional(text(50, 1)),
  status: z.optional(clientStatus),
});
/** A party the firm acts for, under the firm's own client number. */
export const client = z.object({
  id,
  number: z.string(),
  status: clientStatus,
  partyId: id,
  name: z.string(),
  kind: partyKind,
  caseCount: z.number(),
  archivedAt: z.nullable(instant),
  version: z.number(),
  createdAt: instant,
  updatedAt: instant,
});
export const clientQuery = z.strictObject({
  ...pageQuery,
  q: z.optional(text(200)),
  status: z.optional(clientStatus),
  archived: z.optional(flag),
  sort: z._default(
    z.enum(['name', '-name', 'number', '-number', 'createdAt', '-createdAt']),
    'name',
  ),
});
export const clientPage = pageOf(client);

export type PartyKind = z.infer<typeof partyKind>;
export type PartyBody = z.infer<typeof partyBody>;
export type PartyChange = z.infer<typeof partyChange>;
export type Party = z.infer<typeof party>;
export type PartyQuery = z.infer<typeof partyQuery>;
export type ClientStatus = z.infer<typeof clientStatus>;
export type ClientBody = z.infer<typeof clientBody>;
export type ClientChange = z.infer<typeof clientChange>;
export type Client = z.infer<typeof client>;
export type ClientQuery = z.infer<typeof clientQuery>;
