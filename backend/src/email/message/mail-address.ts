import { emailAddress } from '@lexiflow/contracts';
import * as z from 'zod/mini';
import { oneLine } from '../templates/one-line.ts';

/** Characters of a name beside an address. */
const NAME_LENGTH = 120;

/** Who sends or receives: an address that holds no control character, and a name on one line. */
export interface MailAddress {
  readonly name: string;
  readonly address: string;
}

/** An address of one recipient as it is stored; null when it is none. */
export function parseAddress(text: string): string | null {
  const result = z.safeParse(emailAddress, text.trim());
  return result.success ? result.data : null;
}

/** `Name <name@host>` or `name@host`; null for anything else. */
export function parseMailbox(text: string): MailAddress | null {
  const match = /^([^<>]*)<([^<>]+)>$/.exec(text.trim());
  const address = parseAddress(match?.[2] ?? text);
  if (address === null) return null;
  const name = (match?.[1] ?? '').trim().replace(/^"(.*)"$/, '$1');
  return { name: oneLine(name, NAME_LENGTH), address };
}

/** A mailbox of a name that anyone may have chosen. */
export function mailbox(name: string, address: string): MailAddress {
  return { name: oneLine(name, NAME_LENGTH), address };
}
