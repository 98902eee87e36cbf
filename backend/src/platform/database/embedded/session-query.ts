import { backend, frontend, message } from './wire.ts';

/** Runs protocol messages on the one session and hands over the answer as it is produced. */
export interface SessionEngine {
  execute(bytes: Uint8Array, onData: (bytes: Uint8Array) => void): Promise<void>;
}

const decoder = new TextDecoder();

function rowOf(bytes: Uint8Array, view: DataView, from: number): string[] {
  const fields: string[] = [];
  let at = from + 2;
  for (let count = view.getInt16(from); count > 0; count -= 1) {
    const length = view.getInt32(at);
    at += 4;
    fields.push(length < 0 ? '' : decoder.decode(bytes.subarray(at, at + length)));
    at += Math.max(0, length);
  }
  return fields;
}

/**
 * Runs SQL of the scheduler's own outside any client's view and returns its rows as texts.
 * For small answers only: all of it is held. Throws when the server answers with an error.
 */
export async function sessionQuery(engine: SessionEngine, sql: string): Promise<string[][]> {
  const parts: Uint8Array[] = [];
  await engine.execute(message(frontend.query, sql), (bytes) => parts.push(bytes.slice()));
  const bytes = Buffer.concat(parts);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const rows: string[][] = [];
  for (let at = 0; at + 5 <= bytes.length; at += 1 + view.getInt32(at + 1)) {
    if (bytes[at] === backend.dataRow) rows.push(rowOf(bytes, view, at + 5));
    if (bytes[at] === backend.error) {
      throw new Error(`session query failed: ${sql}: ${decoder.decode(bytes.subarray(at + 5))}`);
    }
  }
  return rows;
}
