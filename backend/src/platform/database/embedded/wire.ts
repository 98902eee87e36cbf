const code = (letter: string): number => letter.charCodeAt(0);

/** Type bytes of the messages that clients send (PostgreSQL protocol 3.0). */
export const frontend = {
  startup: 0,
  query: code('Q'),
  parse: code('P'),
  bind: code('B'),
  describe: code('D'),
  close: code('C'),
  flush: code('H'),
  sync: code('S'),
  copyData: code('d'),
  copyDone: code('c'),
  copyFail: code('f'),
  terminate: code('X'),
} as const;

/** Type bytes of the messages that the server sends. */
export const backend = {
  authentication: code('R'),
  parameterStatus: code('S'),
  keyData: code('K'),
  readyForQuery: code('Z'),
  commandComplete: code('C'),
  notification: code('A'),
  dataRow: code('D'),
  copyData: code('d'),
  copyInResponse: code('G'),
  error: code('E'),
} as const;

/** Transaction status bytes of ReadyForQuery. */
export const status = { idle: code('I'), open: code('T'), failed: code('E') } as const;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** One message: type byte, length, then the parts; strings are ended by a zero byte. */
export function message(type: number, ...parts: readonly (string | Uint8Array)[]): Uint8Array {
  const bodies = parts.map((part) =>
    typeof part === 'string' ? encoder.encode(`${part}\0`) : part,
  );
  const length = bodies.reduce((sum, body) => sum + body.length, 4);
  const bytes = new Uint8Array(length + 1);
  bytes[0] = type;
  new DataView(bytes.buffer).setInt32(1, length);
  let at = 5;
  for (const body of bodies) {
    bytes.set(body, at);
    at += body.length;
  }
  return bytes;
}

/** The zero-ended string at `at`, and where the next field begins. */
export function readString(bytes: Uint8Array, at: number): { text: string; next: number } {
  const end = bytes.indexOf(0, at);
  return { text: decoder.decode(bytes.subarray(at, end)), next: end + 1 };
}

/** A fatal or plain error answer with an SQLSTATE, as a server would send it. */
export function errorResponse(
  severity: 'ERROR' | 'FATAL',
  sqlState: string,
  text: string,
): Uint8Array {
  return message(
    backend.error,
    `S${severity}`,
    `V${severity}`,
    `C${sqlState}`,
    `M${text}`,
    new Uint8Array(1),
  );
}

/** Joins byte arrays into one. */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1 && parts[0] !== undefined) return parts[0];
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
