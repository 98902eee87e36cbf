import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Config } from '../../platform/config/config.ts';
import { shownValue } from '../../platform/config/problem.ts';
import { ok, problem } from './finding.ts';
import type { Finding } from './finding.ts';

const TIMEOUT_MS = 5000;
const MAX_ANSWER_BYTES = 4096;

/** Judges Redis: answers PING within 5 s, with the credentials of its address. */
export async function checkRedis({ redis }: Config): Promise<Finding> {
  if (redis.url === null) return ok('redis', 'not used, everything runs in process');
  const shown = shownValue({ kind: 'url', isSecret: true }, redis.url);
  const advice = 'start Redis, or correct REDIS_URL, or unset it';
  try {
    const answer = await ping(new URL(redis.url));
    if (answer.startsWith('-') || !answer.endsWith('+PONG\r\n')) {
      return problem('redis', `${shown} answers ${JSON.stringify(answer.trim())}`, advice);
    }
    return ok('redis', `${shown} answers PING`);
  } catch (error) {
    const reason =
      error instanceof Error ? error.message || String(Reflect.get(error, 'code')) : '';
    return problem('redis', `${shown} cannot be reached: ${reason}`, advice);
  }
}

/** Sends AUTH (when the address has a password) and PING, and answers what came back. */
function ping(url: URL): Promise<string> {
  const target = { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || 6379) };
  const socket =
    url.protocol === 'rediss:'
      ? connectTls({ ...target, servername: target.host })
      : connect(target);
  const credentials = [url.username, url.password]
    .filter((part) => part !== '')
    .map(decodeURIComponent);
  const commands = [...(url.password === '' ? [] : [['AUTH', ...credentials]]), ['PING']];
  return new Promise((resolve, reject) => {
    let answer = '';
    let lines = 0;
    socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error('no answer within 5 s')));
    socket.on('data', (chunk) => {
      answer += chunk.toString();
      lines = answer.split('\r\n').length - 1;
      if (lines >= commands.length || answer.length > MAX_ANSWER_BYTES) socket.end();
    });
    socket.once('error', reject);
    socket.once('close', () => resolve(answer));
    socket.write(commands.map(encode).join(''));
  });
}

function encode(words: readonly string[]): string {
  const parts = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
  return `*${words.length}\r\n${parts.join('')}`;
}
