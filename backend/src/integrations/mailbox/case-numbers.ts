import { mailboxLimits } from './mailbox.limits.ts';

const PLUS_ADDRESS = /^[^@+]+\+([^@]+)@/;
/** A number as firms write them: at least three characters, one of them a digit. */
const NUMBER = /^(?=.*\d)[\p{L}\d][\p{L}\d:./_-]{1,62}[\p{L}\d]$/u;

/**
 * The words of a subject and of plus-addresses (`inbox+24-cv-1@firm.example`) that may be a case number,
 * lower case, at most 24.
 */
export function caseNumbersIn(subject: string, addresses: readonly string[]): string[] {
  const plus = addresses.flatMap((address) => PLUS_ADDRESS.exec(address)?.[1] ?? []);
  const words = subject.split(/[\s[\](){}<>,;"'#]+/u);
  const found = [...plus, ...words]
    .map((word) => word.replace(/^[:.\-/_]+|[:.\-/_]+$/g, '').toLowerCase())
    .filter((word) => NUMBER.test(word));
  return [...new Set(found)].slice(0, mailboxLimits.candidateEntries);
}
