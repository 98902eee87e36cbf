import { AppError } from '../errors/define-error.ts';
import { jobsLimits } from './jobs.limits.ts';

/** The text of a failure as it is kept with its job or event: code and sentence, cut at the bound. */
export function errorText(error: unknown): string {
  const sentence = error instanceof Error ? error.message : String(error);
  const text = error instanceof AppError ? `${error.code}: ${sentence}` : sentence;
  const bytes = Buffer.from(text.toWellFormed().replaceAll('\0', ''), 'utf8');
  if (bytes.length <= jobsLimits.errorTextBytes) return bytes.toString('utf8');
  const cut = bytes.subarray(0, jobsLimits.errorTextBytes - 3).toString('utf8');
  // A character cut in half becomes a replacement character.
  return `${cut.replace(/\uFFFD+$/, '')}…`;
}
