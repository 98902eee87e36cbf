import * as z from 'zod/mini';

/** One field that was refused: where it stands and why. */
export const problemField = z.object({ path: z.string(), message: z.string() });

/** Every error answer: RFC 9457 problem details with a stable `code`. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.string(),
  detail: z.string(),
  hint: z.optional(z.string()),
  requestId: z.string(),
  errors: z.optional(z.array(problemField)),
});

export type Problem = z.infer<typeof problem>;
