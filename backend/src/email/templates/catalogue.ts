import type * as z from 'zod/mini';
import { passwordReset, test, welcome } from './account-templates.ts';
import { assignment, caseUpdate, documentProcessed } from './case-templates.ts';
import { deadlineNear, deadlineOverdue } from './deadline-templates.ts';
import { digest, operatorNotice, reportReady } from './news-templates.ts';
import type { Template } from './template.ts';

/** Every kind of email by its name; the name stands in the log. */
export const emailTemplates = {
  'deadline-near': deadlineNear,
  'deadline-overdue': deadlineOverdue,
  assignment,
  'document-processed': documentProcessed,
  'case-update': caseUpdate,
  welcome,
  'password-reset': passwordReset,
  'report-ready': reportReady,
  digest,
  'operator-notice': operatorNotice,
  test,
} as const;

/** Name of a template: `case-update`. */
export type TemplateName = keyof typeof emailTemplates;

/** What a template's email is made of. */
export type TemplateValues<Name extends TemplateName> = z.core.output<
  (typeof emailTemplates)[Name]['schema']
>;

/** The template of that name, its values' type forgotten; null when this version has none. */
export function templateOf(name: string): Template<unknown> | null {
  return Object.hasOwn(emailTemplates, name)
    ? (emailTemplates[name as TemplateName] as Template<unknown>)
    : null;
}
