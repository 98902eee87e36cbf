import { describe, expect, it } from 'vitest';
import { emailErrors } from '../email.errors.ts';
import { judgeFailure } from './judge-failure.ts';

const smtp = (command: string, response: string) =>
  Object.assign(new Error('refused'), {
    code: 'EENVELOPE',
    command,
    response,
    responseCode: Number(response.slice(0, 3)),
  });

describe('a failed try', () => {
  it.each([
    ['RCPT TO', '550 5.1.1 No such user', 'bounced', true],
    ['RCPT TO', '550 5.1.10 Null MX', 'bounced', true],
    ['RCPT TO', '550 5.2.1 Mailbox disabled', 'bounced', true],
    ['RCPT TO', '552 5.2.2 Mailbox full', 'bounced', false],
    ['RCPT TO', '550 5.7.1 Listed as spam source', 'bounced', false],
    ['RCPT TO', '550 No such user here', 'bounced', true],
    ['RCPT TO', '554 Rejected', 'bounced', false],
    ['RCPT TO', '450 4.2.0 Greylisted', 'retry', false],
    ['MAIL FROM', '550 5.7.1 Sender refused', 'retry', false],
    ['AUTH PLAIN', '535 5.7.8 Authentication failed', 'retry', false],
    ['DATA', '554 5.6.0 Content refused', 'failed', false],
    ['DATA', '451 4.3.0 Try again', 'retry', false],
    ['CONN', '421 4.3.2 Going down', 'retry', false],
  ])('at %s with "%s" is %s', (command, response, kind, isAddressGone) => {
    expect(judgeFailure(smtp(command, response))).toMatchObject({ kind, isAddressGone });
  });

  it('names the enhanced status of the server', () => {
    expect(judgeFailure(smtp('RCPT TO', '550-5.1.1 No such user')).status).toBe('5.1.1');
    expect(judgeFailure(smtp('RCPT TO', '550 No such user')).status).toBeNull();
  });

  it('without an answer of the server is tried again', () => {
    const lost = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ESOCKET' });
    expect(judgeFailure(lost)).toMatchObject({ kind: 'retry', reply: 'connect ECONNREFUSED' });
    expect(judgeFailure(undefined).kind).toBe('retry');
  });

  it('because of the message itself ends it', () => {
    expect(judgeFailure(emailErrors.tooLarge()).kind).toBe('failed');
    expect(judgeFailure(emailErrors.attachmentMissing()).kind).toBe('failed');
    const tooLargeForServer = Object.assign(new Error('Message size larger than allowed 1'), {
      code: 'EMESSAGE',
      command: 'MAIL FROM',
    });
    expect(judgeFailure(tooLargeForServer).kind).toBe('failed');
  });

  it('keeps the reply on one line of bounded length', () => {
    const { reply } = judgeFailure(smtp('RCPT TO', `550 a\r\nb${'c'.repeat(5_000)}`));
    expect(reply).toMatch(/^550 a bc+…$/);
    expect(reply.length).toBe(500);
  });
});
