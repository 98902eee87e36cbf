import type { Socket } from 'node:net';

const state = Symbol('lexiflow:connection');

interface Marked {
  [state]?: ConnectionState | undefined;
}

/** What the server knows of one open connection. */
export class ConnectionState {
  /** Monotonic milliseconds since it waits for a request; Infinity while it has one, or rests. */
  idleSinceMs: number;
  /** False when the budget had no room for it: it ends with its next answer. */
  readonly isCharged: boolean;
  /** Takes it out of the book, charge and all. */
  readonly forget: () => void;
  readonly #socket: Socket;
  #inFlight = 0;
  #restSinceMs = 0;
  #waitedMs: number;
  #rest: 'none' | 'wanted' | 'resting' = 'none';

  /** `waitedMs` is how long it waited to be accepted, at most. */
  constructor(
    socket: Socket,
    nowMs: number,
    waitedMs: number,
    isCharged: boolean,
    forget: () => void,
  ) {
    this.#socket = socket;
    this.#waitedMs = waitedMs;
    // It is read in the next turn, after the immediates of this one.
    if (waitedMs > 0) setImmediate(() => this.#forgetWaitSoon());
    this.idleSinceMs = nowMs;
    this.isCharged = isCharged;
    this.forget = forget;
    (socket as Marked)[state] = this;
  }

  /** How long the request that is read now may have waited in the kernel. */
  get waitedMs(): number {
    return this.#waitedMs;
  }

  /** Whether it rests, or will once its request is answered. */
  get isResting(): boolean {
    return this.#rest !== 'none';
  }

  /** A request has begun. */
  began(): void {
    this.#inFlight++;
    this.idleSinceMs = Number.POSITIVE_INFINITY;
  }

  /** The answer of a request has gone out; `isWhole` says that the request was read to its end. */
  ended(nowMs: number, isWhole: boolean): void {
    this.#inFlight--;
    this.idleSinceMs = nowMs;
    if (this.#rest === 'wanted') {
      if (isWhole) this.#pause(nowMs);
      else this.#rest = 'none';
    }
  }

  /**
   * Reads nothing from the connection, once its request is answered, until it is woken. What its client
   * sends meanwhile waits in the kernel.
   */
  rest(nowMs: number): void {
    if (this.#inFlight > 0) this.#rest = 'wanted';
    else this.#pause(nowMs);
  }

  /** Reads again. */
  wake(nowMs: number): void {
    if (this.#rest === 'wanted') this.#rest = 'none';
    if (this.#rest !== 'resting') return;
    this.#rest = 'none';
    this.#waitedMs += nowMs - this.#restSinceMs;
    this.idleSinceMs = nowMs;
    this.#socket.resume();
    // After the next look at the sockets: what had arrived by then has been read.
    this.#forgetWaitSoon();
  }

  #forgetWaitSoon(): void {
    setImmediate(() => {
      if (this.#rest !== 'resting') this.#waitedMs = 0;
    });
  }

  #pause(nowMs: number): void {
    this.#restSinceMs = nowMs;
    this.#rest = 'resting';
    // Closing it to win memory would reset a client that has asked again.
    this.idleSinceMs = Number.POSITIVE_INFINITY;
    this.#socket.pause();
  }
}

/** The state of a connection; undefined for one that is not in the book (injected requests). */
export function connectionState(socket: Socket): ConnectionState | undefined {
  return (socket as Marked)[state];
}

/** Takes over a connection that speaks another protocol from now on: its new holder charges it. */
export function handOverConnection(socket: Socket): void {
  connectionState(socket)?.forget();
  // Not deleted: V8 would keep the socket's fields in a table from then on, 2.7 KB more each.
  (socket as Marked)[state] = undefined;
}
