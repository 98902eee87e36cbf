import * as z from 'zod/mini';
import { pageOf, pageQuery } from './page.ts';
import { date, flag, id, instant, text } from './scalars.ts';

export const caseStatus = z.enum(['pending', 'open', 'stayed', 'closed']);

/** Which status may follow which. A move outside this table is refused. */
export const caseStatusMoves: Record<CaseStatus, readonly CaseStatus[]> = {
  pending: ['open', 'closed'],
  open: ['stayed', 'closed'],
  stayed: ['open', 'closed'],
  closed: ['open'],
};

const detail = {
  courtId: z.optional(z.nullable(text(30, 1))),
  judge: z.optional(z.nullable(text(200))),
  referredTo: z.optional(z.nullable(text(200))),
  type: z.optional(z.nullable(text(50))),
  natureOfSuit: z.optional(z.nullable(text(200))),
  cause: z.optional(z.nullable(text(500))),
  jurisdiction: z.optional(z.nullable(text(200))),
  juryDemand: z.optional(z.nullable(text(100))),
  demand: z.optional(z.nullable(text(100))),
  clientId: z.optional(z.nullable(id)),
  filedOn: z.optional(z.nullable(date)),
  closedOn: z.optional(z.nullable(date)),
};
export const caseBody = z.strictObject({
  number: text(100, 1),
  title: text(1000, 1),
  status: z._default(caseStatus, 'open'),
  ...detail,
});
export const caseChange = z.strictObject({
  number: z.optional(text(100, 1)),
  title: z.optional(text(1000, 1)),
  status: z.optional(caseStatus),
  ...detail,
});

/** A case as lists show it. */
export const caseRow = z.object({
  id,
  number: z.string(),
  title: z.string(),
  status: caseStatus,
  courtId: z.nullable(z.string()),
  courtName: z.nullable(z.string()),
  judge: z.nullable(z.string()),
  type: z.nullable(z.string()),
  natureOfSuit: z.nullable(z.string()),
  clientId: z.nullable(id),
  clientName: z.nullable(z.string()),
  filedOn: z.nullable(date),
  closedOn: z.nullable(date),
  entryCount: z.number(),
  lastEntryOn: z.nullable(date),
  archivedAt: z.nullable(instant),
  version: z.number(),
  updatedAt: instant,
});
/** A case as its own page shows it. */
export const caseDetail = z.extend(caseRow, {
  referredTo: z.nullable(z.string()),
  cause: z.nullable(z.string()),
  jurisdiction: z.nullable(z.string()),
  juryDemand: z.nullable(z.string()),
  demand: z.nullable(z.string()),
  source: z.enum(['manual', 'docket-import']),
  partyCount: z.number(),
  createdAt: instant,
});
export const caseSort = z.enum([
  'title',
  '-title',
  'number',
  '-number',
  'filedOn',
  '-filedOn',
  'updatedAt',
  '-updatedAt',
]);
export const caseQuery = z.strictObject({
  ...pageQuery,
  q: z.optional(text(200)),
  court: z.optional(text(30)),
  judge: z.optional(text(200)),
  status: z.optional(caseStatus),
  type: z.optional(text(50)),
  clientId: z.optional(id),
  filedFrom: z.optional(date),
  filedTo: z.optional(date),
  archived: z.optional(flag),
  sort: z._default(caseSort, '-filedOn'),
});
export const casePage = pageOf(caseRow);

/** A case a party is in, with the roles it has there. */
export const partyCase = z.extend(caseRow, { roles: z.array(z.string()) });
export const partyCasePage = pageOf(partyCase);

/** What to compare before a case is made: its number, its court, its title. */
export const caseDuplicatesQuery = z.strictObject({
  number: z.optional(text(100)),
  court: z.optional(text(30)),
  title: z.optional(text(1000)),
});

/** A possible double of a case: same number in the same court, or a near-equal title. */
export const caseDuplicate = z.object({
  id,
  number: z.string(),
  title: z.string(),
  reason: z.enum(['same-number', 'similar-title']),
  similarity: z.number(),
});
export const caseDuplicates = z.object({ items: z.array(caseDuplicate) });

export const caseParty = z.object({
  id,
  partyId: id,
  name: z.string(),
  kind: z.string(),
  role: z.string(),
  position: z.number(),
  terminatedOn: z.nullable(date),
  extraInfo: z.nullable(z.string()),
  counsel: z.array(
    z.object({ name: z.string(), roles: z.array(z.string()), contact: z.nullable(z.string()) }),
  ),
});
export const casePartyPage = pageOf(caseParty);
export const casePartyBody = z.strictObject({
  partyId: z.optional(id),
  name: z.optional(text(500, 1)),
  role: text(100, 1),
});

export const teamRole = z.enum(['lead', 'member', 'client']);
export const teamMember = z.object({
  userId: id,
  name: z.string(),
  email: z.string(),
  teamRole,
  addedAt: instant,
});
export const teamPage = pageOf(teamMember);
export const teamBody = z.strictObject({ userId: id, teamRole: z._default(teamRole, 'member') });

export const wall = z.object({
  id,
  userId: id,
  userName: z.string(),
  reason: z.string(),
  createdAt: instant,
  liftedAt: z.nullable(instant),
});
export const wallPage = pageOf(wall);
/** Why a wall is lifted: for the audit log. */
export const wallLiftBody = z.strictObject({ reason: z.optional(text(1000, 3)) });
export const wallBody = z.strictObject({ userId: id, reason: text(1000, 3) });

/** One thing that happened in a case: a docket entry or a recorded change. */
export const timelineItem = z.object({
  id: z.string(),
  at: z.string(),
  kind: z.enum(['docket-entry', 'event']),
  title: z.string(),
  detail: z.nullable(z.string()),
  actor: z.nullable(z.string()),
});
export const timelinePage = pageOf(timelineItem);
export const subListQuery = z.strictObject(pageQuery);

export type CaseStatus = z.infer<typeof caseStatus>;
export type CaseBody = z.infer<typeof caseBody>;
export type CaseChange = z.infer<typeof caseChange>;
export type CaseRow = z.infer<typeof caseRow>;
export type CaseDetail = z.infer<typeof caseDetail>;
export type CaseSort = z.infer<typeof caseSort>;
export type CaseQuery = z.infer<typeof caseQuery>;
export type PartyCase = z.infer<typeof partyCase>;
export type CaseDuplicatesQuery = z.infer<typeof caseDuplicatesQuery>;
export type CaseDuplicate = z.infer<typeof caseDuplicate>;
export type CaseParty = z.infer<typeof caseParty>;
export type CasePartyBody = z.infer<typeof casePartyBody>;
export type TeamMember = z.infer<typeof teamMember>;
export type TeamBody = z.infer<typeof teamBody>;
export type TeamRole = z.infer<typeof teamRole>;
export type Wall = z.infer<typeof wall>;
export type WallLiftBody = z.infer<typeof wallLiftBody>;
export type WallBody = z.infer<typeof wallBody>;
export type TimelineItem = z.infer<typeof timelineItem>;
export type SubListQuery = z.infer<typeof subListQuery>;
