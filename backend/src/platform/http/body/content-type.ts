/** A parsed Content-Type: lower-case media type, and its charset when it names one. */
export interface MediaType {
  readonly type: string;
  readonly charset: string | null;
}

const CHARSET = /;\s*charset\s*=\s*"?([^\s";]+)/i;

/** Reads a Content-Type header; parameters other than the charset are ignored. */
export function mediaTypeOf(header: string): MediaType {
  const end = header.indexOf(';');
  if (end === -1) return { type: header.trim().toLowerCase(), charset: null };
  return {
    type: header.slice(0, end).trim().toLowerCase(),
    charset: CHARSET.exec(header)?.[1]?.toLowerCase() ?? null,
  };
}

/** True for `application/json` and types with the `+json` suffix (RFC 6839). */
export function isJson(type: string): boolean {
  return type === 'application/json' || (type.startsWith('application/') && type.endsWith('+json'));
}
