import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import type { Viewer } from '../../platform/http/viewer.ts';
import type { Membership } from '../rooms/room.ts';

/** Why a connection was ended by the server. */
export type EndReason = 'signed-out' | 'silent' | 'stalled' | 'too-fast' | 'memory' | 'stopping';

/** The library's socket with what the gateway knows of it: one listener serves all of them. */
export class GatewaySocket extends WebSocket {
  connection: Connection | null = null;
}

/** One open WebSocket. Fields, not collections: there are ten thousand of them. */
export class Connection {
  readonly ws: GatewaySocket;
  /** What the frames are written to; the library only reads and closes. */
  readonly socket: Duplex;
  viewer: Viewer;
  /** Whose limits it counts against. */
  readonly userKey: string;
  readonly memberships: Membership[] = [];
  /** In which beat of the round it is pinged. */
  readonly beat: number;
  rounds = 0;
  isAlive = true;
  /** Further messages it may send, as of `countedAtMs`. */
  allowance: number;
  countedAtMs: number;
  warnings = 0;
  /** Bytes charged for what waits in the socket, objects included. */
  unsentBytes = 0;
  /** When something began to wait; 0 while nothing does. */
  unsentSinceMs = 0;
  /** Events were left out; it is told so when it has read what waits. */
  isBehind = false;
  /** Called once when nothing waits any more, or the connection is gone. */
  onDrained: (() => void)[] | null = null;
  endReason: EndReason | null = null;

  constructor(ws: GatewaySocket, socket: Duplex, viewer: Viewer, beat: number, allowance: number) {
    this.ws = ws;
    this.socket = socket;
    this.viewer = viewer;
    this.userKey = viewer.userId ?? viewer.kind;
    this.beat = beat;
    this.allowance = allowance;
    this.countedAtMs = performance.now();
  }

  /** Whether something may still be sent: no close was sent or received. */
  get isOpen(): boolean {
    return this.ws.readyState === WebSocket.OPEN;
  }

  /** Says why and closes; the library cuts the socket when the client does not answer. */
  close(code: number, reason: string, why: EndReason): void {
    this.endReason ??= why;
    this.ws.close(code, reason);
  }

  /** Cuts the socket without a word. */
  cut(why: EndReason): void {
    this.endReason ??= why;
    this.ws.terminate();
  }
}
