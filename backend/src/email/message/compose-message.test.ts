import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emailLimits } from '../email.limits.ts';
import { headersOf } from '../testing/smtp-receiver.ts';
import { base64Bytes } from './encoded-size.ts';
import { composeMessage, type ComposedMessage, type OutgoingMessage } from './compose-message.ts';
import { mailbox } from './mail-address.ts';

const message = (parts: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  emailId: '01890000-0000-7000-8000-000000000000',
  messageId: '<01890000-0000-7000-8000-000000000000@firm.example>',
  template: 'test',
  date: new Date('2026-03-01T09:30:00Z'),
  from: mailbox('LexiFlow', 'mail@firm.example'),
  to: mailbox('Jane Doe', 'jane@firm.example'),
  subject: 'Hello',
  text: 'Hello Jane',
  html: '<p>Hello Jane</p>',
  attachments: [],
  ...parts,
});

async function read({ stream }: ComposedMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('latin1');
}

const known = new Set([
  'from',
  'to',
  'subject',
  'message-id',
  'date',
  'auto-submitted',
  'x-lexiflow-template',
  'mime-version',
  'content-type',
]);

describe('a composed message', () => {
  it('carries text and HTML, its own id, and asks programs not to answer', async () => {
    const composed = composeMessage(message());
    const text = await read(composed);
    const headers = headersOf(text);
    expect(headers).toContain('From: LexiFlow <mail@firm.example>');
    expect(headers).toContain('Auto-Submitted: auto-generated');
    expect(headers).toContain('Message-ID: <01890000-0000-7000-8000-000000000000@firm.example>');
    expect(text).toContain('Content-Type: text/plain');
    expect(text).toContain('Content-Type: text/html');
    expect(composed.sentBytes()).toBe(text.length);
  });

  it('has no other header, whatever names, subject and file names are', async () => {
    const anyText = fc.string({ unit: 'binary', maxLength: 80 });
    const attack = fc.tuple(anyText, fc.constantFrom('\r\n', '\n', '\r', '\u2028', '\0'), anyText);
    const value = fc.oneof(
      anyText,
      attack.map(([a, end, b]) => `${a}${end}Bcc: eve@evil.example${end}${end}${b}`),
    );
    await fc.assert(
      fc.asyncProperty(value, value, value, async (name, subject, fileName) => {
        const attachments = [{ fileName, contentType: subject, open: () => pieces(0) }];
        const to = mailbox(name, 'jane@firm.example');
        const text = await read(composeMessage(message({ to, subject, attachments })));
        const names = headersOf(text).map((line) => /^[^:]*/.exec(line)?.[0].toLowerCase());
        expect(names.filter((header) => !known.has(header ?? ''))).toEqual([]);
        expect(text).not.toMatch(/^bcc:/im);
      }),
      { numRuns: 200 },
    );
  });

  it('takes an attachment piece by piece', async () => {
    let open = 0;
    const attachment = {
      fileName: 'brief.pdf',
      contentType: 'application/pdf',
      open: () => {
        open += 1;
        return pieces(20);
      },
    };
    const composed = composeMessage(message({ attachments: [attachment] }));
    expect(open).toBeLessThanOrEqual(1);
    const text = await read(composed);
    expect(text).toContain('filename=brief.pdf');
    expect(text.length).toBeGreaterThan(base64Bytes(20 * PIECE));
    expect(text.length).toBeLessThan(base64Bytes(20 * PIECE) + 4_096);
  });

  it('is cut at the byte after the limit, without the rest of the source being read', async () => {
    let pieceCount = 0;
    const endless = async function* () {
      for (;;) {
        pieceCount += 1;
        yield Buffer.alloc(PIECE, 7);
      }
    };
    const attachments = [{ fileName: 'a', contentType: 'text/plain', open: endless }];
    const composed = composeMessage(message({ attachments }));
    let taken = 0;
    const reading = async () => {
      for await (const chunk of composed.stream) taken += (chunk as Buffer).length;
    };
    await expect(reading()).rejects.toThrow('larger than 25 MB');
    expect(taken).toBeLessThanOrEqual(emailLimits.messageBytes);
    expect(pieceCount * PIECE).toBeLessThan(emailLimits.messageBytes);
  });
});

const PIECE = 64 * 1024;

async function* pieces(count: number) {
  for (let index = 0; index < count; index++) yield Buffer.alloc(PIECE, index);
}
