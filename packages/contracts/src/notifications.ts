import * as z from 'zod/mini';
import { flag, id, instant, text } from './scalars.ts';
import { pageOf, pageQuery } from './page.ts';

/** Where a notification goes: into the list, out as an email at once, into the digest. */
export interface ChannelChoice {
  readonly inApp: boolean;
  readonly email: boolean;
  readonly digest: boolean;
}

const now: ChannelChoice = { inApp: true, email: true, digest: false };
const later: ChannelChoice = { inApp: true, email: false, digest: true };

/**
 * Every kind of notification with where it goes for somebody who chose nothing. A feature with a new
 * kind adds a line here, a rule in the backend's `notification-rules.ts` and a label in the console.
 */
export const notificationKinds = {
  'case.assigned': now,
  'case.team-changed': later,
  'case.updated': later,
  'docket.updated': later,
  'docket.imported': later,
  'task.assigned': now,
  'task.commented': later,
  'task.due-soon': now,
  'task.overdue': now,
  'workflow.overdue': now,
  'job.dead': now,
  'memory.critical': now,
  'memory.leak': later,
} as const satisfies Readonly<Record<string, ChannelChoice>>;

/** A kind of notification: `case.assigned`. */
export type NotificationKind = keyof typeof notificationKinds;

/** Every kind, in the order of the catalogue. */
export const notificationKindNames = Object.keys(notificationKinds) as NotificationKind[];

/** Kinds that only those who may read the monitoring get. */
export const operatorKinds: ReadonlySet<NotificationKind> = new Set([
  'job.dead',
  'memory.critical',
  'memory.leak',
]);

const kind = z.enum(notificationKindNames as [NotificationKind, ...NotificationKind[]]);

export const notificationsQuery = z.strictObject({
  ...pageQuery,
  unread: z.optional(flag),
  kind: z.optional(kind),
});

/** One notification. Those of one kind about one thing are one until it is read; `count` says how many. */
export const notification = z.object({
  id,
  kind: z.string(),
  title: z.string(),
  detail: z.string(),
  count: z.number(),
  /** Where the console shows what it is about. */
  path: z.string(),
  caseId: z.nullable(id),
  caseTitle: z.nullable(z.string()),
  actor: z.string(),
  createdAt: instant,
  /** When the last of the counted ones came; the list is in this order. */
  updatedAt: instant,
  readAt: z.nullable(instant),
});
export const notificationPage = pageOf(notification);

/** How many are unread; a thousand are as many as one user has. */
export const unreadCount = z.object({ count: z.number() });

/** Marks as read everything up to this instant, so that what came meanwhile stays unread. */
export const readAllBody = z.strictObject({ until: z.optional(instant) });

export const digestFrequencies = ['off', 'daily', 'weekly'] as const;

const zones = new Map<string, boolean>();
function isTimeZone(name: string): boolean {
  let known = zones.get(name);
  if (known === undefined) {
    try {
      known = new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
    } catch {
      known = false;
    }
    if (zones.size < 1_000) zones.set(name, known);
  }
  return known;
}

export const digestSettings = z.strictObject({
  frequency: z.enum(digestFrequencies),
  /** Hour of the day in `timeZone`; weekly ones come on Monday. */
  hour: z.number().check(z.int(), z.minimum(0), z.maximum(23)),
  timeZone: text(64, 1).check(z.refine(isTimeZone, 'must be a time zone: Europe/Berlin')),
});

export const kindPreference = z.strictObject({
  kind,
  inApp: z.boolean(),
  email: z.boolean(),
  digest: z.boolean(),
});

/** What one user wants to hear of, and where. */
export const notificationPreferences = z.object({
  version: z.number(),
  digest: digestSettings,
  kinds: z.array(kindPreference),
});

/** A change: kinds that are left out stay as they are. */
export const preferencesChange = z.strictObject({
  digest: z.optional(digestSettings),
  kinds: z.optional(z.array(kindPreference).check(z.maxLength(100))),
});

export type NotificationsQuery = z.infer<typeof notificationsQuery>;
export type Notification = z.infer<typeof notification>;
export type UnreadCount = z.infer<typeof unreadCount>;
export type ReadAllBody = z.infer<typeof readAllBody>;
export type DigestFrequency = (typeof digestFrequencies)[number];
export type DigestSettings = z.infer<typeof digestSettings>;
export type KindPreference = z.infer<typeof kindPreference>;
export type NotificationPreferences = z.infer<typeof notificationPreferences>;
export type PreferencesChange = z.infer<typeof preferencesChange>;
