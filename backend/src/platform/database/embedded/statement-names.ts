import type { FrontendMessage } from './frontend-reader.ts';
import { frontend, message, readString } from './wire.ts';

const statementKind = 'S'.charCodeAt(0);

/**
 * Gives the named prepared statements of one client names of their own in the shared session, so
 * that two clients may use the same name. Short by construction: PostgreSQL cuts names at 63 bytes.
 */
export class StatementNames {
  readonly #prefix: string;
  readonly #own = new Map<string, string>();
  #made = 0;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** The message with its statement name replaced; other messages come back as they are. */
  rewrite(given: FrontendMessage): Uint8Array {
    const bytes = given.bytes;
    switch (given.type) {
      case frontend.parse: {
        const { text, next } = readString(bytes, 5);
        return text === '' ? bytes : message(given.type, this.#name(text), bytes.subarray(next));
      }
      case frontend.bind: {
        const portalEnd = readString(bytes, 5).next;
        const { text, next } = readString(bytes, portalEnd);
        if (text === '') return bytes;
        return message(
          given.type,
          bytes.subarray(5, portalEnd),
          this.#name(text),
          bytes.subarray(next),
        );
      }
      case frontend.describe:
      case frontend.close: {
        const { text } = readString(bytes, 6);
        if (bytes[5] !== statementKind || text === '') return bytes;
        const name = this.#name(text);
        if (given.type === frontend.close) this.#own.delete(text);
        return message(given.type, bytes.subarray(5, 6), name);
      }
      default:
        return bytes;
    }
  }

  /** Close messages for every statement this client still has. */
  closeAll(): Uint8Array[] {
    const messages = [...this.#own.values()].map((name) =>
      message(frontend.close, Uint8Array.of(statementKind), name),
    );
    this.#own.clear();
    return messages;
  }

  #name(given: string): string {
    let name = this.#own.get(given);
    if (name === undefined) {
      name = `${this.#prefix}${(this.#made += 1)}`;
      this.#own.set(given, name);
    }
    return name;
  }
}
