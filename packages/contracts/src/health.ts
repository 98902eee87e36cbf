import * as z from 'zod/mini';

/** `GET /health`: one word for probes and people. */
export const healthAnswer = z.object({
  status: z.enum(['healthy', 'warning', 'critical', 'unavailable']),
  uptimeSeconds: z.number(),
});

/** `GET /health/live`: the process answers at all. */
export const liveAnswer = z.object({ status: z.literal('alive') });

/** `GET /health/ready`: whether new work should be sent here, and why not. */
export const readyAnswer = z.object({ ready: z.boolean(), reasons: z.array(z.string()) });

/** One thing the server depends on or watches. */
export const healthCheck = z.object({
  name: z.string(),
  status: z.enum(['healthy', 'warning', 'critical', 'unavailable', 'not-in-use']),
  /** What was found, in numbers; only for those who may read the monitoring. */
  detail: z.optional(z.string()),
  figures: z.optional(z.record(z.string(), z.unknown())),
});

/** `GET /health/full`. */
export const fullHealth = z.object({
  status: z.enum(['healthy', 'warning', 'critical', 'unavailable']),
  at: z.string(),
  uptimeSeconds: z.number(),
  checks: z.array(healthCheck),
});

export type HealthAnswer = z.infer<typeof healthAnswer>;
export type ReadyAnswer = z.infer<typeof readyAnswer>;
export type HealthCheck = z.infer<typeof healthCheck>;
export type FullHealth = z.infer<typeof fullHealth>;
