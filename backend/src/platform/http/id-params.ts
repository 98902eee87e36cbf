import * as z from 'zod/mini';

/** Path parameters of a route with one record: `:id`. */
export const idParams = z.strictObject({ id: z.uuid() });

export type IdParams = z.infer<typeof idParams>;
