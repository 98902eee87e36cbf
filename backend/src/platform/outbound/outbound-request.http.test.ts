import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { createServer as createTcp } from 'node:net';
import type { AddressInfo, Server as TcpServer } from 'node:net';
import { Readable } from 'node:stream';
import { FakeClock, Ledger } from '@lexiflow/memory';
import { afterEach, describe, expect, it } from 'vitest';
import { OutboundGuard } from './outbound-guard.ts';
import { openOutbound, requestOutbound } from './outbound-request.ts';

const local = new OutboundGuard({ allowedAddresses: ['loopback'], allowedHosts: [] });
const strict = new OutboundGuard({ allowedAddresses: [], allowedHosts: [] });
const protocols = ['http:', 'https:'];
const open: (Server | TcpServer)[] = [];

afterEach(() => {
  for (const server of open.splice(0)) {
    if ('closeAllConnections' in server) server.closeAllConnections();
    server.close();
  }
});

async function listen(server: Server | TcpServer): Promise<number> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function serve(answer: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listen(createServer(answer))}`;
}

describe('requests to other machines', () => {
  it('sends and reads whole messages, any status being an answer', async () => {
    const url = await serve((request, response) => {
      response.statusCode = 404;
      request.pipe(response);
    });
    const body = Readable.from([Buffer.from('a'), Buffer.from('b')]);
    const answer = await requestOutbound(local, { url, protocols, method: 'POST', body });
    expect([answer.status, answer.body.toString()]).toEqual([404, 'ab']);
  });

  it('connects to no local address without leave, by name or number', async () => {
    let asked = 0;
    const url = await serve((_request, response) => {
      asked++;
      response.end();
    });
    for (const host of ['127.0.0.1', 'localhost']) {
      const there = url.replace('127.0.0.1', host);
      await expect(requestOutbound(strict, { url: there, protocols })).rejects.toMatchObject({
        code: 'OUTBOUND_HOST_REFUSED',
      });
    }
    expect(asked).toBe(0);
  });

  it('reads no more than allowed and gives the memory back', async () => {
    const url = await serve((_request, response) => response.end(Buffer.alloc(200_000)));
    const ledger = new Ledger({ limitBytes: 64 * 1024 * 1024, clock: new FakeClock() });
    const account = ledger.openAccount('job', 'test');
    const request = { url, protocols, answerBytes: 100_000, account };
    await expect(requestOutbound(local, request)).rejects.toMatchObject({
      code: 'OUTBOUND_ANSWER_TOO_LARGE',
    });
    expect(account.usedBytes).toBe(0);
    const whole = await requestOutbound(local, { ...request, answerBytes: 200_000 });
    expect([whole.body.length, account.usedBytes]).toEqual([200_000, 200_000]);
    account.shrink(200_000);
    account.close();
  });

  it('follows redirects only when asked, checks each, and leaves credentials behind', async () => {
    const seen: (string | undefined)[] = [];
    const other = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.end('there');
    });
    const url = await serve((request, response) => {
      const location = request.url === '/out' ? 'http://10.0.0.1/' : `${other}/x`;
      response.writeHead(302, { location }).end();
    });
    const headers = { authorization: 'Bearer t' };
    expect((await requestOutbound(local, { url, protocols, headers })).status).toBe(302);
    const followed = { url, protocols, headers, followRedirects: true };
    expect((await requestOutbound(local, followed)).body.toString()).toBe('there');
    expect(seen).toEqual([undefined]);
    const away = requestOutbound(local, { ...followed, url: `${url}/out` });
    await expect(away).rejects.toMatchObject({ code: 'OUTBOUND_HOST_REFUSED' });
  });

  it('says at which step it failed', async () => {
    const closed = await listen(createTcp());
    await new Promise((resolve) => open.pop()?.close(resolve));
    const refused = requestOutbound(local, { url: `https://127.0.0.1:${closed}` });
    await expect(refused).rejects.toMatchObject({ code: 'OUTBOUND_CONNECT_FAILED' });

    const plain = await serve((_request, response) => response.end());
    const noTls = requestOutbound(local, { url: plain.replace('http:', 'https:') });
    await expect(noTls).rejects.toMatchObject({ code: 'OUTBOUND_TLS_FAILED' });

    const rude = await listen(createTcp((socket) => socket.end('SSH-2.0-x\r\n')));
    const notHttp = requestOutbound(local, { url: `http://127.0.0.1:${rude}`, protocols });
    await expect(notHttp).rejects.toMatchObject({ code: 'OUTBOUND_BAD_ANSWER' });
  });

  it('ends what takes too long, before and after the headers', async () => {
    const silent = await serve(() => undefined);
    const slow = await serve((_request, response) => void response.write('a'));
    for (const url of [silent, slow]) {
      const late = requestOutbound(local, { url, protocols, timeoutMs: 150 });
      await expect(late).rejects.toMatchObject({ code: 'OUTBOUND_TIMEOUT' });
    }
  });

  it('lets a large answer flow at the pace of its reader', async () => {
    const url = await serve((_request, response) => {
      Readable.from(Array.from({ length: 64 }, () => Buffer.alloc(64 * 1024))).pipe(response);
    });
    const { body } = await openOutbound(local, { url, protocols });
    let bytes = 0;
    for await (const piece of body) bytes += (piece as Buffer).length;
    expect(bytes).toBe(64 * 64 * 1024);
  });
});
