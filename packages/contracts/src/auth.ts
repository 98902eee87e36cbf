import * as z from 'zod/mini';
import { permission, role } from './access.ts';
import { pageOf, pageQuery } from './page.ts';
import { id, instant, text } from './scalars.ts';

const email = z.email().check(z.maxLength(254), z.toLowerCase());
/** Length is what protects a passphrase (NIST SP 800-63B); the upper bound keeps hashing cheap. */
const password = z.string().check(z.minLength(12), z.maxLength(200));

export const signInBody = z.strictObject({
  email,
  password: z.string().check(z.minLength(1), z.maxLength(200)),
  device: z.optional(text(120)),
});

export const setupBody = z.strictObject({
  token: z.string().check(z.minLength(20), z.maxLength(200)),
  email,
  name: text(200, 1),
  password,
});

export const changePasswordBody = z.strictObject({
  currentPassword: z.string().check(z.minLength(1), z.maxLength(200)),
  newPassword: password,
});

/** Asks for a link to set a new passphrase. */
export const passwordResetBody = z.strictObject({ email });

/** Sets a new passphrase with the token of the link. */
export const passwordResetCompletion = z.strictObject({
  token: z.string().check(z.minLength(20), z.maxLength(200)),
  newPassword: password,
});

/** Who is asking, as the console needs it. */
export const me = z.object({
  kind: z.enum(['user', 'api-key', 'admin-token', 'local']),
  userId: z.nullable(z.string()),
  name: z.string(),
  email: z.nullable(z.string()),
  role,
  permissions: z.array(permission),
});

/** A signed-in session: the token is shown once and is stored hashed. */
export const signedIn = z.object({ token: z.string(), expiresAt: z.string(), me });

/** `GET /auth/setup`: whether the first administrator still has to be made. */
export const setupState = z.object({ needed: z.boolean() });

export const session = z.object({
  id,
  device: z.string(),
  /** Address it was opened from. */
  ip: z.string(),
  /** Address of its last use that was written down, at most a minute old. */
  lastIp: z.string(),
  createdAt: instant,
  lastSeenAt: instant,
  expiresAt: instant,
  current: z.boolean(),
});
export const sessionPage = pageOf(session);
export const sessionQuery = z.strictObject(pageQuery);
/** How many sessions were ended at once. */
export const endedSessions = z.object({ ended: z.number() });

export const apiKeyBody = z.strictObject({
  name: text(120, 1),
  scopes: z.array(permission).check(z.minLength(1), z.maxLength(50)),
  expiresInDays: z.optional(z.number().check(z.int(), z.minimum(1), z.maximum(365))),
});
export const apiKey = z.object({
  id,
  name: z.string(),
  prefix: z.string(),
  scopes: z.array(permission),
  createdAt: instant,
  lastUsedAt: z.nullable(instant),
  expiresAt: z.nullable(instant),
});
export const apiKeyPage = pageOf(apiKey);
export const apiKeyMade = z.object({ key: z.string(), apiKey });

export const userBody = z.strictObject({ email, name: text(200, 1), role, password });
export const userChange = z.strictObject({
  name: z.optional(text(200, 1)),
  role: z.optional(role),
  disabled: z.optional(z.boolean()),
  password: z.optional(password),
});
export const user = z.object({
  id,
  email: z.string(),
  name: z.string(),
  role,
  disabled: z.boolean(),
  version: z.number(),
  createdAt: instant,
});
export const userQuery = z.strictObject({ ...pageQuery, q: z.optional(text(200)) });
export const userPage = pageOf(user);

export type SignInBody = z.infer<typeof signInBody>;
export type SetupBody = z.infer<typeof setupBody>;
export type ChangePasswordBody = z.infer<typeof changePasswordBody>;
export type Me = z.infer<typeof me>;
export type SignedIn = z.infer<typeof signedIn>;
export type EndedSessions = z.infer<typeof endedSessions>;
export type Session = z.infer<typeof session>;
export type ApiKeyBody = z.infer<typeof apiKeyBody>;
export type ApiKey = z.infer<typeof apiKey>;
export type ApiKeyMade = z.infer<typeof apiKeyMade>;
export type UserBody = z.infer<typeof userBody>;
export type UserChange = z.infer<typeof userChange>;
export type User = z.infer<typeof user>;
export type UserQuery = z.infer<typeof userQuery>;
export type PasswordResetBody = z.infer<typeof passwordResetBody>;
export type PasswordResetCompletion = z.infer<typeof passwordResetCompletion>;
