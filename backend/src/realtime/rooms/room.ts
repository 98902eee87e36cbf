import type { RealtimeRoom, RealtimeRoomKind } from '@lexiflow/contracts';
import type { Connection } from '../connections/connection.ts';

/** Which room is meant, seen by one viewer. */
export interface RoomAddress {
  /** Unique over all users: `notifications:<userId>` where the name is `notifications`. */
  readonly key: string;
  readonly name: RealtimeRoom;
  readonly kind: RealtimeRoomKind;
  /** Of the kind `case` only. */
  readonly caseId: string | null;
}

/** A room with whoever is in it, or is about to be. */
export interface Room extends RoomAddress {
  readonly members: Set<Membership>;
}

/**
 * One connection in one room. `checking`: whether it may be there is being looked up, and it is told
 * nothing. `behind`: it is told what it missed. `live`: it is told what happens.
 */
export interface Membership {
  readonly connection: Connection;
  readonly room: Room;
  state: 'checking' | 'behind' | 'live' | 'gone';
  /** Told up to here while it is not live; when live, the delivery's own position is its. */
  position: number;
  /** Rises with every check; work begun for an earlier one gives up. */
  turn: number;
  /** The client was told that it is in. */
  isAnnounced: boolean;
  /** It named a position and nothing after it was lost. */
  isResumed: boolean;
  /** A message of the moment came while it was not live: it loads anew. */
  hasMissed: boolean;
}
