import { open } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { lockHolder } from './deploy-lock.ts';
import type { JournalFacts } from './journal.ts';
import { journalLine } from './journal.ts';

const LOOK_EVERY_MS = 500;
const KEPT_BYTES = 16 * 1024;

/** Prints the end of the journal, and what is added to it until no deployment runs. */
export async function followJournal(
  journalFile: string,
  lockFile: string,
  print: (line: string) => void,
): Promise<void> {
  await using file = await open(journalFile).catch(() => null);
  if (file === null) return print('nothing has been deployed from here yet');
  let at = Math.max(0, (await file.stat()).size - KEPT_BYTES);
  let rest = '';
  let isFirstPiece = at > 0;
  for (;;) {
    const isRunning = lockHolder(lockFile) !== null;
    const { bytesRead, buffer } = await file.read(Buffer.alloc(KEPT_BYTES), 0, KEPT_BYTES, at);
    at += bytesRead;
    const lines = (rest + buffer.toString('utf8', 0, bytesRead)).split('\n');
    rest = lines.pop() ?? '';
    // The first line may have been cut.
    if (isFirstPiece && lines.length > 0) {
      lines.shift();
      isFirstPiece = false;
    }
    for (const line of lines) print(journalLine(JSON.parse(line) as JournalFacts));
    if (bytesRead > 0) continue;
    if (!isRunning) return;
    await wait(LOOK_EVERY_MS);
  }
}
