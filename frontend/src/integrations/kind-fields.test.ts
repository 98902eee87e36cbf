import { integrationBody, integrationKinds } from '@lexiflow/contracts';
import { describe, expect, it } from 'vitest';
import { initialTexts, kindFields, partsOf } from './kind-fields.ts';

describe('the forms of the integrations', () => {
  it('build a body that the contract takes, for each kind', () => {
    for (const kind of integrationKinds) {
      const texts = initialTexts(kind, null);
      for (const { path, label, optional } of kindFields[kind]) {
        const isAddress = /Address|Url|url/.test(label + path);
        if (texts[path] === '' || texts[path] === 'https://')
          texts[path] = optional === true ? '' : isAddress ? 'https://a.example' : 'some-text';
      }
      const result = integrationBody.safeParse({ kind, name: 'x', ...partsOf(kind, texts) });
      expect(result.success ? '' : `${kind} ${result.error.message}`).toBe('');
    }
  });

  it('show stored settings and no secret', () => {
    const stored = { imap: { host: 'mail.example', port: 143, tls: 'starttls' }, user: 'office' };
    expect(initialTexts('mailbox', stored)).toMatchObject({
      'settings.imap.host': 'mail.example',
      'settings.imap.port': '143',
      'settings.imap.tls': 'starttls',
      'settings.folder': '',
      'credentials.password': '',
    });
  });
});
