import { date, text } from '@lexiflow/contracts';
import * as z from 'zod/mini';
import { caseFacts, caseValues } from './case-facts.ts';
import { defineTemplate } from './template.ts';

const days = z.number().check(z.int(), z.minimum(0), z.maximum(100_000));
const counted = (count: number): string => (count === 1 ? '1 day' : `${count} days`);

/** A deadline comes near. */
export const deadlineNear = defineTemplate({
  schema: z.strictObject({ ...caseValues, title: text(500, 1), dueOn: date, daysLeft: days }),
  subject: ({ title, daysLeft }) =>
    daysLeft === 0 ? `Due today: ${title}` : `Due in ${counted(daysLeft)}: ${title}`,
  blocks: (values) => [
    {
      kind: 'text',
      text:
        values.daysLeft === 0
          ? 'This deadline is due today.'
          : `This deadline is due in ${counted(values.daysLeft)}.`,
    },
    caseFacts(values, ['Deadline', values.title], ['Due on', values.dueOn]),
    { kind: 'action', label: 'Open the deadline', path: values.path },
  ],
});

/** A deadline has passed. */
export const deadlineOverdue = defineTemplate({
  schema: z.strictObject({ ...caseValues, title: text(500, 1), dueOn: date, daysLate: days }),
  subject: ({ title, daysLate }) => `Overdue by ${counted(daysLate)}: ${title}`,
  blocks: (values) => [
    { kind: 'text', text: `This deadline passed ${counted(values.daysLate)} ago.` },
    caseFacts(values, ['Deadline', values.title], ['Was due on', values.dueOn]),
    { kind: 'action', label: 'Open the deadline', path: values.path },
  ],
});
