import * as z from 'zod/mini';
import { grantScope, permission, role } from './access.ts';
import { pageOf, pageQuery } from './page.ts';
import { flag, id, instant, text } from './scalars.ts';

/** A permission for one user beyond the role. `caseId` goes with the scope `case` and no other. */
export const grantBody = z
  .strictObject({
    permission,
    scope: grantScope,
    caseId: z.optional(id),
    reason: text(500, 3),
    /** Left out: until it is revoked. */
    expiresInHours: z.optional(z.number().check(z.int(), z.minimum(1), z.maximum(8_784))),
  })
  .check(
    z.refine((body) => (body.scope === 'case') === (body.caseId !== undefined), {
      message: 'goes with the scope "case" and no other',
      path: ['caseId'],
    }),
  );

/** A grant; ended when it was revoked or its time is over. */
export const grant = z.object({
  id,
  userId: id,
  userName: z.string(),
  permission,
  scope: grantScope,
  caseId: z.nullable(id),
  caseNumber: z.nullable(z.string()),
  reason: z.string(),
  grantedByName: z.nullable(z.string()),
  createdAt: instant,
  expiresAt: z.nullable(instant),
  revokedAt: z.nullable(instant),
  isLive: z.boolean(),
});
export const grantPage = pageOf(grant);
/** Live grants; with `ended=true` those that ended too. */
export const grantQuery = z.strictObject({ ...pageQuery, ended: z.optional(flag) });

/** The permission table: what each role may do, and on which cases its case permissions hold. */
export const roleTable = z.object({
  items: z.array(
    z.object({
      role,
      caseScope: z.enum(['all', 'team', 'none']),
      permissions: z.array(permission),
    }),
  ),
});

export const explainQuery = z.strictObject({
  userId: id,
  permission,
  caseId: z.optional(id),
});

/** One thing that was looked at on the way to the answer. */
export const explainStep = z.object({
  kind: z.enum(['account', 'role', 'grant', 'team', 'wall', 'needs']),
  /** `allows` and `denies` decide, `denies` over all others; `no-effect` says why it does not count. */
  verdict: z.enum(['allows', 'denies', 'no-effect']),
  detail: z.string(),
});

/** Why a user may, or may not, do something: the verdict of the rule itself, and each part of it. */
export const explanation = z.object({
  allowed: z.boolean(),
  user: z.object({ id, name: z.string(), role }),
  permission,
  caseId: z.nullable(id),
  steps: z.array(explainStep),
});

export type GrantBody = z.infer<typeof grantBody>;
export type Grant = z.infer<typeof grant>;
export type GrantQuery = z.infer<typeof grantQuery>;
export type RoleTable = z.infer<typeof roleTable>;
export type ExplainQuery = z.infer<typeof explainQuery>;
export type ExplainStep = z.infer<typeof explainStep>;
export type Explanation = z.infer<typeof explanation>;
