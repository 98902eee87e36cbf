import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emailTemplates, templateOf, type TemplateName } from './catalogue.ts';
import { checkedValues, renderEmail } from './render-email.ts';

const context = {
  recipientName: 'Jane Doe',
  consoleUrl: 'https://firm.example',
  secretPath: '/reset#token=lxr_x',
};
const ofCase = { caseTitle: 'Doe v. Roe', caseNumber: '1:24-cv-9', path: '/cases/1' };
const samples: { readonly [Name in TemplateName]: Record<string, unknown> } = {
  'deadline-near': { ...ofCase, title: 'Answer due', dueOn: '2026-03-05', daysLeft: 3 },
  'deadline-overdue': { ...ofCase, title: 'Answer due', dueOn: '2026-03-05', daysLate: 1 },
  assignment: { ...ofCase, headline: 'You lead a case', byName: 'A. Partner' },
  'document-processed': { ...ofCase, documentName: 'brief.pdf', outcome: 'no-text' },
  'case-update': { ...ofCase, headline: 'The case was closed', byName: 'A. Partner' },
  welcome: { email: 'jane@firm.example', canReset: true },
  'password-reset': { validMinutes: 60 },
  'report-ready': {
    reportName: 'Workload',
    expiresAt: '2026-03-02T09:30:00.000Z',
    path: '/reports/1',
  },
  digest: { period: 'daily', items: [{ text: 'Doe v. Roe: closed', path: '/cases/1' }], more: 2 },
  'operator-notice': { headline: 'A job was given up', detail: 'x', path: '/operate/jobs' },
  test: { byName: 'Jane' },
};

const render = (name: TemplateName, values: unknown = samples[name]) => {
  const template = templateOf(name);
  if (template === null) throw new Error(name);
  return renderEmail(template, checkedValues(name, template, values), context);
};

describe('every template', () => {
  it.each(Object.keys(emailTemplates) as TemplateName[])(
    '%s says the same in both forms',
    (name) => {
      const { subject, text, html } = render(name);
      expect(subject).not.toBe('');
      expect(text).toContain('Hello Jane Doe,');
      expect(html).toContain('<p>Hello Jane Doe,</p>');
      const links = [...text.matchAll(/https:\/\/\S+/g)].map(([link]) => link);
      for (const link of links) expect(html).toContain(`href="${link}"`);
      expect(links.length).toBeGreaterThan(name === 'test' ? -1 : 0);
    },
  );

  it('escapes every value in HTML, whatever it is', () => {
    const anyText = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
      .map((text) => `${text}<script>"'&</script>`);
    fc.assert(
      fc.property(anyText, anyText, anyText, (caseTitle, headline, byName) => {
        const { html } = render('case-update', { ...ofCase, caseTitle, headline, byName });
        const plain = render('case-update').html;
        const tags = (page: string) => [...page.matchAll(/<[^>]*>/g)].map(([tag]) => tag);
        expect(tags(html)).toEqual(tags(plain));
      }),
      { numRuns: 500 },
    );
  });

  it('puts the subject on one line', () => {
    const headline = 'Closed\r\nBcc: eve@evil.example';
    const { subject } = render('case-update', { ...samples['case-update'], headline });
    expect(subject).toBe('Closed Bcc: eve@evil.example: Doe v. Roe');
  });

  it.each([
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/a b',
  ])('leads nowhere but into the console: %s', (path) => {
    expect(() => render('case-update', { ...samples['case-update'], path })).toThrow('path');
  });

  it('refuses values that are not its own', () => {
    expect(() =>
      render('welcome', { email: 'jane@firm.example', canReset: true, more: 1 }),
    ).toThrow('welcome');
  });

  it('shows a one-time link to its recipient only', () => {
    expect(render('password-reset').text).toContain('https://firm.example/reset#token=lxr_x');
    const template = emailTemplates['password-reset'];
    const shown = renderEmail(
      template as never,
      { validMinutes: 60 },
      { ...context, secretPath: null },
    );
    expect(shown.text).not.toContain('/reset');
    expect(shown.html).not.toContain('/reset');
  });
});
