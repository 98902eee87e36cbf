import pg from 'pg';
import { databaseErrors } from './database.errors.ts';

type Parser = (text: string) => unknown;

const oid = {
  int8: 20,
  date: 1082,
  timestamp: 1114,
  timestamptz: 1184,
  interval: 1186,
  int8Array: 1016,
  timestampArray: 1115,
  dateArray: 1182,
  timestamptzArray: 1185,
  intervalArray: 1187,
} as const;

const instant = /^(\d{4,})-(\d\d)-(\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?([+-]\d\d)(?::(\d\d))?$/;

const asText: Parser = (text) => text;

/**
 * A `timestamptz` as an ISO 8601 UTC text: `2026-03-01T09:30:00.000Z`, with six digits when the
 * instant is not a whole number of milliseconds. `infinity` and years before 1 come back as they are.
 */
export function parseInstant(text: string): string {
  const match = instant.exec(text);
  if (match === null) return text;
  const [, year, month, day, time, fraction = '', hours = '+00', minutes = '00'] = match;
  const micros = fraction.padEnd(6, '0');
  const digits = micros.endsWith('000') ? micros.slice(0, 3) : micros;
  if (hours === '+00' && minutes === '00') return `${year}-${month}-${day}T${time}.${digits}Z`;
  const local = new Date(`${year}-${month}-${day}T${time}${hours}:${minutes}`);
  return `${local.toISOString().slice(0, -4)}${digits}Z`;
}

/** An `int8` as a number. Throws `DB_NUMBER_UNSAFE` beyond ±(2^53 − 1). */
export function parseInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw databaseErrors.numberUnsafe({ detail: `${text} was read` });
  return value;
}

interface ArrayParser {
  create(text: string, parse: Parser): { parse(): unknown[] };
}

// pg's types describe an older form of this.
const arrays = pg.types.arrayParser as unknown as ArrayParser;

function arrayOf(parse: Parser): Parser {
  return (text) => arrays.create(text, parse).parse();
}

const parsers: Readonly<Record<number, Parser>> = {
  [oid.int8]: parseInteger as Parser,
  [oid.date]: asText,
  [oid.timestamp]: asText,
  [oid.timestamptz]: parseInstant,
  [oid.interval]: asText,
  [oid.int8Array]: arrayOf(parseInteger as Parser),
  [oid.dateArray]: arrayOf(asText),
  [oid.timestampArray]: arrayOf(asText),
  [oid.timestamptzArray]: arrayOf(parseInstant),
  [oid.intervalArray]: arrayOf(asText),
};

/**
 * How texts from the database become values: dates stay `YYYY-MM-DD`, instants become ISO UTC texts,
 * 64-bit integers become numbers, `numeric` stays a text; the rest is as `pg` does it.
 */
export const valueParsers: pg.CustomTypesConfig = {
  getTypeParser(id: number, format?: string): Parser {
    const own = format === 'binary' ? undefined : parsers[id];
    return own ?? (pg.types.getTypeParser(id, format as 'text') as Parser);
  },
};
