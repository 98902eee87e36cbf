import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer } from '../platform/http/testing/start-test-server.ts';
import type { TestServer } from '../platform/http/testing/start-test-server.ts';
import type { TestClient } from '../platform/http/testing/test-client.ts';
import { SmtpReceiver } from '../email/testing/smtp-receiver.ts';
import { speakEmbeddings } from './testing/embeddings-service.ts';
import { sendJson, startHttpService } from './testing/http-service.ts';
import type { HttpService } from './testing/http-service.ts';
import { startTestImap, testMailUser } from './testing/imap-server.ts';
import type { TestImap } from './testing/imap-server.ts';
import { syncAndWait } from './testing/settled.ts';

const message = (
  subject: string,
  over = '',
  to = 'office@firm.example',
) => `From: Ann Roe <ann@roe.example>
To: ${to}
Subject: ${subject}
Message-ID: <${subject.replaceAll(/\W/g, '')}@roe.example>
Date: Mon, 02 Mar 2026 10:00:00 +0100
MIME-Version: 1.0
${
  over === ''
    ? `Content-Type: text/plain; charset=utf-8

Words about ${subject}.`
    : over
}
`;
const mixed = `Content-Type: multipart/mixed; boundary=b

--b
Content-Type: multipart/alternative; boundary=c

--c
Content-Type: text/html; charset=utf-8

<p>never this</p>
--c
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

Gr=FC=DFe
--c--
--b
Content-Type: application/pdf; name="order.pdf"
Content-Disposition: attachment; filename="order.pdf"
Content-Transfer-Encoding: base64

QUJDRA==
--b--`;

describe('what integrations fetch', () => {
  let server: TestServer;
  let admin: TestClient;
  let service: HttpService;
  let serial = 0;

  beforeAll(async () => {
    service = await startHttpService();
    server = await startTestServer({
      env: {
        INTEGRATION_KEYS: `main:${Buffer.alloc(32, 7).toString('base64')}`,
        OUTBOUND_ALLOWED_ADDRESSES: 'loopback',
      },
    });
    admin = await server.signInAs('admin');
  });
  afterAll(async () => {
    await server.close();
    await service.close();
  });

  const make = async (integration: object): Promise<string> => {
    const body = { name: `Integration ${++serial}`, ...integration };
    const made = await admin.post('/api/integrations', body);
    expect([made.status, made.body.errors]).toEqual([201, undefined]);
    return made.body.id;
  };
  const test = async (id: string) => (await admin.post(`/api/integrations/${id}/test`)).body;
  const newCase = async (number: string): Promise<string> =>
    (await admin.post('/api/cases', { number, title: `Case ${number}` })).body.id;

  describe('mailbox', () => {
    let imap: TestImap;
    beforeAll(async () => {
      imap = await startTestImap();
    });
    afterAll(() => imap.close());

    const mailbox = (over: object = {}, password = testMailUser.password) => ({
      kind: 'mailbox',
      settings: {
        imap: { host: '127.0.0.1', port: imap.port, tls: 'none' },
        user: testMailUser.user,
        ...over,
      },
      credentials: { password },
    });

    it('tells a wrong password from a missing folder and a port without TLS', async () => {
      expect(await test(await make(mailbox()))).toMatchObject({
        outcome: 'ok',
        facts: { folder: 'INBOX', sendsToo: false },
      });
      const tls = { imap: { host: '127.0.0.1', port: imap.port } };
      const steps = [];
      for (const body of [mailbox({}, 'wrong'), mailbox({ folder: 'Nowhere' }), mailbox(tls)])
        steps.push((await test(await make(body))).failedStep);
      expect(steps).toEqual(['sign-in', 'permission', 'tls']);
    });

    it('tests the way out too', async () => {
      const smtp = new SmtpReceiver();
      const port = await smtp.listen();
      const body = mailbox({ smtp: { host: '127.0.0.1', port, tls: 'none' } });
      const run = await test(await make(body));
      await smtp.close();
      expect(run).toMatchObject({ outcome: 'ok', facts: { sendsToo: true } });
      expect(await test(await make(body))).toMatchObject({ failedStep: 'tcp' });
    });

    it('keeps each message once and joins it to the case of its number', async () => {
      const caseId = await newCase('24-cv-101');
      imap.deliver(message('Re: [24-cv-101] Motion', mixed));
      imap.deliver(message('Hello'));
      imap.deliver(message('No number', '', 'office+24-CV-101@firm.example'));
      const id = await make(mailbox());
      const first = await syncAndWait(admin, id);
      expect(first).toMatchObject({
        outcome: 'ok',
        facts: { received: 3, joinedToCases: 2, remaining: 0 },
      });
      expect((await syncAndWait(admin, id)).facts).toMatchObject({ received: 0 });
      const { body: emails } = await admin.get(`/api/cases/${caseId}/emails?count=true`);
      expect(emails.total).toBe(2);
      const motion = emails.items.find(({ subject }: { subject: string }) =>
        /Motion/.test(subject),
      );
      expect(motion).toMatchObject({
        from: 'Ann Roe <ann@roe.example>',
        to: ['office@firm.example'],
        sentAt: '2026-03-02T09:00:00.000Z',
        isTextCut: false,
        attachments: [{ name: 'order.pdf', type: 'application/pdf' }],
      });
      expect(motion.text.trim()).toBe('Grüße');
      const { body: stray } = await admin.get(`/api/integrations/${id}/emails`);
      expect(stray.items.map(({ subject }: { subject: string }) => subject)).toEqual(['Hello']);
      const { body: timeline } = await admin.get(`/api/cases/${caseId}/timeline`);
      const titles = timeline.items.filter(
        ({ title }: { title: string }) => title === 'Email received',
      );
      expect(titles.map(({ detail }: { detail: string }) => detail).sort()).toEqual([
        'No number',
        'Re: [24-cv-101] Motion',
      ]);
    });

    it('takes no message twice when the server numbers the mailbox anew', async () => {
      imap.deliver(message('Before the restore'));
      const id = await make(mailbox());
      const { facts } = await syncAndWait(admin, id);
      imap.renumber();
      imap.deliver(message('After the restore'));
      expect((await syncAndWait(admin, id)).facts).toMatchObject({ received: 1 });
      expect(facts['received']).toBeGreaterThan(0);
    });

    it('shows the messages of a case to those who may see the case', async () => {
      const caseId = await newCase('24-cv-102');
      imap.deliver(message('[24-cv-102] Secret'));
      await syncAndWait(admin, await make(mailbox()));
      const associate = await server.signInAs('associate');
      expect((await associate.get(`/api/cases/${caseId}/emails`)).status).toBe(404);
      await admin.post(`/api/cases/${caseId}/team`, { userId: associate.userId });
      expect((await associate.get(`/api/cases/${caseId}/emails`)).body.items).toHaveLength(1);
    });
  });

  describe('calendar', () => {
    const calendar = (...events: string[]) =>
      ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:x', ...events, 'END:VCALENDAR', ''].join('\r\n');
    const inDays = (days: number) =>
      new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');
    const event = (uid: string, ...lines: string[]) =>
      ['BEGIN:VEVENT', `UID:${uid}`, 'DTSTAMP:20260101T000000Z', ...lines, 'END:VEVENT'].join(
        '\r\n',
      );
    const serve = (text: string) => {
      service.answer = (_request, response) =>
        response.writeHead(200, { 'content-type': 'text/calendar' }).end(text);
    };
    const subscribe = (settings: object) =>
      make({ kind: 'calendar', settings, credentials: { url: `${service.url}/secret.ics` } });

    it('keeps the events of a case as they are there, and removes what is gone', async () => {
      const caseId = await newCase('24-cv-201');
      const hearing = event(
        'hearing',
        `DTSTART:${inDays(5)}T090000Z`,
        `DTEND:${inDays(5)}T100000Z`,
        'SUMMARY:Hearing\\, courtroom 5',
      );
      const weekly = event(
        'weekly',
        `DTSTART;VALUE=DATE:${inDays(1)}`,
        'RRULE:FREQ=WEEKLY;COUNT=3',
        `EXDATE;VALUE=DATE:${inDays(8)}`,
        'SUMMARY:Call',
      );
      serve(calendar(hearing, weekly));
      const id = await subscribe({ caseId });
      expect(await test(id)).toMatchObject({ outcome: 'ok', facts: { eventsInWindow: 3 } });
      await syncAndWait(admin, id);
      const seen = async () => {
        const { body } = await admin.get(`/api/calendar-events?caseId=${caseId}`);
        return body.items.map(({ title }: { title: string }) => title);
      };
      expect(await seen()).toEqual(['Call', 'Hearing, courtroom 5', 'Call']);
      serve(calendar(weekly));
      expect((await syncAndWait(admin, id)).facts).toMatchObject({ events: 2, removed: 1 });
      expect(await seen()).toEqual(['Call', 'Call']);
      const associate = await server.signInAs('associate');
      expect((await associate.get(`/api/calendar-events`)).body.items).toEqual([]);
    });

    it('keeps the events of a user to that user', async () => {
      const partner = await server.signInAs('partner');
      serve(calendar(event('dentist', `DTSTART:${inDays(2)}T090000Z`, 'SUMMARY:Private')));
      await syncAndWait(admin, await subscribe({ userId: partner.userId }));
      const titles = async (client: TestClient) =>
        JSON.stringify((await client.get('/api/calendar-events')).body.items);
      expect(await titles(partner)).toContain('Private');
      expect(await titles(admin)).not.toContain('Private');
    });

    it('refuses what is no calendar and goes on with the events it has', async () => {
      const caseId = await newCase('24-cv-202');
      serve(calendar(event('a', `DTSTART:${inDays(2)}T090000Z`, 'SUMMARY:A')));
      const id = await subscribe({ caseId });
      await syncAndWait(admin, id);
      serve('<html>Sign in</html>');
      expect(await syncAndWait(admin, id)).toMatchObject({ failedStep: 'answer' });
      const { body } = await admin.get(`/api/calendar-events?caseId=${caseId}`);
      expect(body.items).toHaveLength(1);
    });

    it('gives up a calendar that is made to fill the memory, alone', async () => {
      const properties = Array.from({ length: 600_000 }, () => 'A:').join('\r\n');
      serve(calendar(event('many', `DTSTART:${inDays(0)}T000000Z`, properties)));
      const run = await syncAndWait(admin, await subscribe({}));
      expect(run).toMatchObject({ failedStep: 'answer' });
      expect(JSON.stringify(run)).toContain('too much memory');
      const { accounts } = server.platform.governor.snapshot();
      expect(accounts.filter(({ name }) => name === 'read-calendar')).toEqual([]);
    });

    it('does not answer the secret address', async () => {
      const id = await subscribe({});
      const { body } = await admin.get(`/api/integrations/${id}`);
      expect(body.credentialNames).toEqual(['url']);
      expect(JSON.stringify(body)).not.toContain('secret.ics');
    });
  });

  it('imports docket JSON from an address, twice without a change', async () => {
    const docket = {
      court_id: 'nysd',
      docket_number: '1:24-cv-00301',
      case_name: 'Roe v. Wayne',
      docket_entries: [
        { document_number: '1', date_filed: '2024-01-02', description: 'COMPLAINT' },
      ],
    };
    service.answer = (request, response) =>
      request.headers.authorization === 'Token t0ken'
        ? sendJson(response, 200, [docket])
        : sendJson(response, 401, {});
    const settings = { url: `${service.url}/dockets.json` };
    const id = await make({ kind: 'dockets', settings, credentials: { token: 't0ken' } });
    expect(await test(id)).toMatchObject({ outcome: 'ok' });
    expect(await syncAndWait(admin, id)).toMatchObject({
      outcome: 'ok',
      facts: { casesCreated: 1, entriesCreated: 1, rejected: 0 },
    });
    expect((await syncAndWait(admin, id)).facts).toMatchObject({ casesUnchanged: 1 });
    const refused = await make({ kind: 'dockets', settings, credentials: {} });
    expect(await syncAndWait(admin, refused)).toMatchObject({ failedStep: 'sign-in' });
  });

  it('asks an embeddings service for its models and a vector', async () => {
    speakEmbeddings(service, 'key-1', 'letters');
    const of = (model: string, apiKey: string) =>
      make({
        kind: 'embeddings',
        settings: { baseUrl: `${service.url}/v1`, model },
        credentials: { apiKey },
      });
    expect(await test(await of('letters', 'key-1'))).toMatchObject({
      outcome: 'ok',
      facts: { models: 1, dimension: 26 },
    });
    expect(await test(await of('letters', 'key-2'))).toMatchObject({ failedStep: 'sign-in' });
    expect(await test(await of('others', 'key-1'))).toMatchObject({ failedStep: 'answer' });
  });

  it('fetches by the schedule what is due, and later after each failure', async () => {
    service.answer = (_request, response) => response.writeHead(500).end();
    const id = await make({
      kind: 'calendar',
      settings: {},
      credentials: { url: `${service.url}/x.ics` },
      everyMinutes: 10,
    });
    const waits = [];
    for (let turn = 0; turn < 2; turn++) {
      await syncAndWait(admin, id);
      const { nextSyncAt } = (await admin.get(`/api/integrations/${id}`)).body;
      waits.push(Math.round((Date.parse(nextSyncAt) - Date.now()) / 60_000));
    }
    expect(waits[0]).toBeLessThan(waits[1] ?? 0);
  });
});
