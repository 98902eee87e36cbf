import * as z from 'zod/mini';
import { pageOf, pageQuery } from './page.ts';
import { id, instant, text } from './scalars.ts';

export const addressRuleKind = z.enum(['allow', 'block']);
export const addressRuleSource = z.enum(['manual', 'automatic']);

/** An address or a CIDR block, what to do with its requests, why, and for how long. */
export const addressRuleBody = z.strictObject({
  network: text(50, 2),
  kind: addressRuleKind,
  reason: text(300, 3),
  /** Left out: until it is removed. */
  expiresInMinutes: z.optional(z.number().check(z.int(), z.minimum(1), z.maximum(525_600))),
});

/** A rule of the allow and block lists. `times` counts how often an automatic block was made in a row. */
export const addressRule = z.object({
  id,
  network: z.string(),
  kind: addressRuleKind,
  source: addressRuleSource,
  reason: z.string(),
  createdByName: z.nullable(z.string()),
  createdAt: instant,
  expiresAt: z.nullable(instant),
  times: z.number(),
});
export const addressRulePage = pageOf(addressRule);
export const addressRuleQuery = z.strictObject({
  ...pageQuery,
  /** Start of the network's text. */
  q: z.optional(text(50)),
  kind: z.optional(addressRuleKind),
  source: z.optional(addressRuleSource),
});

/** What is limited, what was refused since this process started, and what the counting costs. */
export const trafficFigures = z.object({
  windowSeconds: z.number(),
  /** Requests in one window by class of routes; empty when the limits are off. */
  limits: z.array(z.object({ class: z.string(), perAddress: z.number(), perUser: z.number() })),
  refused: z.object({ addressLimit: z.number(), userLimit: z.number(), blocked: z.number() }),
  rules: z.number(),
  tableBytes: z.number(),
  /** The caller's own address as the server sees it. */
  address: z.string(),
});

export type AddressRuleBody = z.infer<typeof addressRuleBody>;
export type AddressRule = z.infer<typeof addressRule>;
export type AddressRuleQuery = z.infer<typeof addressRuleQuery>;
export type TrafficFigures = z.infer<typeof trafficFigures>;
