import type { LookupAddress } from 'node:dns';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { OutboundGuard } from '../platform/outbound/outbound-guard.ts';
import { newSecret } from './signature.ts';
import { startReceiver, type Receiver } from './testing/receiver.ts';
import { WebhookSender } from './webhook-sender.ts';

let receiver: Receiver;
let port: string;
beforeAll(async () => {
  receiver = await startReceiver();
  port = new URL(receiver.url).port;
});
afterAll(() => receiver[Symbol.asyncDispose]());
beforeEach(() => {
  receiver.answer = 200;
  receiver.messages.length = 0;
});

const message = (url: string) => ({ url, id: 'one', body: '{"type":"t"}', secrets: [newSecret()] });
const never = new AbortController().signal;

/** A sender whose names resolve to what `answers` says, one after the other; the last one stays. */
function senderTo(answers: string[], allowed: string[] = [], timeoutMs = 5_000) {
  const asked: string[] = [];
  const guard = new OutboundGuard({ allowedAddresses: allowed, allowedHosts: [] }, (host, done) => {
    const address = answers[Math.min(asked.length, answers.length - 1)] ?? '';
    asked.push(host);
    const family = address.includes(':') ? 6 : 4;
    process.nextTick(done, null, [{ address, family }] satisfies LookupAddress[]);
  });
  return { sender: new WebhookSender(guard, { timeoutMs, allowHttp: true }), asked, guard };
}

it.each([
  '127.0.0.1',
  '10.1.2.3',
  '172.16.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '::1',
  '::ffff:127.0.0.1',
  'fe80::1',
  'fd00:ec2::254',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  '::127.0.0.1',
])('connects to no name that resolves to %s', async (address) => {
  const { sender } = senderTo([address]);
  const result = await sender.send(message(`http://receiver.example:${port}/`), never);
  expect(result).toMatchObject({ outcome: 'blocked', status: null });
  // The refusal does not map the network for whoever reads the log.
  expect(result.error).not.toContain(address);
  expect(receiver.messages).toEqual([]);
});

it.each([
  'http://127.0.0.1',
  'http://2130706433',
  'http://0x7f.1',
  'http://0177.0.0.1',
  'http://[::1]',
  'http://[::ffff:7f00:1]',
  'http://[64:ff9b::127.0.0.1]',
  'http://①②⑦.⓪.⓪.①',
])('refuses the address %s however it is written', async (url) => {
  const { sender, asked } = senderTo(['93.184.216.34']);
  expect(() => sender.check(`${url}:${port}/`)).toThrow();
  const result = await sender.send(message(`${url}:${port}/`), never);
  expect(result.outcome).toBe('blocked');
  expect([receiver.messages.length, asked.length]).toEqual([0, 0]);
});

it('looks a name up once for an attempt and connects to the very address it checked', async () => {
  // The second answer would be another machine: a lookup after the check would go there.
  const { sender, asked } = senderTo(['127.0.0.1', '127.0.0.9'], ['127.0.0.1']);
  const result = await sender.send(message(`http://rebound.example:${port}/`), never);
  expect([result.outcome, result.status, asked.length]).toEqual(['delivered', 200, 1]);
});

it('refuses a name that was public when it was set up and is private when it is used', async () => {
  const { sender, asked } = senderTo(['127.0.0.1']);
  expect(sender.check('https://rebound.example/').host).toBe('rebound.example');
  expect(asked).toEqual([]);
  const result = await sender.send(message(`http://rebound.example:${port}/`), never);
  expect([result.outcome, receiver.messages.length]).toEqual(['blocked', 0]);
});

it('refuses a name of which one address is private', async () => {
  const guard = new OutboundGuard({ allowedAddresses: [], allowedHosts: [] }, (_host, done) =>
    done(null, [
      { address: '93.184.216.34', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ]),
  );
  const sender = new WebhookSender(guard, { timeoutMs: 5_000, allowHttp: true });
  const result = await sender.send(message(`http://both.example:${port}/`), never);
  expect([result.outcome, receiver.messages.length]).toEqual(['blocked', 0]);
});

it('goes to a private receiver that the operator has allowed, and to no other beside it', async () => {
  const { sender } = senderTo(['127.0.0.1', '127.0.0.2'], ['127.0.0.1/32']);
  const url = `http://inside.example:${port}/`;
  expect((await sender.send(message(url), never)).outcome).toBe('delivered');
  // The connection that was kept goes on to the checked machine; another name is checked anew.
  const other = await sender.send(message(`http://other.example:${port}/`), never);
  expect(other.outcome).toBe('blocked');
});

it('takes no plain http unless it is allowed', async () => {
  const { guard } = senderTo(['127.0.0.1'], ['loopback']);
  const strict = new WebhookSender(guard, { timeoutMs: 5_000, allowHttp: false });
  expect(() => strict.check(receiver.url)).toThrow('https://');
  expect((await strict.send(message(receiver.url), never)).outcome).toBe('blocked');
});

it("follows no redirect to a place of the receiver's choice", async () => {
  const { sender } = senderTo([], ['loopback']);
  receiver.answer = (response) => response.writeHead(307, { location: receiver.url }).end();
  const result = await sender.send(message(receiver.url), never);
  expect([result.outcome, result.status, receiver.messages.length]).toEqual(['refused', 307, 1]);
});

it('gives up on a receiver that does not answer in time', async () => {
  const { sender } = senderTo([], ['loopback'], 100);
  receiver.answer = () => undefined;
  const result = await sender.send(message(receiver.url), never);
  expect(result).toMatchObject({ outcome: 'timed-out', status: null });
});

it('takes the status of a receiver whose body never ends', async () => {
  const { sender } = senderTo([], ['loopback'], 200);
  receiver.answer = (response) => void response.writeHead(200).write('so far');
  const result = await sender.send(message(receiver.url), never);
  expect(result).toMatchObject({ outcome: 'delivered', response: 'so far', responseCut: true });
});

it('says that nobody listens, and rejects only when it is told to stop', async () => {
  const { sender } = senderTo([], ['loopback']);
  const closed = await startReceiver();
  await closed[Symbol.asyncDispose]();
  const result = await sender.send(message(closed.url), never);
  expect(result.outcome).toBe('unreachable');
  receiver.answer = () => undefined;
  const stop = new AbortController();
  const sent = sender.send(message(receiver.url), stop.signal);
  stop.abort(new Error('the server stops'));
  await expect(sent).rejects.toThrow('the server stops');
});
