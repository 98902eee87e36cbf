import * as z from 'zod/mini';
import { flag } from './scalars.ts';

/** Rows a list answers when the caller names no `limit`. */
export const DEFAULT_PAGE_SIZE = 25;
/** Most rows one page of any list holds. */
export const MAX_PAGE_SIZE = 100;

/** Query parameters every list understands: page size, opaque position, and whether to count. */
export const pageQuery = {
  limit: z._default(
    z.coerce.number().check(z.int(), z.minimum(1), z.maximum(MAX_PAGE_SIZE)),
    DEFAULT_PAGE_SIZE,
  ),
  cursor: z.optional(z.string().check(z.maxLength(2048))),
  count: z.optional(flag),
};

/** The answer of a list: one page, the position after it (`null` at the end), and `total` when asked. */
export function pageOf<Item extends z.core.$ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    nextCursor: z.nullable(z.string()),
    total: z.optional(z.number()),
  });
}

/** One page of `Item`. */
export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
  total?: number;
}
