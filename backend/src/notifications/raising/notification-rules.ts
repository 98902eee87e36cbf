import type { EventType } from '@lexiflow/contracts';
import type { Transaction } from 'kysely';
import type { Tables } from '../../platform/database/tables.ts';
import type { StoredEvent } from '../../platform/events/stored-event.ts';
import type { Draft } from './draft.ts';
import { assignmentEmail, dueSoonEmail, overdueEmail, updateEmail } from './draft-emails.ts';
import { docketDraft, importedDraft } from './docket-drafts.ts';
import { taskOf } from './task-facts.ts';

/** What an event is told as; null when nobody has to hear of it. */
type Rule<Type extends EventType> = (
  event: StoredEvent<Type>,
  trx: Transaction<Tables>,
) => Draft | null | Promise<Draft | null>;

type Rules = { readonly [Type in EventType]?: readonly Rule<Type>[] };

const DAY_MS = 86_400_000;

/** Whole days from a date to the day of an instant; negative before it. */
function daysSince(date: string, instant: string): number {
  return Math.floor((Date.parse(instant) - Date.parse(date)) / DAY_MS);
}

/** A change of a case, told to its team. */
function ofCase(event: StoredEvent, kind: Draft['kind'], title: string): Draft | null {
  const { caseId, actorId: userId, actorName: name } = event;
  if (caseId === null) return null;
  const told = { title, path: `/cases/${caseId}`, actor: { userId, name } };
  const email: Draft['email'] = (facts) => updateEmail(told, facts);
  return { ...told, kind, to: 'team', caseId, foldKey: caseId, email };
}

/** Something about a task, told to those who are to do it; a case of its own stays hidden. */
async function ofTask(
  event: StoredEvent,
  trx: Transaction<Tables>,
  kind: Draft['kind'],
  to: readonly string[] | 'assignees',
  title: (task: { title: string }) => string,
): Promise<(Draft & { task: { title: string } }) | null> {
  const { aggregateId: id, caseId, actorId: userId, actorName: name } = event;
  const task = await taskOf(trx, id);
  if (task === null) return null;
  const told = { title: title(task), path: `/tasks?task=${id}`, actor: { userId, name } };
  const email: Draft['email'] = (facts) => assignmentEmail(told, facts);
  const recipients = to === 'assignees' ? task.assigneeIds : to;
  return { ...told, kind, to: recipients, caseId, foldKey: id, email, task };
}

/**
 * What is told of each event, to whom. A title names no case: whoever reads it sees the title of the
 * case only while they may.
 */
export const notificationRules = {
  'case.member-added': [
    (event) => {
      const draft = ofCase(event, 'case.assigned', 'You were added to the team of a case');
      if (draft === null) return null;
      const email: Draft['email'] = (facts) => assignmentEmail(draft, facts);
      return { ...draft, to: [event.payload.userId], email };
    },
    (event) => {
      const draft = ofCase(event, 'case.team-changed', 'Somebody joined the team');
      return draft === null ? null : { ...draft, except: [event.payload.userId] };
    },
  ],
  'case.member-removed': [(event) => ofCase(event, 'case.team-changed', 'Somebody left the team')],
  'case.changed': [
    (event) => {
      const { status } = event.payload;
      const title =
        status === undefined
          ? 'The facts of the case were changed'
          : `The status went from ${status.from} to ${status.to}`;
      return ofCase(event, 'case.updated', title);
    },
  ],
  'case.archived': [(event) => ofCase(event, 'case.updated', 'The case was archived')],
  'case.unarchived': [
    (event) => ofCase(event, 'case.updated', 'The case was brought back from the archive'),
  ],
  'case.party-added': [(event) => ofCase(event, 'case.updated', 'A party was added')],
  'case.party-removed': [(event) => ofCase(event, 'case.updated', 'A party was removed')],
  'docket-entry.created': [
    (event, trx) =>
      docketDraft(trx, event, ofCase(event, 'docket.updated', 'A docket entry was added')),
  ],
  'docket-entry.changed': [
    (event, trx) =>
      docketDraft(trx, event, ofCase(event, 'docket.updated', 'A docket entry was changed')),
  ],
  'docket.imported': [
    (event) =>
      importedDraft(event.payload.entries, (title) => ofCase(event, 'docket.imported', title)),
  ],
  'task.assigned': [
    (event, trx) =>
      ofTask(
        event,
        trx,
        'task.assigned',
        event.payload.userIds,
        ({ title }) => `You are to do: ${title}`,
      ),
  ],
  'task.commented': [
    (event, trx) =>
      ofTask(event, trx, 'task.commented', 'assignees', ({ title }) => `Comment on: ${title}`),
  ],
  'task.due-soon': [
    async (event, trx) => {
      const title = (task: { title: string }) => `Due soon: ${task.title}`;
      const draft = await ofTask(event, trx, 'task.due-soon', 'assignees', title);
      if (draft === null) return null;
      const { dueOn } = event.payload;
      const daysLeft = Math.max(0, -daysSince(dueOn, event.at));
      const what = { title: draft.task.title, dueOn, daysLeft };
      return { ...draft, email: (facts) => dueSoonEmail(draft, facts, what) };
    },
  ],
  'task.overdue': [
    async (event, trx) => {
      const title = (task: { title: string }) => `Overdue: ${task.title}`;
      const draft = await ofTask(event, trx, 'task.overdue', 'assignees', title);
      if (draft === null) return null;
      const { dueOn } = event.payload;
      const daysLate = Math.max(0, daysSince(dueOn, event.at));
      const what = { title: draft.task.title, dueOn, daysLate };
      return { ...draft, email: (facts) => overdueEmail(draft, facts, what) };
    },
  ],
  'workflow.stage-overdue': [
    (event) => ofCase(event, 'workflow.overdue', 'A stage of a workflow is overdue'),
  ],
} as const satisfies Rules;

/** The events that are told of. */
export const toldEvents = Object.keys(notificationRules) as (keyof typeof notificationRules)[];

/** What an event is told as. */
export async function draftsOf(
  event: StoredEvent,
  trx: Transaction<Tables>,
): Promise<readonly Draft[]> {
  const rules = (notificationRules as Rules)[event.type as EventType] ?? [];
  const drafts: Draft[] = [];
  for (const rule of rules as readonly Rule<EventType>[]) {
    const draft = await rule(event as StoredEvent<EventType>, trx);
    if (draft !== null) drafts.push(draft);
  }
  return drafts;
}
