import * as z from 'zod/mini';
import { instant } from './scalars.ts';

/** Kinds of rooms. Of `case` there is one for each case; `notifications` is the user's own. */
export const realtimeRoomKinds = [
  'case',
  'docket',
  'documents',
  'notifications',
  'memory',
] as const;
export type RealtimeRoomKind = (typeof realtimeRoomKinds)[number];

/** Name of a room: `case:<id>`, `docket`, `documents`, `notifications`, `memory`. */
export type RealtimeRoom = `case:${string}` | Exclude<RealtimeRoomKind, 'case'>;

const room = z.string().check(z.maxLength(64));
const position = z.number().check(z.int(), z.nonnegative());

/**
 * What a client sends. `join` with `since` asks for what happened in the room after that position;
 * `ping` asks for a sign of life, answered with the position everything was told up to.
 */
export const realtimeRequest = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('join'), room, since: z.optional(position) }),
  z.strictObject({ type: z.literal('leave'), room }),
  z.strictObject({ type: z.literal('ping') }),
]);
export type RealtimeRequest = z.infer<typeof realtimeRequest>;

/** A committed change, as a room tells of it. Names what changed; the routes answer the data. */
export interface RealtimeEvent {
  readonly id: string;
  readonly type: string;
  readonly aggregateType: string;
  readonly aggregateId: string;
  readonly caseId: string | null;
  readonly at: string;
  readonly actorId: string | null;
  readonly actorName: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Someone who is in a room. */
export interface RealtimePerson {
  readonly userId: string;
  readonly name: string;
}

/** What the server sends. Positions rise with every event over all rooms. */
export type RealtimeMessage =
  | { readonly type: 'welcome'; readonly position: number; readonly pingMs: number }
  /** In the room, and told everything up to `position`; what was missed came before. */
  | {
      readonly type: 'joined';
      readonly room: RealtimeRoom;
      readonly position: number;
      readonly isResumed: boolean;
    }
  | { readonly type: 'left'; readonly room: RealtimeRoom; readonly reason: 'asked' | 'access' }
  | {
      readonly type: 'refused';
      readonly room: string;
      readonly code: string;
      readonly detail: string;
    }
  | {
      readonly type: 'event';
      readonly room: RealtimeRoom;
      readonly position: number;
      readonly event: RealtimeEvent;
    }
  /** Something up to `position` is not told: load the room's data anew. Later events follow. */
  | {
      readonly type: 'resync';
      readonly room: RealtimeRoom;
      readonly position: number;
      readonly reason: 'slow' | 'gap';
    }
  | {
      readonly type: 'presence';
      readonly room: RealtimeRoom;
      readonly users: readonly RealtimePerson[];
      readonly total: number;
    }
  /** Something of the moment: it has no position and is not told again. */
  | {
      readonly type: 'message';
      readonly room: RealtimeRoom;
      readonly kind: string;
      readonly body: unknown;
    }
  /** `position` is null while some room is not told up to one and the same. */
  | { readonly type: 'pong'; readonly position: number | null }
  | { readonly type: 'error'; readonly code: string; readonly detail: string }
  /** The server stops: come back after this time, which differs from client to client. */
  | { readonly type: 'bye'; readonly retryAfterMs: number };

/** Figures of one process's memory, sent to the room `memory` as a message of kind `sample`. */
export interface RealtimeMemorySample {
  readonly instance: string;
  readonly at: string;
  readonly level: string;
  readonly workingSetBytes: number;
  readonly heapUsedBytes: number;
  readonly accountedBytes: number;
  readonly limitBytes: number;
}

const count = z.number();

/** One minute of the gateway; `at` is its begin. Connections are the most there were at once. */
export const realtimeWindow = z.object({
  at: instant,
  connections: count,
  opened: count,
  closed: count,
  refused: count,
  messagesIn: count,
  messagesOut: count,
  dropped: count,
  resyncs: count,
});
export type RealtimeWindow = z.infer<typeof realtimeWindow>;

/** The gateway of one process now, and its last minutes, oldest first. */
export const realtimeMonitor = z.object({
  instance: z.string(),
  connections: count,
  connectionLimit: count,
  users: count,
  behind: count,
  unsentBytes: count,
  unsentLimitBytes: count,
  position: count,
  recentEvents: count,
  recentBytes: count,
  /** How presence, pushes and memory samples reach other processes. */
  fanOut: z.enum(['redis', 'none']),
  isFanOutUp: z.boolean(),
  otherInstances: count,
  rooms: z.array(
    z.object({ kind: z.enum(realtimeRoomKinds), rooms: count, members: count, largest: count }),
  ),
  closed: z.record(z.string(), z.number()),
  windows: z.array(realtimeWindow),
});
export type RealtimeMonitor = z.infer<typeof realtimeMonitor>;
