import { afterEach, describe, expect, it } from 'vitest';
import { composeMessage } from '../message/compose-message.ts';
import { mailbox } from '../message/mail-address.ts';
import { makeCertificate } from '../testing/make-certificate.ts';
import { SmtpReceiver } from '../testing/smtp-receiver.ts';
import { SmtpMailer, type SmtpSettings } from './smtp-mailer.ts';

const certificate = makeCertificate();
const message = () =>
  composeMessage({
    emailId: '01890000-0000-7000-8000-000000000000',
    messageId: '<1@firm.example>',
    template: 'test',
    date: new Date(0),
    from: mailbox('', 'mail@firm.example'),
    to: mailbox('', 'jane@firm.example'),
    subject: 'Hello',
    text: 'Hello',
    html: '<p>Hello</p>',
    attachments: [],
  });

describe('the way to a mail server', () => {
  const open: (() => void | Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of open.splice(0).toReversed()) await close();
  });

  async function send(receiver: SmtpReceiver, settings: Partial<SmtpSettings>) {
    const port = await receiver.listen();
    open.push(() => receiver.close());
    const base = { host: '127.0.0.1', port, tls: 'none', user: null, password: null } as const;
    const mailer = new SmtpMailer({ ...base, ...settings });
    open.push(() => mailer.close());
    return await mailer.send(message(), AbortSignal.timeout(20_000));
  }

  it('names the email in the envelope and answers the words of the server', async () => {
    const receiver = new SmtpReceiver();
    const { reply, bytes } = await send(receiver, {});
    expect(reply).toMatch(/^250 .*taken/);
    expect(receiver.received).toMatchObject([
      {
        from: 'mail@firm.example',
        to: 'jane@firm.example',
        envelopeId: '01890000-0000-7000-8000-000000000000',
        isEncrypted: false,
        bytes,
      },
    ]);
  });

  it('signs in, and says so when the password is wrong', async () => {
    const receiver = new SmtpReceiver();
    await send(receiver, { user: 'firm', password: 'right' });
    expect(receiver.received[0]?.user).toBe('firm');
    const wrong = send(new SmtpReceiver(), { user: 'firm', password: 'wrong' });
    await expect(wrong).rejects.toMatchObject({ responseCode: 535 });
  });

  it('sends nothing in clear when encryption is asked for and not offered', async () => {
    const receiver = new SmtpReceiver();
    await expect(send(receiver, { tls: 'starttls' })).rejects.toThrow();
    expect(receiver.received).toEqual([]);
  });

  // Without the program openssl there is no certificate to serve.
  describe.skipIf(certificate === null)('over TLS', () => {
    const { key, cert } = certificate ?? { key: '', cert: '' };

    it.each(['starttls', 'implicit'] as const)('encrypts with %s', async (tls) => {
      const receiver = new SmtpReceiver({ key, cert, secure: tls === 'implicit' });
      await send(receiver, { tls, ca: cert, user: 'firm', password: 'right' });
      expect(receiver.received).toMatchObject([{ isEncrypted: true, user: 'firm' }]);
    });

    it.each(['starttls', 'implicit'] as const)('refuses a stranger with %s', async (tls) => {
      const receiver = new SmtpReceiver({ key, cert, secure: tls === 'implicit' });
      await expect(send(receiver, { tls })).rejects.toThrow(/self.signed/);
      expect(receiver.received).toEqual([]);
    });
  });
});
