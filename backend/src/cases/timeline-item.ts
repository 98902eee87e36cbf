import type { TimelineItem } from '@lexiflow/contracts';
import type { TimelineRow } from './timeline.repository.ts';

const titles: Readonly<Record<string, string>> = {
  'case.created': 'Case made',
  'case.changed': 'Case changed',
  'case.archived': 'Case archived',
  'case.unarchived': 'Case brought back from the archive',
  'case.email-received': 'Email received',
  'case.party-added': 'Party added',
  'case.party-removed': 'Party removed',
  'case.member-added': 'Team member added',
  'case.member-removed': 'Team member removed',
  'wall.raised': 'Ethical wall raised',
  'wall.lifted': 'Ethical wall lifted',
  'docket.imported': 'Docket imported',
  'docket-entry.created': 'Docket entry made',
  'docket-entry.changed': 'Docket entry changed',
  'task.created': 'Task made',
  'task.changed': 'Task changed',
  'task.assigned': 'Task assigned',
  'task.completed': 'Task done',
  'task.commented': 'Comment on a task',
  'task.due-soon': 'Task due soon',
  'task.overdue': 'Task overdue',
  'workflow.created': 'Workflow added',
  'workflow.started': 'Workflow started',
  'workflow.paused': 'Workflow paused',
  'workflow.resumed': 'Workflow resumed',
  'workflow.completed': 'Workflow completed',
  'workflow.cancelled': 'Workflow cancelled',
  'workflow.stage-started': 'Stage started',
  'workflow.stage-done': 'Stage done',
  'workflow.stage-skipped': 'Stage skipped',
  'workflow.stage-overdue': 'Stage overdue',
};

/** Puts one thing that happened in words. An event of an unknown type shows its type. */
export function timelineItem(row: TimelineRow): TimelineItem {
  const { id, kind, at, actor } = row;
  if (kind === 'docket-entry') {
    const title =
      row.documentNumber === null ? 'Docket entry' : `Docket entry ${row.documentNumber}`;
    return { id, at, kind, title, detail: row.text, actor };
  }
  const type = row.type ?? '';
  return { id, at, kind, title: titles[type] ?? type, detail: detailOf(row), actor };
}

function detailOf({ text, payload }: TimelineRow): string | null {
  const facts = (payload ?? {}) as Record<string, unknown>;
  const parts: string[] = text === null ? [] : [text];
  const status = facts['status'] as { from?: unknown; to?: unknown } | undefined;
  if (typeof status?.from === 'string') parts.push(`${status.from} → ${String(status.to)}`);
  if (Array.isArray(facts['fields'])) parts.push(facts['fields'].map(words).join(', '));
  for (const name of ['role', 'teamRole'])
    if (typeof facts[name] === 'string') parts.push(facts[name]);
  const entries = facts['entries'] as { created?: unknown; updated?: unknown } | undefined;
  if (typeof entries?.created === 'number')
    parts.push(`${entries.created} entries new, ${String(entries.updated)} changed`);
  return parts.length === 0 ? null : parts.join('; ');
}

function words(field: unknown): string {
  return String(field)
    .replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .replace(/ id$/, '');
}
