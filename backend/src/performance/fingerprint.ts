import { createHash } from 'node:crypto';
import { FINGERPRINT_LETTERS, SQL_LETTERS } from './performance.limits.ts';

// Comment, then value, then quoted name, then space. A value that the end cuts off is a value too.
const token =
  /(--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(\$([A-Za-z_]\w*)?\$[\s\S]*?(?:\$\3\$|$)|\b[Ee]'(?:[^'\\]|''|\\[\s\S])*(?:'|$)|'(?:[^']|'')*(?:'|$)|\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b|\$\d+)|("(?:[^"]|"")*(?:"|$))|(\s+)/g;
const list = /\(\s*\?(?:\s*,\s*\?)*\s*\)/g;
const rows = /\(\?\+?\)(?:\s*,\s*\(\?\+?\))+/g;

/**
 * What statements of one shape have in common: values and parameters become `?`, lists of them
 * `(?+)`, comments and spacing go. Holds no value of the statement. Linear in the letters looked at.
 */
export function fingerprint(sql: string): string {
  return sql
    .slice(0, SQL_LETTERS)
    .replace(token, (whole, comment: string | undefined, value: string | undefined, _tag, name) => {
      if (comment !== undefined) return ' ';
      if (value !== undefined) return '?';
      return typeof name === 'string' ? whole : ' ';
    })
    .replace(/ {2,}/g, ' ')
    .replace(list, (given) => (given.includes(',') ? '(?+)' : '(?)'))
    .replace(rows, '(?+)')
    .trim()
    .slice(0, FINGERPRINT_LETTERS);
}

/** Short name of a fingerprint, the same in every process. */
export function fingerprintId(shape: string): string {
  return createHash('sha256').update(shape).digest('base64url').slice(0, 16);
}
