import { emailAddress, text } from '@lexiflow/contracts';
import * as z from 'zod/mini';
import { defineTemplate } from './template.ts';

/** A user was added. */
export const welcome = defineTemplate({
  schema: z.strictObject({ email: emailAddress, canReset: z.boolean() }),
  subject: () => 'Your LexiFlow account',
  blocks: ({ email, canReset }) => [
    { kind: 'text', text: 'An account was made for you.' },
    { kind: 'facts', facts: [['Sign in as', email]] },
    {
      kind: 'text',
      text: canReset
        ? 'Your administrator tells you the first passphrase, or you set one yourself by "Forgot your passphrase?".'
        : 'Your administrator tells you the first passphrase.',
    },
    { kind: 'action', label: 'Sign in', path: '/' },
  ],
});

/** The recipient asked for a new passphrase. */
export const passwordReset = defineTemplate({
  schema: z.strictObject({
    validMinutes: z.number().check(z.int(), z.minimum(1), z.maximum(10_000)),
  }),
  hasSecret: true,
  subject: () => 'Set a new LexiFlow passphrase',
  blocks: ({ validMinutes }, secretPath) => [
    { kind: 'text', text: 'Somebody, probably you, asked for a new passphrase of your account.' },
    secretPath === null
      ? { kind: 'text', text: '(Here stands the one-time link, for the recipient only.)' }
      : { kind: 'action', label: 'Set a new passphrase', path: secretPath },
    {
      kind: 'text',
      text: `The link works once, for ${validMinutes} minutes. All your sessions end when you use it.`,
    },
    { kind: 'text', text: 'If it was not you, do nothing: your passphrase stays as it is.' },
  ],
});

/** Shows an operator that email arrives. */
export const test = defineTemplate({
  schema: z.strictObject({ byName: text(200, 1) }),
  subject: () => 'LexiFlow test message',
  blocks: ({ byName }) => [
    { kind: 'text', text: 'Email from this LexiFlow server arrives here.' },
    { kind: 'facts', facts: [['Sent by', byName]] },
  ],
});
