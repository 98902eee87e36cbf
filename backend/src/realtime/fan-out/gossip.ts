import * as z from 'zod/mini';

const from = { from: z.string(), number: z.number() };
const person = z.object({ userId: z.string(), name: z.string() });

/** What the processes of one installation tell each other of the moment. `number` rises by one. */
export const gossip = z.discriminatedUnion('type', [
  /** A sign of life; `isWatching`: somebody wants the memory figures of all. */
  z.object({ ...from, type: z.literal('alive'), isWatching: z.boolean() }),
  /** Who is in a room of that process; nobody when the list is empty. */
  z.object({
    ...from,
    type: z.literal('presence'),
    room: z.string(),
    users: z.array(person),
    total: z.number(),
  }),
  /** Asks one process for everything it holds. */
  z.object({ ...from, type: z.literal('ask'), of: z.string() }),
  /** Everything that process holds follows; what was known of it is void. */
  z.object({ ...from, type: z.literal('all-begin') }),
  /** For whoever is in a room. */
  z.object({
    ...from,
    type: z.literal('message'),
    room: z.string(),
    kind: z.string(),
    body: z.unknown(),
  }),
]);
export type Gossip = z.infer<typeof gossip>;

type Bare<Message> = Message extends Gossip ? Omit<Message, 'from' | 'number'> : never;
/** The same before it is numbered. */
export type NewGossip = Bare<Gossip>;

/** Null for what is none: the channel is open to whoever has the Redis. */
export function parseGossip(text: string): Gossip | null {
  try {
    const result = z.safeParse(gossip, JSON.parse(text));
    return result.success ? result.data : null;
  } catch {
    return null;
  }
}
