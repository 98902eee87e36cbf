import type { RealtimeMessage, RealtimeRequest, RealtimeRoom } from './realtime.ts';
import { realtimeCloseCodes } from './realtime-wire.ts';

/** What the client needs of a WebSocket: the browser's, Node's own and that of `ws` have it. */
export interface RealtimeSocket {
  /** 1 while it is open, more from when either side began to close it. */
  readonly readyState: number;
  send(text: string): void;
  close(code?: number, reason?: string): void;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
}

/** What a client is made of. */
export interface RealtimeClientOptions {
  /** Opens a new socket; a promise when a ticket has to be fetched first. */
  readonly open: () => RealtimeSocket | Promise<RealtimeSocket>;
  /** Calls `task` once after `ms`; the answer cancels it. */
  readonly after: (ms: number, task: () => void) => () => void;
  /** 0 ≤ n < 1. */
  readonly random?: () => number;
  /** Called when the connection stands and when it is lost. */
  readonly onState?: (isConnected: boolean) => void;
  /** Called once when the session or key has ended; the client does not come back by itself. */
  readonly onSignedOut?: () => void;
}

/** What a member of a room wants to hear. */
export interface RoomListener {
  /** Events, presence, messages and resyncs of the room, and whether one got in. */
  (message: Extract<RealtimeMessage, { readonly room: string }>): void;
}

interface JoinedRoom {
  readonly listeners: Set<RoomListener>;
  /** Told up to here; undefined before the first answer. */
  position: number | undefined;
  isLive: boolean;
}

/** `readyState` of a socket that takes messages. */
const OPEN = 1;
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 30_000;
/** A new socket that has not been welcomed by then is given up. */
const WELCOME_MS = 15_000;

/**
 * Keeps one connection and its rooms: comes back with jitter after a loss and asks in every room for
 * what it missed. An event is told once, in order. After `resync` the room's data must be loaded anew.
 */
export class RealtimeClient {
  readonly #options: RealtimeClientOptions;
  readonly #rooms = new Map<RealtimeRoom, JoinedRoom>();
  #socket: RealtimeSocket | null = null;
  #isConnected = false;
  #isClosed = false;
  #attempts = 0;
  #retryAfterMs: number | null = null;
  #pingMs = 25_000;
  #hasAnswered = true;
  #cancelTimer: () => void = () => undefined;

  /** Opens the first socket at once. */
  constructor(options: RealtimeClientOptions) {
    this.#options = options;
    void this.#open();
  }

  get isConnected(): boolean {
    return this.#isConnected;
  }

  /**
   * Joins a room, or hears it too when it is joined already, until the answered function is called.
   * `since` asks for what happened after a position known from before.
   */
  join(room: RealtimeRoom, listener: RoomListener, since?: number): () => void {
    const joined = this.#rooms.get(room);
    if (joined) joined.listeners.add(listener);
    else {
      const made = { listeners: new Set([listener]), position: since, isLive: false };
      this.#rooms.set(room, made);
      this.#join(room, made);
    }
    return () => this.#leave(room, listener);
  }

  /** Ends the connection for good. */
  close(): void {
    this.#isClosed = true;
    this.#cancelTimer();
    this.#rooms.clear();
    this.#drop(1000);
  }

  async #open(): Promise<void> {
    try {
      const socket = await this.#options.open();
      if (this.#isClosed) return socket.close(1000);
      this.#socket = socket;
      socket.onmessage = (event: { data: unknown }) => {
        if (this.#socket === socket) this.#hear(JSON.parse(String(event.data)) as RealtimeMessage);
      };
      socket.onclose = (event: { code: number }) => {
        if (this.#socket === socket) this.#lost(event.code);
      };
      // The close that follows says the same.
      socket.onerror = () => undefined;
      this.#cancelTimer = this.#options.after(WELCOME_MS, () => this.#giveUp());
    } catch {
      this.#lost(1006);
    }
  }

  #hear(message: RealtimeMessage): void {
    this.#hasAnswered = true;
    switch (message.type) {
      case 'welcome':
        this.#welcome(message.pingMs);
        break;
      case 'bye':
        this.#retryAfterMs = message.retryAfterMs;
        break;
      case 'pong':
        if (message.position !== null) this.#advance(message.position);
        break;
      case 'error':
        break;
      case 'left':
        // One that this client asked for is over here already; the room may be joined anew since.
        if (message.reason === 'access') this.#tell(message);
        break;
      default:
        this.#tell(message);
    }
  }

  #tell(message: Extract<RealtimeMessage, { readonly room: string }>): void {
    const joined = this.#rooms.get(message.room as RealtimeRoom);
    if (!joined) return;
    if (message.type === 'event') {
      if (message.position <= (joined.position ?? -1)) return;
      joined.position = message.position;
    } else if (message.type === 'joined' || message.type === 'resync') {
      joined.position = message.position;
      joined.isLive ||= message.type === 'joined';
    } else if (message.type === 'refused' && message.code === 'REALTIME_UNAVAILABLE') {
      // Nobody could say whether it may be there: asked again with the next connection.
      return this.#giveUp();
    } else if (message.type === 'refused' || message.type === 'left') {
      this.#rooms.delete(message.room as RealtimeRoom);
    }
    for (const listener of joined.listeners) listener(message);
  }

  #welcome(pingMs: number): void {
    this.#attempts = 0;
    this.#pingMs = pingMs;
    this.#isConnected = true;
    this.#options.onState?.(true);
    for (const [room, joined] of this.#rooms) this.#join(room, joined);
    this.#watch();
  }

  /** Everything up to here was told in every room that is live. */
  #advance(position: number): void {
    for (const joined of this.#rooms.values())
      if (joined.isLive) joined.position = Math.max(position, joined.position ?? 0);
  }

  #watch(): void {
    this.#cancelTimer();
    this.#hasAnswered = false;
    this.#send({ type: 'ping' });
    this.#cancelTimer = this.#options.after(this.#pingMs, () => {
      if (this.#hasAnswered) this.#watch();
      else this.#giveUp();
    });
  }

  #join(room: RealtimeRoom, joined: JoinedRoom): void {
    joined.isLive = false;
    const { position: since } = joined;
    if (this.#isConnected)
      this.#send({ type: 'join', room, ...(since === undefined ? {} : { since }) });
  }

  #leave(room: RealtimeRoom, listener: RoomListener): void {
    const joined = this.#rooms.get(room);
    if (!joined?.listeners.delete(listener) || joined.listeners.size > 0) return;
    this.#rooms.delete(room);
    if (this.#isConnected) this.#send({ type: 'leave', room });
  }

  #send(message: RealtimeRequest): void {
    // One that the server is closing takes nothing more, and its close event comes later.
    if (this.#socket?.readyState === OPEN) this.#socket.send(JSON.stringify(message));
  }

  /** A connection that no longer answers. */
  #giveUp(): void {
    this.#drop(4000);
    this.#lost(1006);
  }

  #drop(code: number): void {
    const socket = this.#socket;
    this.#socket = null;
    socket?.close(code);
  }

  #lost(code: number): void {
    const { onState, onSignedOut, after, random = Math.random } = this.#options;
    this.#cancelTimer();
    this.#socket = null;
    if (this.#isConnected) onState?.(false);
    this.#isConnected = false;
    if (this.#isClosed) return;
    if (code === realtimeCloseCodes.signedOut) {
      this.#isClosed = true;
      return onSignedOut?.();
    }
    // Half to one and a half of it: those who were cut off together do not come back together.
    const backoffMs = (): number =>
      Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#attempts++) * (0.5 + random());
    const waitMs = this.#retryAfterMs ?? backoffMs();
    this.#retryAfterMs = null;
    this.#cancelTimer = after(waitMs, () => void this.#open());
  }
}
