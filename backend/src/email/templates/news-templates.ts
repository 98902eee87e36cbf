import { instant, text } from '@lexiflow/contracts';
import * as z from 'zod/mini';
import { consolePath, defineTemplate } from './template.ts';

/** A report was made and can be fetched. */
export const reportReady = defineTemplate({
  schema: z.strictObject({ reportName: text(500, 1), expiresAt: instant, path: consolePath }),
  subject: ({ reportName }) => `Report ready: ${reportName}`,
  blocks: ({ reportName, expiresAt, path }) => [
    { kind: 'text', text: 'Your report is ready.' },
    {
      kind: 'facts',
      facts: [
        ['Report', reportName],
        ['Kept until', `${expiresAt.slice(0, 16).replace('T', ' ')} UTC`],
      ],
    },
    { kind: 'action', label: 'Fetch the report', path },
  ],
});

/** Something an operator should look at. */
export const operatorNotice = defineTemplate({
  schema: z.strictObject({ headline: text(500, 1), detail: text(2_000), path: consolePath }),
  subject: ({ headline }) => `LexiFlow: ${headline}`,
  blocks: ({ headline, detail, path }) => [
    { kind: 'text', text: `${headline}.` },
    ...(detail === '' ? [] : [{ kind: 'text' as const, text: detail }]),
    { kind: 'action', label: 'Look at it', path },
  ],
});

/** Entries that one digest lists; the rest is counted. */
export const DIGEST_ITEMS = 50;

/** What happened since the last digest, in one email. */
export const digest = defineTemplate({
  schema: z.strictObject({
    period: z.enum(['daily', 'weekly']),
    items: z
      .array(z.strictObject({ text: text(600, 1), path: consolePath }))
      .check(z.minLength(1), z.maxLength(DIGEST_ITEMS)),
    more: z.number().check(z.int(), z.minimum(0)),
  }),
  subject: ({ items, more, period }) => {
    const count = items.length + more;
    return `${count} ${count === 1 ? 'notification' : 'notifications'}: your ${period} digest`;
  },
  blocks: ({ items, more }) => [
    { kind: 'text', text: 'What happened and you have not read yet:' },
    { kind: 'items', items },
    ...(more === 0 ? [] : [{ kind: 'text' as const, text: `And ${more} more.` }]),
    { kind: 'action', label: 'Open your notifications', path: '/notifications' },
  ],
});
