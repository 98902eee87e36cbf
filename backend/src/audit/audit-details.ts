import {
  AUDIT_DETAILS_CUTS,
  AUDIT_DETAILS_DEPTH,
  AUDIT_DETAILS_LIMIT_BYTES,
  AUDIT_DETAILS_VALUES,
} from './audit.limits.ts';

const secretName =
  /pass(?:word|phrase|wd)|secret|token|authori[sz]ation|cookie|credential|api[-_]?key|private[-_]?key|hash$/i;

/** Bytes kept free for the mark and its quotes. */
const MARK_BYTES = 64;

const sizeOf = (text: string): number => Buffer.byteLength(text);

/** PostgreSQL's jsonb takes neither a NUL nor half a surrogate pair. */
const storable = (text: string): string => text.replaceAll('\0', '\uFFFD').toWellFormed();

/** The first `limitBytes` bytes of `text` in whole characters, with a mark that names what is gone. */
function cut(text: string, limitBytes: number): string {
  const bytes = Buffer.from(text);
  const kept = new TextDecoder().decode(bytes.subarray(0, limitBytes)).replace(/\uFFFD+$/, '');
  return `${kept}… [truncated ${bytes.length - limitBytes} bytes]`;
}

class Cleaner {
  #left = AUDIT_DETAILS_VALUES;

  clean(value: unknown, depth: number): unknown {
    if (--this.#left < 0) return '[truncated]';
    if (typeof value === 'string') return storable(value);
    if (typeof value === 'bigint') return String(value);
    if (typeof value !== 'object' || value === null) return value;
    if (value instanceof Date) return value.toISOString();
    if (depth >= AUDIT_DETAILS_DEPTH) return '[truncated]';
    if (Array.isArray(value)) {
      return value.slice(0, this.#left + 1).map((item) => this.clean(item, depth + 1));
    }
    const kept = Object.create(null) as Record<string, unknown>;
    for (const [name, member] of Object.entries(value)) {
      if (this.#left < 0) break;
      // A flag tells that there was a secret, not what it was.
      const isSecret = typeof member !== 'boolean' && secretName.test(name);
      kept[storable(name)] = isSecret ? '[not recorded]' : this.clean(member, depth + 1);
    }
    return kept;
  }
}

/**
 * Makes the JSON text of an audit row's details: at most 16 KB, secrets left out by member name,
 * too long values cut with a mark that says how many bytes are gone.
 */
export function auditDetails(details: Readonly<Record<string, unknown>>): string {
  const kept = new Cleaner().clean(details, 0) as Record<string, unknown>;
  let text = JSON.stringify(kept);
  if (sizeOf(text) <= AUDIT_DETAILS_LIMIT_BYTES) return text;
  const bySize = Object.entries(kept)
    .map(([name, value]) => ({ name, text: JSON.stringify(value) ?? '' }))
    .sort((a, b) => sizeOf(b.text) - sizeOf(a.text));
  for (const member of bySize.slice(0, AUDIT_DETAILS_CUTS)) {
    const value = kept[member.name];
    const full = typeof value === 'string' ? value : member.text;
    const others = sizeOf(text) - sizeOf(member.text);
    // Characters that JSON escapes take up to six times their bytes, hence the tries.
    for (let room = AUDIT_DETAILS_LIMIT_BYTES - others - MARK_BYTES; ; room = room >> 1) {
      if (sizeOf(full) > Math.max(room, MARK_BYTES)) {
        kept[member.name] = cut(full, Math.max(room, MARK_BYTES));
      }
      text = JSON.stringify(kept);
      if (sizeOf(text) <= AUDIT_DETAILS_LIMIT_BYTES) return text;
      if (room <= MARK_BYTES) break;
    }
  }
  return JSON.stringify({ truncated: cut(text, AUDIT_DETAILS_LIMIT_BYTES / 8) });
}
