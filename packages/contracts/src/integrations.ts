import * as z from 'zod/mini';
import { pageOf, pageQuery } from './page.ts';
import { date, id, instant, text } from './scalars.ts';

/** What an integration connects to. */
export const integrationKinds = [
  'mailbox',
  'calendar',
  'storage',
  'embeddings',
  'dockets',
  'rest',
] as const;
export const integrationKind = z.enum(integrationKinds);
export type IntegrationKind = z.infer<typeof integrationKind>;

/** A password, key or secret address: taken as it is, never answered. */
const secret = z.string().check(
  z.minLength(1),
  z.maxLength(2048),
  z.refine((value) => /^[^\p{Cc}]+$/u.test(value), 'must not contain control characters'),
);
const webAddress = z.string().check(
  z.maxLength(2048),
  z.refine((value) => /^https?:\/\/[^\s@]+$/.test(value), 'must start with https:// or http://'),
);
const mailServer = z.strictObject({
  host: z.string().check(z.regex(/^[A-Za-z0-9.:_-]{1,253}$/)),
  port: z.number().check(z.int(), z.minimum(1), z.maximum(65_535)),
  /** `none` only for addresses that the operator named in OUTBOUND_ALLOWED_ADDRESSES. */
  tls: z._default(z.enum(['implicit', 'starttls', 'none']), 'implicit'),
});
const days = z.number().check(z.int(), z.minimum(0), z.maximum(1_830));

/** Settings and credentials of each kind. Settings are answered; credentials are not. */
export const integrationShapes = {
  mailbox: {
    settings: z.strictObject({
      imap: mailServer,
      folder: z._default(text(255, 1), 'INBOX'),
      user: text(254, 1),
      /** For the connection test of the way out. */
      smtp: z.optional(mailServer),
    }),
    credentials: z.strictObject({ password: secret }),
  },
  calendar: {
    settings: z.strictObject({
      /** Whose events these are: those of a case, of a user, or the whole firm's without either. */
      caseId: z._default(z.nullable(id), null),
      userId: z._default(z.nullable(id), null),
      pastDays: z._default(days, 30),
      futureDays: z._default(days, 365),
    }),
    /** The address of an .ics file; it is a secret, since whoever knows it reads the calendar. */
    credentials: z.strictObject({ url: webAddress }),
  },
  storage: {
    settings: z.strictObject({
      /** Absent for Amazon S3 itself. */
      endpoint: z._default(z.nullable(webAddress), null),
      region: z._default(z.string().check(z.regex(/^[a-z0-9-]{1,64}$/)), 'us-east-1'),
      bucket: z.string().check(z.regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/)),
      /** Stands before every name this integration writes. */
      prefix: z._default(z.string().check(z.regex(/^([\w.-]+\/)*$/), z.maxLength(256)), ''),
      pathStyle: z._default(z.boolean(), true),
    }),
    credentials: z.strictObject({ accessKeyId: secret, secretAccessKey: secret }),
  },
  embeddings: {
    settings: z.strictObject({ baseUrl: webAddress, model: text(200, 1) }),
    credentials: z.strictObject({ apiKey: z.optional(secret) }),
  },
  dockets: {
    settings: z.strictObject({ url: webAddress }),
    credentials: z.strictObject({ token: z.optional(secret) }),
  },
  rest: {
    settings: z.strictObject({
      baseUrl: webAddress,
      /** Asked for by the connection test. */
      testPath: z._default(z.string().check(z.regex(/^\/[^\s#]{0,500}$/)), '/'),
      authentication: z._default(z.enum(['none', 'bearer', 'basic', 'header']), 'none'),
      /** Name of the header that carries the secret, for `header`. */
      headerName: z.optional(z.string().check(z.regex(/^[A-Za-z0-9-]{1,64}$/))),
    }),
    credentials: z.strictObject({ user: z.optional(secret), secret: z.optional(secret) }),
  },
} as const satisfies Record<
  IntegrationKind,
  { settings: z.core.$ZodType; credentials: z.core.$ZodType }
>;

export type IntegrationSettings<Kind extends IntegrationKind> = z.output<
  (typeof integrationShapes)[Kind]['settings']
>;
export type IntegrationCredentials<Kind extends IntegrationKind> = z.output<
  (typeof integrationShapes)[Kind]['credentials']
>;

/** Minutes between two syncs: from five to a week; null syncs only when asked. */
const everyMinutes = z.nullable(z.number().check(z.int(), z.minimum(5), z.maximum(10_080)));
const common = {
  name: text(120, 1),
  isEnabled: z._default(z.boolean(), true),
  everyMinutes: z._default(everyMinutes, null),
};
function bodyOf<Kind extends IntegrationKind>(kind: Kind) {
  return z.strictObject({ kind: z.literal(kind), ...common, ...integrationShapes[kind] });
}
export const integrationBody = z.discriminatedUnion('kind', [
  bodyOf('mailbox'),
  bodyOf('calendar'),
  bodyOf('storage'),
  bodyOf('embeddings'),
  bodyOf('dockets'),
  bodyOf('rest'),
]);
export type IntegrationBody = z.output<typeof integrationBody>;
/** `settings` and `credentials` replace the former ones whole; what is absent stays. */
export const integrationChange = z.strictObject({
  name: z.optional(text(120, 1)),
  isEnabled: z.optional(z.boolean()),
  everyMinutes: z.optional(everyMinutes),
  settings: z.optional(z.record(z.string(), z.unknown())),
  credentials: z.optional(z.record(z.string(), z.unknown())),
});
export type IntegrationChange = z.infer<typeof integrationChange>;

/** Where a connection failed; the order is that of the steps. */
export const failedStep = z.enum([
  'key',
  'address',
  'dns',
  'tcp',
  'tls',
  'timeout',
  'sign-in',
  'permission',
  'answer',
]);
export type FailedStep = z.infer<typeof failedStep>;

export const integrationRun = z.object({
  id,
  action: z.enum(['test', 'sync']),
  outcome: z.enum(['running', 'ok', 'failed']),
  failedStep: z.nullable(failedStep),
  code: z.nullable(z.string()),
  detail: z.nullable(z.string()),
  /** What was found or done: counts of a sync, what a test saw. */
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  actor: z.string(),
  startedAt: instant,
  endedAt: z.nullable(instant),
});
export type IntegrationRun = z.infer<typeof integrationRun>;
export const integrationRunPage = pageOf(integrationRun);

export const integration = z.object({
  id,
  kind: integrationKind,
  name: z.string(),
  isEnabled: z.boolean(),
  everyMinutes: z.nullable(z.number()),
  settings: z.record(z.string(), z.unknown()),
  /** Names of the credentials that are stored; their values are never answered. */
  credentialNames: z.array(z.string()),
  /** Id of the key that the credentials are encrypted with. */
  keyId: z.string(),
  /** Whether this kind fetches something; the others are only used and tested. */
  syncs: z.boolean(),
  lastRun: z.nullable(integrationRun),
  nextSyncAt: z.nullable(instant),
  version: z.number(),
  createdAt: instant,
  updatedAt: instant,
});
export type Integration = z.infer<typeof integration>;
export const integrationPage = pageOf(integration);
export const integrationQuery = z.strictObject({
  ...pageQuery,
  kind: z.optional(integrationKind),
});
export type IntegrationQuery = z.infer<typeof integrationQuery>;
export const runsQuery = z.strictObject(pageQuery);
export type RunsQuery = z.infer<typeof runsQuery>;
export const syncStarted = z.object({ jobId: z.nullable(id) });
export type SyncStarted = z.infer<typeof syncStarted>;

/** The keys for credentials: which are configured, and how many integrations and webhooks each one protects. */
export const integrationKeys = z.object({
  current: z.nullable(z.string()),
  keys: z.array(
    z.object({
      id: z.string(),
      isConfigured: z.boolean(),
      integrations: z.number(),
      webhooks: z.number(),
    }),
  ),
});
export type IntegrationKeys = z.infer<typeof integrationKeys>;

/** A message that a mailbox brought in. */
export const caseEmail = z.object({
  id,
  caseId: z.nullable(id),
  from: z.string(),
  to: z.array(z.string()),
  subject: z.string(),
  sentAt: z.nullable(instant),
  receivedAt: instant,
  text: z.string(),
  isTextCut: z.boolean(),
  attachments: z.array(z.object({ name: z.string(), type: z.string(), sizeBytes: z.number() })),
});
export type CaseEmail = z.infer<typeof caseEmail>;
export const caseEmailPage = pageOf(caseEmail);

/** An event of a subscribed calendar; one row for each occurrence. */
export const calendarEvent = z.object({
  id,
  caseId: z.nullable(id),
  title: z.string(),
  location: z.nullable(z.string()),
  isAllDay: z.boolean(),
  startsAt: z.string(),
  endsAt: z.nullable(z.string()),
});
export type CalendarEvent = z.infer<typeof calendarEvent>;
export const calendarEventPage = pageOf(calendarEvent);
export const calendarEventQuery = z.strictObject({
  ...pageQuery,
  from: z.optional(date),
  caseId: z.optional(id),
});
export type CalendarEventQuery = z.infer<typeof calendarEventQuery>;

/** A secret address under which a calendar program reads the dates of its owner. */
export const calendarFeed = z.object({
  id,
  name: z.string(),
  createdAt: instant,
  lastReadAt: z.nullable(instant),
});
export type CalendarFeed = z.infer<typeof calendarFeed>;
export const calendarFeedBody = z.strictObject({ name: text(80, 1) });
export type CalendarFeedBody = z.infer<typeof calendarFeedBody>;
/** The answer of making one; the address is not shown again. */
export const calendarFeedMade = z.extend(calendarFeed, { url: z.string() });
export type CalendarFeedMade = z.infer<typeof calendarFeedMade>;
export const calendarFeedPage = pageOf(calendarFeed);
