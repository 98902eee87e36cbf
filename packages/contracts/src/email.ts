import * as z from 'zod/mini';
import { pageOf, pageQuery } from './page.ts';
import { id, instant, text } from './scalars.ts';

/**
 * Where an email stands. `queued` waits for its first or next try; `written` stands in the outbox
 * folder because no mail server is configured; `withheld` was not sent because its recipient may not
 * see its case any more or was disabled; `suppressed` because the address is on the suppression list.
 */
export const emailStates = [
  'queued',
  'sent',
  'written',
  'bounced',
  'failed',
  'suppressed',
  'withheld',
] as const;
export const emailState = z.enum(emailStates);
export type EmailState = z.infer<typeof emailState>;

/** An email address as we store and compare it: lower case, at most 254 characters. */
export const emailAddress = z.email().check(z.maxLength(254), z.toLowerCase());

export const emailsQuery = z.strictObject({
  ...pageQuery,
  state: z.optional(emailState),
  template: z.optional(text(60, 1)),
  address: z.optional(text(254, 1)),
});

/** One email of the log. `subject` is null when it names a case that is not open to the viewer. */
export const emailSummary = z.object({
  id,
  template: z.string(),
  address: z.string(),
  subject: z.nullable(z.string()),
  state: emailState,
  attempts: z.number(),
  /** Bytes of the encoded message as it was sent; null before. */
  bytes: z.nullable(z.number()),
  attachments: z.number(),
  /** What the mail server, the bounce or we said last. */
  reply: z.nullable(z.string()),
  /** Enhanced status of a bounce (RFC 3463): `5.1.1`. */
  bounceStatus: z.nullable(z.string()),
  createdAt: instant,
  endedAt: z.nullable(instant),
});
export const emailPage = pageOf(emailSummary);
/** An email with its text; `text` is null when it names a case that is not open to the viewer. */
export const emailDetail = z.object({
  ...emailSummary.shape,
  messageId: z.string(),
  text: z.nullable(z.string()),
});

/** How email leaves this server, and what waits. */
export const emailStatus = z.object({
  transport: z.enum(['smtp', 'outbox']),
  /** `host:port` of the mail server, or the folder that messages are written to. */
  target: z.string(),
  from: z.string(),
  queued: z.number(),
  suppressed: z.number(),
});

/** Why an address gets no email: the server refused it, a bounce came back, or an operator said so. */
export const suppressionReason = z.enum(['refused', 'bounce', 'manual']);

export const suppression = z.object({
  id,
  address: z.string(),
  reason: suppressionReason,
  detail: z.string(),
  createdAt: instant,
});
export const suppressionPage = pageOf(suppression);
export const suppressionsQuery = z.strictObject({
  ...pageQuery,
  address: z.optional(text(254, 1)),
});
export const suppressionBody = z.strictObject({ address: emailAddress, detail: text(500, 1) });

/** What became of a bounce that was handed in; `emailId` is null when it names no email of ours. */
export const bounceOutcome = z.object({
  emailId: z.nullable(id),
  action: z.nullable(z.string()),
  status: z.nullable(z.string()),
  suppressed: z.boolean(),
});

/** An email that was queued. */
export const emailQueued = z.object({ id });

export type EmailsQuery = z.infer<typeof emailsQuery>;
export type EmailSummary = z.infer<typeof emailSummary>;
export type EmailDetail = z.infer<typeof emailDetail>;
export type EmailStatus = z.infer<typeof emailStatus>;
export type Suppression = z.infer<typeof suppression>;
export type SuppressionReason = z.infer<typeof suppressionReason>;
export type SuppressionsQuery = z.infer<typeof suppressionsQuery>;
export type SuppressionBody = z.infer<typeof suppressionBody>;
export type BounceOutcome = z.infer<typeof bounceOutcome>;
export type EmailQueued = z.infer<typeof emailQueued>;
