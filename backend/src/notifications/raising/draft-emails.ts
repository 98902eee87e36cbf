import type { CaseFacts, Draft, EmailContent } from './draft.ts';

type Told = Pick<Draft, 'title' | 'path'> & {
  readonly detail?: string;
  readonly actor: { readonly name: string };
};

const ofCase = (facts: CaseFacts | null) => ({
  caseTitle: facts?.title ?? null,
  caseNumber: facts?.number ?? null,
});

/** The email of something that changed in a case. */
export function updateEmail({ title, path, actor }: Told, facts: CaseFacts | null): EmailContent {
  const values = { ...ofCase(facts), headline: title, byName: actor.name, path };
  return { template: 'case-update', values };
}

/** The email of something that the recipient is to work on. */
export function assignmentEmail(
  { title, path, actor }: Told,
  facts: CaseFacts | null,
): EmailContent {
  const values = { ...ofCase(facts), headline: title, byName: actor.name, path };
  return { template: 'assignment', values };
}

/** The email of a due date that comes near. */
export function dueSoonEmail(
  { path }: Told,
  facts: CaseFacts | null,
  what: { readonly title: string; readonly dueOn: string; readonly daysLeft: number },
): EmailContent {
  return { template: 'deadline-near', values: { ...ofCase(facts), ...what, path } };
}

/** The email of a due date that has passed. */
export function overdueEmail(
  { path }: Told,
  facts: CaseFacts | null,
  what: { readonly title: string; readonly dueOn: string; readonly daysLate: number },
): EmailContent {
  return { template: 'deadline-overdue', values: { ...ofCase(facts), ...what, path } };
}

/** The email of trouble with the server. */
export function operatorEmail({ title, detail = '', path }: Told): EmailContent {
  return { template: 'operator-notice', values: { headline: title, detail, path } };
}
