import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FakeClock } from '../../fake-clock.ts';
import { Ledger } from '../../governor/ledger.ts';
import { readMultipart } from './read-multipart.ts';
import type { UploadError } from './upload.errors.ts';

const runs = Number(process.env['FUZZ_RUNS'] ?? 5000);

const pieces = [
  '--cut',
  '--cut\r\n',
  '\r\n--cut\r\n',
  '\r\n--cut--',
  '\r\n--cut--\r\n',
  '--',
  '\r\n',
  '\r\n\r\n',
  '\n',
  'content-disposition: form-data; name="a"\r\n\r\n',
  'content-disposition: form-data; name="f"; filename="x"\r\n\r\n',
  'content-disposition: form-data; name="f"; filename*=UTF-8\'\'%ff\r\n',
  'Content-Disposition: form-data; name="\r\n',
  'content-type: multipart/mixed; boundary=cut\r\n',
  'content-transfer-encoding: base64\r\n',
  ': \r\n',
  'text',
  '\0é',
  'x'.repeat(3000),
];

it(
  'every body ends with a report or an answer, and holds nothing afterwards',
  { timeout: 60_000 },
  async () => {
    const account = new Ledger({
      limitBytes: 16 * 1024 * 1024,
      clock: new FakeClock(),
    }).openAccount('upload', 'form');
    const body = fc
      .array(fc.nat(pieces.length - 1), { maxLength: 14 })
      .map((picks) => Buffer.from(picks.map((i) => pieces[i]).join('')));
    const handlers = fc.constantFrom('reads', 'leaves', 'drops');
    await fc.assert(
      fc.asyncProperty(
        body,
        fc.boolean(),
        fc.array(fc.nat(400), { maxLength: 4 }),
        handlers,
        async (given, isBegun, places, handler) => {
          const bytes = isBegun ? Buffer.concat([Buffer.from('--cut\r\n'), given]) : given;
          const ends = places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b);
          const chunks = [...ends, bytes.length].map((end, i) =>
            bytes.subarray(ends[i - 1] ?? 0, end),
          );
          let open = 0;
          const options = {
            contentType: 'multipart/form-data; boundary=cut',
            account,
            maxFieldBytes: 2000,
            maxFields: 3,
            maxFiles: 3,
          };
          const outcome = await readMultipart(chunks, options, async (file) => {
            open++;
            try {
              if (handler === 'drops') return;
              for await (const _ of file.bytes) if (handler === 'leaves') break;
            } finally {
              open--;
            }
          }).catch((error: unknown) => error as UploadError);
          if (outcome instanceof Error) expect([400, 413]).toContain(outcome.status);
          expect([open, account.usedBytes]).toEqual([0, 0]);
        },
      ),
      // One that hangs is shown; no other comes near.
      { numRuns: runs, timeout: 15_000 },
    );
    account.close();
  },
);
