import * as z from 'zod/mini';
import { emailErrors } from '../email.errors.ts';
import { oneLine } from './one-line.ts';
import { renderHtml } from './render-html.ts';
import { renderText } from './render-text.ts';
import type { Template } from './template.ts';

/** Characters of a subject; mail programs show about half of them. */
const SUBJECT_LENGTH = 200;

/** What the renderers need beside template and values. */
export interface RenderContext {
  readonly recipientName: string;
  /** Where the console is reached: `https://firm.example`. */
  readonly consoleUrl: string;
  /** Path of the one-time link; null when the reader is not the recipient. */
  readonly secretPath: string | null;
}

/** One email, ready to be composed. */
export interface RenderedEmail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** The values as their template takes them. Throws EMAIL_VALUES_INVALID. */
export function checkedValues(name: string, template: Template<unknown>, values: unknown): unknown {
  const result = z.safeParse(template.schema, values);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw emailErrors.valuesInvalid(`${name}: ${problems.join('; ')}`);
}

/** The subject of an email on one line. */
export function renderSubject(template: Template<unknown>, values: unknown): string {
  return oneLine(template.subject(values), SUBJECT_LENGTH);
}

/** Subject, text and HTML of an email; every value is escaped in the HTML. */
export function renderEmail(
  template: Template<unknown>,
  values: unknown,
  context: RenderContext,
): RenderedEmail {
  const blocks = template.blocks(values, context.secretPath);
  const subject = renderSubject(template, values);
  return {
    subject,
    text: renderText(blocks, context),
    html: renderHtml(subject, blocks, context),
  };
}
