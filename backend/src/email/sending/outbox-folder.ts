import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { emailLimits } from '../email.limits.ts';
import type { ComposedMessage } from '../message/compose-message.ts';
import type { Delivery, Mailer } from './mailer.ts';

/**
 * Writes messages to a folder in place of sending them: one `.eml` file each, which mail programs
 * open. A file is there as a whole or not at all, and sending again replaces it. The oldest files go
 * when there are more than a thousand or 200 MB.
 */
export class OutboxFolder implements Mailer {
  readonly kind = 'outbox';
  readonly target: string;
  #tidying: Promise<void> = Promise.resolve();

  constructor(folder: string) {
    this.target = folder;
  }

  async send(message: ComposedMessage, signal: AbortSignal): Promise<Delivery> {
    const { emailId, createdAt, stream, sentBytes } = message;
    const name = `${createdAt.toISOString().replaceAll(':', '')}-${emailId}.eml`;
    const part = join(this.target, `.${emailId}.part`);
    await mkdir(this.target, { recursive: true, mode: 0o700 });
    try {
      // It may hold a one-time link: for the owner of the folder only.
      await pipeline(stream, createWriteStream(part, { mode: 0o600 }), { signal });
      await rename(part, join(this.target, name));
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
    this.#tidying = this.#tidying.then(() => this.#tidy());
    await this.#tidying;
    return { bytes: sentBytes(), reply: name };
  }

  close(): void {}

  async #tidy(): Promise<void> {
    const names = (await readdir(this.target)).filter((name) => name.endsWith('.eml')).sort();
    const sizes = await Promise.all(names.map((name) => bytesOf(join(this.target, name))));
    let entries = names.length;
    let bytes = sizes.reduce((total, size) => total + size, 0);
    for (const [index, name] of names.entries()) {
      const fits = entries <= emailLimits.outboxEntries && bytes <= emailLimits.outboxBytes;
      // The newest stays, whatever its size.
      if (fits || index === names.length - 1) return;
      await rm(join(this.target, name), { force: true });
      entries -= 1;
      bytes -= sizes[index] ?? 0;
    }
  }
}

async function bytesOf(path: string): Promise<number> {
  return await stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}
