import { FrontendReader, type FrontendMessage } from './frontend-reader.ts';
import type { ListenCommand } from './listen-command.ts';
import { StatementNames } from './statement-names.ts';
import { frontend } from './wire.ts';

/** One setting that a client changed with `SET`. */
export interface SessionSetting {
  readonly name: string;
  readonly setting: string;
}

/** Where the answers for one client go. */
export interface ClientPort {
  send(bytes: Uint8Array): void;
  close(): void;
}

/** What a client has when it changed nothing; one object, so that a comparison is a pointer's. */
export const noSettings: readonly SessionSetting[] = [];

const boundaries: ReadonlySet<number> = new Set([
  frontend.startup,
  frontend.query,
  frontend.sync,
  frontend.flush,
  frontend.copyDone,
  frontend.copyFail,
  frontend.terminate,
]);

/** Everything that belongs to one client of the shared session. */
export class SessionClient {
  readonly port: ClientPort;
  readonly names: StatementNames;
  readonly channels = new Set<string>();
  /** LISTEN and UNLISTEN of a transaction that is still open. */
  pendingListens: ListenCommand[] = [];
  settings: readonly SessionSetting[] = noSettings;
  isClosed = false;
  readonly #reader: FrontendReader;
  readonly #inboxLimitBytes: number;
  readonly #inbox: FrontendMessage[] = [];
  #inboxBytes = 0;
  #complete = 0;

  constructor(id: number, port: ClientPort, inboxLimitBytes: number) {
    this.port = port;
    this.names = new StatementNames(`c${id}_`);
    this.#reader = new FrontendReader(inboxLimitBytes);
    this.#inboxLimitBytes = inboxLimitBytes;
  }

  /** Takes bytes from the client. Throws `RangeError` when what waits passes the limit. */
  receive(chunk: Uint8Array): void {
    for (const message of this.#reader.push(chunk)) {
      this.#inbox.push(message);
      this.#inboxBytes += message.bytes.length;
      if (boundaries.has(message.type)) this.#complete += 1;
    }
    if (this.#inboxBytes > this.#inboxLimitBytes) {
      throw new RangeError(`more than ${this.#inboxLimitBytes} bytes were sent at once`);
    }
  }

  /** True when there is something to run for this client, cleaning up after it included. */
  hasWork(): boolean {
    return this.isClosed || this.#complete > 0;
  }

  /** The messages up to and including the next one that asks for an answer. */
  takeBatch(): FrontendMessage[] {
    const end = this.#inbox.findIndex((message) => boundaries.has(message.type));
    if (end < 0) return [];
    this.#complete -= 1;
    const batch = this.#inbox.splice(0, end + 1);
    for (const { bytes } of batch) this.#inboxBytes -= bytes.length;
    return batch;
  }
}
