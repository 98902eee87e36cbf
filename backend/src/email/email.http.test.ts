import { mkdir, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Firm } from '../authorization/testing/firm.ts';
import { newId } from '../platform/database/id.ts';
import { JobQueue } from '../platform/jobs/job-queue.ts';
import { startTestServer, type TestServer } from '../platform/http/testing/start-test-server.ts';
import type { TestClient } from '../platform/http/testing/test-client.ts';
import { emailLimits } from './email.limits.ts';
import { EmailService } from './email.service.ts';
import { AttachmentSources } from './message/attachment-sources.ts';
import type { EmailToSend } from './sending/email-queue.ts';
import { sendEmail } from './sending/send-email.job.ts';
import { headersOf, SmtpReceiver } from './testing/smtp-receiver.ts';

const SOON = { timeout: 20_000, interval: 50 };

const notice = (address: string, more: Partial<EmailToSend<'operator-notice'>> = {}) => ({
  template: 'operator-notice' as const,
  values: { headline: 'Heed this', detail: 'It is <b>urgent</b>', path: '/operate/jobs' },
  to: { userId: null, name: 'Jane "J" Doe', address },
  ...more,
});

describe('email over SMTP', () => {
  let server: TestServer;
  let operator: TestClient;
  let admin: TestClient;
  const receiver = new SmtpReceiver();

  beforeAll(async () => {
    const port = await receiver.listen();
    const env = {
      SMTP_HOST: '127.0.0.1',
      SMTP_PORT: String(port),
      SMTP_TLS: 'none',
      SMTP_FROM: 'LexiFlow <mail@firm.example>',
      PUBLIC_URL: 'https://firm.example',
    };
    server = await startTestServer({ env });
    operator = await server.signInAs('operator');
    admin = await server.signInAs('admin');
    server.app.nest.get(AttachmentSources, { strict: false }).register({
      name: 'lying',
      bytes: () => Promise.resolve(10),
      async *open() {
        for (;;) yield Buffer.alloc(256 * 1024, 1);
      },
    });
  });
  afterAll(async () => {
    await server.close();
    await receiver.close();
  });

  const queue = async (email: EmailToSend): Promise<string> => {
    const service = server.app.nest.get(EmailService, { strict: false });
    const id = await server.database.transaction((trx) => service.queue(trx, email));
    return id ?? '';
  };
  const message = async (id: string, client = operator) =>
    (await client.get(`/api/email/messages/${id}`)).body;
  const ends = async (id: string, state: string) => {
    await vi.waitFor(async () => expect((await message(id)).state).toBe(state), SOON);
    return await message(id);
  };
  const taken = (address: string) => receiver.received.filter(({ to }) => to === address);
  const tryAgain = () =>
    sql`update pgboss.job set start_after = now() where name = 'email.send'`.execute(
      server.database.db,
    );

  it('is sent once the transaction commits, and stands in the log with the answer', async () => {
    const id = await queue(notice('jane@firm.example'));
    const log = await ends(id, 'sent');
    const [mail] = taken('jane@firm.example');
    expect(log).toMatchObject({ attempts: 1, bytes: mail?.bytes, subject: 'LexiFlow: Heed this' });
    expect(log.reply).toContain('taken');
    expect(log.text).toContain('https://firm.example/operate/jobs');
    expect(mail).toMatchObject({ from: 'mail@firm.example', envelopeId: id });
    const headers = headersOf(mail?.text ?? '');
    expect(headers).toContain('To: "Jane \\"J\\" Doe" <jane@firm.example>');
    expect(headers).toContain(`Message-ID: <${id}@firm.example>`);
    expect(mail?.text).toContain('&lt;b&gt;urgent');
    const { body } = await operator.get('/api/email/messages?address=JANE&state=sent&count=true');
    expect(body).toMatchObject({ total: 1, items: [{ id, template: 'operator-notice' }] });
  });

  it('is not sent when the transaction rolls back', async () => {
    const service = server.app.nest.get(EmailService, { strict: false });
    const failing = server.database.transaction(async (trx) => {
      await service.queue(trx, notice('never@firm.example'));
      throw new Error('rolled back');
    });
    await expect(failing).rejects.toThrow('rolled back');
    await ends(await queue(notice('after@firm.example')), 'sent');
    expect(taken('never@firm.example')).toEqual([]);
    const { body } = await operator.get('/api/email/messages?address=never&count=true');
    expect(body.total).toBe(0);
  });

  it('is queued once under one key', async () => {
    const email = { ...notice('once@firm.example'), dedupeKey: 'notice:1' };
    const [first, second] = [await queue(email), await queue(email)];
    expect([first === '', second]).toEqual([false, '']);
    await ends(first, 'sent');
    expect(taken('once@firm.example')).toHaveLength(1);
  });

  it('goes out again under the same Message-ID when its record was lost in a crash', async () => {
    const id = await queue(notice('crash@firm.example'));
    await ends(id, 'sent');
    // What a process leaves behind that dies between the yes of the server and its own commit.
    await sql`update emails set state = 'queued', sent_at = null where id = ${id}`.execute(
      server.database.db,
    );
    await server.app.nest.get(JobQueue).send(null, sendEmail, { emailId: id });
    await ends(id, 'sent');
    const ids = taken('crash@firm.example').map(({ text }) =>
      headersOf(text).find((line) => line.startsWith('Message-ID')),
    );
    expect(ids).toEqual([`Message-ID: <${id}@firm.example>`, `Message-ID: <${id}@firm.example>`]);
  });

  it('is tried again after a temporary answer', async () => {
    receiver.rules.recipient = () => '450 4.2.0 Greylisted';
    const id = await queue(notice('grey@firm.example'));
    await vi.waitFor(async () => expect((await message(id)).attempts).toBe(1), SOON);
    expect(await message(id)).toMatchObject({ state: 'queued', bounceStatus: null });
    expect((await message(id)).reply).toContain('Greylisted');
    receiver.rules.recipient = () => null;
    await tryAgain();
    expect(await ends(id, 'sent')).toMatchObject({ attempts: 2 });
    expect(taken('grey@firm.example')).toHaveLength(1);
  });

  it('bounces for good, ends email to the address, and begins again when that is lifted', async () => {
    receiver.rules.recipient = () => '550 5.1.1 No such user';
    const gone = await ends(await queue(notice('gone@firm.example')), 'bounced');
    expect(gone).toMatchObject({ bounceStatus: '5.1.1', attempts: 1 });
    receiver.rules = {};
    await ends(await queue(notice('gone@firm.example')), 'suppressed');
    const { body: list } = await operator.get('/api/email/suppressions?address=gone');
    expect(list.items).toMatchObject([{ address: 'gone@firm.example', reason: 'refused' }]);
    const path = `/api/email/suppressions/${list.items[0].id}`;
    expect((await operator.delete(path)).status).toBe(204);
    expect((await operator.delete(path)).body.code).toBe('EMAIL_SUPPRESSION_NOT_FOUND');
    await ends(await queue(notice('gone@firm.example')), 'sent');
    expect(taken('gone@firm.example')).toHaveLength(1);
    const { body: audit } = await operator.get('/api/audit?action=email.suppression-lifted');
    expect(audit.items[0].details).toEqual({ address: 'gone@firm.example' });
  });

  it('ends when the server refuses its content, without a word about the address', async () => {
    receiver.rules.message = () => '554 5.6.0 Content refused';
    await ends(await queue(notice('content@firm.example')), 'failed');
    receiver.rules = {};
    await ends(await queue(notice('content@firm.example')), 'sent');
  });

  it('carries a file as it is', async () => {
    const folder = join(server.platform.config.server.dataDir, 'files');
    await mkdir(folder, { recursive: true });
    const bytes = Buffer.alloc(300_000, 'LexiFlow ');
    await writeFile(join(folder, 'brief.txt'), bytes);
    const file = { source: 'file', ref: 'brief.txt', fileName: 'b.txt', contentType: 'text/plain' };
    const email = { ...notice('file@firm.example'), attachments: [file] };
    expect(await ends(await queue(email), 'sent')).toMatchObject({ attachments: 1 });
    const [, part = ''] = (taken('file@firm.example')[0]?.text ?? '').split('filename=b.txt');
    const encoded = part.split('\r\n\r\n')[1]?.split('\r\n--')[0] ?? '';
    expect(Buffer.from(encoded, 'base64').equals(bytes)).toBe(true);
  });

  it('is refused for its size before a byte is read, and for files that are not there', async () => {
    const folder = join(server.platform.config.server.dataDir, 'files');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'large.bin'), '');
    await truncate(join(folder, 'large.bin'), 20 * 1024 * 1024);
    const send = (ref: string) =>
      queue({
        ...notice('large@firm.example'),
        attachments: [{ source: 'file', ref, fileName: 'x', contentType: 'text/plain' }],
      });
    await expect(send('large.bin')).rejects.toMatchObject({ code: 'EMAIL_TOO_LARGE' });
    for (const ref of ['none.txt', '../../etc/passwd', '', '.', '/etc/passwd'])
      await expect(send(ref), ref).rejects.toMatchObject({ code: 'EMAIL_ATTACHMENT_MISSING' });
  });

  it('is cut and failed when a source gives more than it said', async () => {
    const file = { source: 'lying', ref: '1', fileName: 'x', contentType: 'text/plain' };
    const cut = receiver.cut;
    const email = { ...notice('lying@firm.example'), attachments: [file] };
    const { reply } = await ends(await queue(email), 'failed');
    expect(reply).toContain('25 MB');
    await vi.waitFor(() => expect(receiver.cut).toBe(cut + 1), SOON);
    expect(taken('lying@firm.example')).toEqual([]);
    await ends(await queue(notice('lying@firm.example')), 'sent');
  });

  it('waits when its address has had its share of the hour', async () => {
    const before = emailLimits.perAddressHourEntries;
    await sql`insert into emails (id, address, recipient_name, template, template_values, subject,
        state, message_id, sent_at)
      select gen_random_uuid(), 'many@firm.example', '', 'test', '{}', '', 'sent', 'm' || n, now()
      from generate_series(1, ${before}) as n`.execute(server.database.db);
    const id = await queue(notice('many@firm.example'));
    await vi.waitFor(async () => {
      const { body } = await operator.get('/api/metrics');
      expect(body).toContain('lexiflow_email_messages_total{outcome="postponed"} 1');
    }, SOON);
    expect(await message(id)).toMatchObject({ state: 'queued', attempts: 0 });
  });

  it('is refused above the share of the day', async () => {
    await sql`insert into emails (id, address, recipient_name, template, template_values, subject,
        state, message_id)
      select gen_random_uuid(), 'day@firm.example', '', 'test', '{}', '', 'failed', 'd' || n
      from generate_series(1, ${emailLimits.perAddressDayEntries}) as n`.execute(
      server.database.db,
    );
    expect(await queue(notice('day@firm.example'))).toBe('');
  });

  describe('about a case', () => {
    const about = (caseId: string, userId: string | null) => ({
      template: 'case-update' as const,
      values: {
        headline: 'The case was closed',
        byName: 'A. Partner',
        caseTitle: 'Hidden v. Case',
        caseNumber: null,
        path: `/cases/${caseId}`,
      },
      to: { userId, name: 'Member', address: `${userId ?? 'nobody'}@firm.example` },
      caseIds: [caseId],
    });

    it('goes only to those who may see the case at that time', async () => {
      const firm = new Firm(server.database);
      const caseId = await firm.case();
      const [member, stranger] = [await firm.user('associate'), await firm.user('associate')];
      const walled = await firm.user('partner');
      await firm.join(caseId, member);
      await firm.wall(caseId, walled);
      await ends(await queue(about(caseId, member.userId)), 'sent');
      for (const userId of [stranger.userId, walled.userId, null])
        await ends(await queue(about(caseId, userId)), 'withheld');
      expect(receiver.received.filter(({ text }) => text.includes('Hidden v. Case'))).toHaveLength(
        1,
      );
    });

    it('shows its subject and text only to those who may see the case', async () => {
      const firm = new Firm(server.database);
      const caseId = await firm.case();
      const member = await firm.user('associate');
      await firm.join(caseId, member);
      const id = await queue(about(caseId, member.userId));
      await ends(id, 'sent');
      expect(await message(id, operator)).toMatchObject({ subject: null, text: null });
      expect((await message(id, admin)).text).toContain('Hidden v. Case');
      await firm.wall(caseId, admin);
      expect(JSON.stringify(await message(id, admin))).not.toContain('Hidden');
    });
  });

  describe('that comes back later', () => {
    const dsn = (id: string, recipient: string, action = 'failed', status = '5.1.1') =>
      [
        'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
        '',
        '--b',
        'Content-Type: message/delivery-status',
        '',
        `Original-Envelope-Id: ${id}`,
        '',
        `Final-Recipient: rfc822; ${recipient}`,
        `Action: ${action}`,
        `Status: ${status}`,
        'Diagnostic-Code: smtp; 550 gone',
        '--b--',
      ].join('\r\n');
    const headers = { 'content-type': 'message/rfc822' };
    const take = (text: string) => operator.post('/api/email/bounces', text, { headers });

    it('is marked bounced and its address listed', async () => {
      const id = await queue(notice('later@firm.example'));
      await ends(id, 'sent');
      const { body } = await take(dsn(id, 'later@firm.example'));
      expect(body).toEqual({ emailId: id, action: 'failed', status: '5.1.1', suppressed: true });
      const log = { state: 'bounced', bounceStatus: '5.1.1', reply: 'smtp; 550 gone' };
      expect(await message(id)).toMatchObject(log);
      const { body: list } = await operator.get('/api/email/suppressions?address=later');
      expect(list.items).toMatchObject([{ reason: 'bounce' }]);
    });

    it('changes nothing when the report is of another address, of delay, or of no email', async () => {
      const id = await queue(notice('stays@firm.example'));
      await ends(id, 'sent');
      const nothing = { emailId: null, action: null, status: null, suppressed: false };
      expect((await take(dsn(id, 'victim@firm.example'))).body).toEqual(nothing);
      expect((await take(dsn(newId(), 'stays@firm.example'))).body).toEqual(nothing);
      const delayed = await take(dsn(id, 'stays@firm.example', 'delayed', '4.4.7'));
      expect(delayed.body).toMatchObject({ emailId: id, action: 'delayed', suppressed: false });
      expect(await message(id)).toMatchObject({ state: 'sent' });
      expect((await take('Subject: hello\r\n\r\nhello')).body.code).toBe('EMAIL_NOT_A_BOUNCE');
    });
  });

  it('is tested by an operator, and by nobody else', async () => {
    const { status, body } = await operator.post('/api/email/test');
    expect(status).toBe(202);
    await ends(body.id, 'sent');
    expect(taken(`${operator.userId}@test.example`)).toHaveLength(1);
    const partner = await server.signInAs('partner');
    expect((await partner.post('/api/email/test')).status).toBe(403);
    expect((await partner.get('/api/email/messages')).status).toBe(403);
    expect((await operator.get('/api/email/status')).body).toMatchObject({
      transport: 'smtp',
      from: 'LexiFlow <mail@firm.example>',
    });
  });

  it('takes an address that an operator lists', async () => {
    const body = { address: 'Left@firm.example', detail: 'has left the firm' };
    expect((await operator.post('/api/email/suppressions', body)).status).toBe(201);
    await ends(await queue(notice('left@firm.example')), 'suppressed');
  });
});

describe('email without a mail server', () => {
  let server: TestServer;
  beforeAll(async () => void (server = await startTestServer()));
  afterAll(() => server.close());

  it('is written to the outbox folder, for its owner only', async () => {
    const operator = await server.signInAs('operator');
    const { body: status } = await operator.get('/api/email/status');
    expect(status.transport).toBe('outbox');
    const { body } = await operator.post('/api/email/test');
    await vi.waitFor(async () => {
      const { state } = (await operator.get(`/api/email/messages/${body.id}`)).body;
      expect(state).toBe('written');
    }, SOON);
    const [name = ''] = await readdir(status.target);
    expect(name).toContain(`${body.id}.eml`);
    const path = join(status.target, name);
    expect(await readFile(path, 'utf8')).toContain('LexiFlow test message');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });
});
