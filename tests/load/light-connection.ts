import { connect, type Socket } from 'node:net';
import type { AnswerHead } from './answer-reader.ts';
import { AnswerReader } from './answer-reader.ts';

/** How one request ended. */
export interface LightAnswer extends AnswerHead {
  /** From the write to the last byte. */
  readonly ms: number;
}

interface Waiting {
  readonly startedMs: number;
  readonly resolve: (answer: LightAnswer) => void;
  readonly reject: (error: Error) => void;
}

/**
 * One kept-alive connection that carries one request at a time: a few hundred bytes of state, so
 * that ten thousand of them fit one process. It opens itself when it is needed.
 */
export class LightConnection {
  readonly #port: number;
  readonly #timeoutMs: number;
  #socket: Socket | null = null;
  #reader = new AnswerReader();
  #waiting: Waiting | null = null;
  /** Answers over the present connection. */
  #answers = 0;

  constructor(port: number, timeoutMs = 30_000) {
    this.#port = port;
    this.#timeoutMs = timeoutMs;
  }

  /** Whether the next request goes over a connection that has carried one. */
  get isReused(): boolean {
    return this.#socket !== null && this.#answers > 0;
  }

  /** Sends and reads the whole answer; rejects when the connection fails or stays silent. */
  send(request: Buffer): Promise<LightAnswer> {
    const socket = (this.#socket ??= this.#open());
    return new Promise((resolve, reject) => {
      this.#waiting = { startedMs: performance.now(), resolve, reject };
      socket.write(request);
    });
  }

  /** Closes the connection; a request in flight is rejected. */
  close(): void {
    const socket = this.#socket;
    if (socket === null) return;
    socket.destroy();
    this.#fail(socket, new Error('the connection was closed'));
  }

  #open(): Socket {
    const socket = connect(this.#port, '127.0.0.1');
    this.#reader = new AnswerReader();
    this.#answers = 0;
    socket.setNoDelay(true);
    socket.setTimeout(this.#timeoutMs, () => socket.destroy(new Error('timeout')));
    socket.on('data', (piece) => this.#take(socket, piece));
    socket.on('error', (error) => this.#fail(socket, error));
    socket.on('close', () => this.#fail(socket, new Error('the connection was closed')));
    return socket;
  }

  #take(socket: Socket, piece: Buffer): void {
    let head: AnswerHead | null;
    try {
      head = this.#reader.take(piece);
    } catch (error) {
      return void socket.destroy(error as Error);
    }
    const waiting = this.#waiting;
    if (head === null || waiting === null) return;
    this.#waiting = null;
    this.#answers++;
    if (head.closes) {
      this.#socket = null;
      socket.destroy();
    }
    const { status, retryAfterSeconds, closes, bodyBytes } = head;
    const ms = performance.now() - waiting.startedMs;
    waiting.resolve({ status, retryAfterSeconds, closes, bodyBytes, ms });
  }

  #fail(socket: Socket, error: Error): void {
    if (this.#socket !== socket) return;
    this.#socket = null;
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.reject(error);
  }
}
