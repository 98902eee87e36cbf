import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DsnReader } from './dsn-reader.ts';

const envelopeId = '01890000-0000-7000-8000-000000000000';

const report = (status: string, original = '') =>
  [
    'From: MAILER-DAEMON@mail.example',
    'Content-Type: multipart/report; report-type=delivery-status;',
    '\tboundary="b1"',
    '',
    'This is a MIME message.',
    '--b1',
    'Content-Type: text/plain',
    '',
    'Action: failed',
    'I could not deliver your message.',
    '--b1',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mail.example',
    `Original-Envelope-Id: ${envelopeId}`,
    '',
    status,
    '',
    '--b1',
    'Content-Type: text/rfc822-headers',
    '',
    original,
    '--b1--',
    '',
  ].join('\r\n');

const failed = [
  'Original-Recipient: rfc822;Jane@firm.example',
  'Final-Recipient: rfc822; jane.doe@other.example',
  'Action: failed',
  'Status: 5.1.1 (bad mailbox)',
  'Diagnostic-Code: smtp; 550 5.1.1',
  '  No such user here',
].join('\r\n');

function read(text: string, size = text.length || 1) {
  const reader = new DsnReader();
  const bytes = Buffer.from(text, 'latin1');
  for (let from = 0; from < bytes.length; from += size)
    reader.push(bytes.subarray(from, from + size));
  return reader.end();
}

describe('the reader of delivery status notifications', () => {
  it('finds what was refused, by whom it was sent to and why', () => {
    expect(read(report(failed, 'Message-ID: <1@firm.example>\r\nSubject: x'))).toEqual({
      envelopeId,
      messageId: '<1@firm.example>',
      recipients: [
        {
          action: 'failed',
          status: '5.1.1',
          recipient: 'jane@firm.example',
          diagnostic: 'smtp; 550 5.1.1 No such user here',
        },
      ],
    });
  });

  it('reads the same however the bytes are cut', () => {
    const text = report(failed, 'Message-ID: <1@firm.example>');
    const whole = read(text);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), (size) => {
        expect(read(text, size)).toEqual(whole);
      }),
    );
  });

  it('reads every recipient of a report', () => {
    const two = `${failed}\r\n\r\nFinal-Recipient: rfc822;b@firm.example\r\nAction: delayed\r\nStatus: 4.4.7`;
    expect(read(report(two))?.recipients.map(({ action, status }) => [action, status])).toEqual([
      ['failed', '5.1.1'],
      ['delayed', '4.4.7'],
    ]);
  });

  it('takes nothing from the text for people or from the body that came back', () => {
    const inBody = report('Reporting-UA: x', `Subject: x\r\n\r\n${failed}`);
    expect(read(inBody)).toBeNull();
  });

  it('answers null for any other message', () => {
    expect(read('')).toBeNull();
    expect(read('Subject: hello\r\n\r\nAction: failed\r\n')).toBeNull();
    expect(read('Content-Type: multipart/report; report-type=delivery-status\r\n\r\n')).toBeNull();
  });

  it('never throws and holds little, whatever the bytes are', () => {
    const line = fc.oneof(
      fc.constantFrom(
        'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
        'Content-Type: message/delivery-status',
        'Content-Type: message/rfc822',
        '--b',
        '--b--',
        '',
        'Action: failed',
        'Final-Recipient: rfc822;a@b.example',
        'Status: 5.1.1',
        'Message-ID: <a>',
        ' folded',
        ':',
      ),
      fc.string({ unit: 'binary', maxLength: 40 }),
    );
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 40 }),
        fc.integer({ min: 1, max: 64 }),
        (lines, size) => {
          const found = read(lines.join('\r\n'), size);
          for (const { action } of found?.recipients ?? []) expect(action).toMatch(/^[a-z]+$/);
        },
      ),
      { numRuns: 10_000 },
    );
  });

  it('keeps no more than its bound of a report without end', () => {
    const reader = new DsnReader();
    reader.push(Buffer.from(report(failed).replace('--b1--\r\n', 'Message-ID: ')));
    for (let index = 0; index < 400; index++) reader.push(Buffer.alloc(64 * 1024, 'a'));
    expect(reader.end()?.messageId?.length ?? 0).toBeLessThanOrEqual(2_000);
  });
});
