/** A reason to stop that one line explains; anything else that is thrown is a defect and shows its stack. */
export class Failure extends Error {
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

const SENTENCES = [
  [/ENOSPC/, 'no space left on the device that holds this folder; free some and run again'],
  [/EDQUOT/, 'the disk quota is used up; free some space and run again'],
  [/EROFS|EACCES|EPERM/, 'this folder cannot be written; run as its owner or copy it elsewhere'],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|FETCH_ERROR/,
    'no network: the packages could not be fetched from the npm registry; connect and run again',
  ],
  [/E40[13]|E407/, 'the npm registry refused access; check the npm configuration and run again'],
  [/EUSAGE/, 'package.json and package-lock.json disagree; run npm install once and commit both'],
  [
    /EINTEGRITY/,
    'a package differs from what package-lock.json recorded; empty the npm cache and run again',
  ],
];

/** One sentence for a known kind of trouble in an error's text, or null. */
export function knownTrouble(text) {
  const found = SENTENCES.find(([pattern]) => pattern.test(text));
  return found === undefined ? null : `${found[1]} (${found[0].exec(text)[0]})`;
}

/** What to print for anything that was thrown. */
export function failureOf(error) {
  if (error instanceof Failure) return error;
  const known = typeof error?.code === 'string' ? knownTrouble(error.code) : null;
  return new Failure(known ?? error?.stack ?? String(error));
}
