import type { TemplateBody } from '@lexiflow/contracts';
import * as z from 'zod/mini';
import { templateBody } from '@lexiflow/contracts';

/** A template of three stages for tests: with a role nobody may hold, by hand, and in business days. */
export function templateOf(over: Partial<z.input<typeof templateBody>> = {}): TemplateBody {
  return z.parse(templateBody, {
    name: 'Civil intake',
    stages: [
      {
        name: 'Intake',
        duration: 10,
        tasks: [
          { title: 'Run the conflict check', assigneeRole: 'lead', dueAfter: 2 },
          {
            title: 'Collect documents',
            assigneeRole: 'paralegal',
            checklist: ['Contract', 'Letters'],
          },
          { title: 'Send a welcome letter', required: false },
        ],
      },
      {
        name: 'Pleadings',
        duration: 5,
        unit: 'business-days',
        advance: 'by-hand',
        tasks: [{ title: 'Draft the complaint', assigneeRole: 'associate', priority: 'high' }],
      },
      { name: 'Closing', duration: 30, tasks: [{ title: 'Archive the file', required: false }] },
    ],
    ...over,
  });
}
