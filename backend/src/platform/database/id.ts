import { randomFillSync } from 'node:crypto';

const poolBytes = 8 * 256;
const random = Buffer.alloc(poolBytes);
let used = poolBytes;
let lastMs = 0;
let sequence = 0;

/**
 * A new UUID version 7 (RFC 9562): sorts by creation time, also among the ids that one process
 * makes within a millisecond (12-bit counter, then the clock is taken one millisecond ahead).
 */
export function newId(nowMs: number = Date.now()): string {
  if (nowMs > lastMs) {
    lastMs = nowMs;
    sequence = 0;
  } else if (++sequence > 0xfff) {
    lastMs += 1;
    sequence = 0;
  }
  if (used + 8 > poolBytes) {
    randomFillSync(random);
    used = 0;
  }
  const tail = random.toString('hex', used, used + 8);
  used += 8;
  const time = lastMs.toString(16).padStart(12, '0');
  const counter = (0x7000 | sequence).toString(16);
  const variant = ((parseInt(tail.slice(0, 1), 16) & 0x3) | 0x8).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-${counter}-${variant}${tail.slice(1, 4)}-${tail.slice(4)}`;
}
