import { text } from '@lexiflow/contracts';
import * as z from 'zod/mini';
import { caseFacts, caseSubject, caseValues } from './case-facts.ts';
import { defineTemplate } from './template.ts';

/** The recipient was given something to work on: a case, a task. */
export const assignment = defineTemplate({
  schema: z.strictObject({ ...caseValues, headline: text(500, 1), byName: text(200, 1) }),
  subject: (values) => caseSubject(values.headline, values),
  blocks: (values) => [
    { kind: 'text', text: `${values.headline}.` },
    caseFacts(values, ['By', values.byName]),
    { kind: 'action', label: 'Open it', path: values.path },
  ],
});

/** Something changed in a case of the recipient. */
export const caseUpdate = defineTemplate({
  schema: z.strictObject({ ...caseValues, headline: text(500, 1), byName: text(200, 1) }),
  subject: (values) => caseSubject(values.headline, values),
  blocks: (values) => [
    { kind: 'text', text: `${values.headline}.` },
    caseFacts(values, ['By', values.byName]),
    { kind: 'action', label: 'See what changed', path: values.path },
  ],
});

const outcomes = {
  ready: 'was read and can be searched',
  'no-text': 'was stored; it holds no text that could be searched',
  failed: 'could not be read',
} as const;

/** A document was taken in. */
export const documentProcessed = defineTemplate({
  schema: z.strictObject({
    ...caseValues,
    documentName: text(500, 1),
    outcome: z.enum(['ready', 'no-text', 'failed']),
    detail: z.optional(text(1_000)),
  }),
  subject: ({ documentName, outcome }) => `${documentName} ${outcomes[outcome]}`,
  blocks: (values) => {
    const { documentName, outcome, detail, path } = values;
    const more = detail === undefined ? [] : [['Detail', detail] as const];
    return [
      { kind: 'text', text: `The document ${outcomes[outcome]}.` },
      caseFacts(values, ['Document', documentName], ...more),
      { kind: 'action', label: 'Open the document', path },
    ];
  },
});
