import { createHash } from 'node:crypto';
import { PassThrough, Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { S3Client } from '@aws-sdk/client-s3';
import { integrationErrors } from '../integrations.errors.ts';
import { storageFailure } from './storage-failure.ts';
import { storageLimits } from './storage.limits.ts';

/** Where a store keeps its objects. */
export interface StorePlace {
  readonly bucket: string;
  /** Stands before every name. */
  readonly prefix: string;
  /** Names the service in failures: `host:port`. */
  readonly target: string;
}

/** What was stored: its size and the SHA-256 of its bytes in hex. */
export interface StoredObject {
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Objects of one bucket of an S3-compatible service. Bytes flow through in constant memory, large ones in
 * parts; a broken upload leaves no object and no parts. Failures are AppErrors that tell the step.
 */
export class ObjectStore {
  readonly #client: S3Client;
  readonly #place: StorePlace;

  constructor(client: S3Client, place: StorePlace) {
    this.#client = client;
    this.#place = place;
  }

  /** Stores the source under `name`; one that is there is replaced when all of it has arrived. */
  async put(name: string, source: Readable, signal?: AbortSignal): Promise<StoredObject> {
    const { Upload } = await import('@aws-sdk/lib-storage');
    const hash = createHash('sha256');
    let bytes = 0;
    const body = new PassThrough();
    const counted = new Transform({
      transform(piece: Buffer, _encoding, done) {
        hash.update(piece);
        bytes += piece.length;
        done(null, piece);
      },
    });
    const upload = new Upload({
      client: this.#client,
      params: { ...this.#at(name), Body: body },
      partSize: storageLimits.partBytes,
      queueSize: storageLimits.partEntries,
      leavePartsOnError: false,
    });
    const stop = () => void upload.abort();
    signal?.addEventListener('abort', stop, { once: true });
    // Whichever side breaks first ends the other, and is the one that is told.
    const feeding = pipeline(source, counted, body).catch(async (error: unknown) => {
      await upload.abort();
      throw error;
    });
    try {
      await this.#told(Promise.all([feeding, upload.done()]));
    } catch (error) {
      source.destroy();
      await feeding.catch(() => undefined);
      throw error;
    } finally {
      signal?.removeEventListener('abort', stop);
    }
    return { bytes, sha256: hash.digest('hex') };
  }

  /** The bytes of an object, or of a part of it; with `sha256` a whole one that differs ends in an error. */
  async get(
    name: string,
    { range, sha256 }: { range?: { start: number; end: number }; sha256?: string } = {},
  ): Promise<Readable> {
    const { GetObjectCommand } = await import('@aws-sdk/client-s3');
    const asked = range === undefined ? {} : { Range: `bytes=${range.start}-${range.end}` };
    const { Body } = await this.#told(
      this.#client.send(new GetObjectCommand({ ...this.#at(name), ...asked })),
    );
    if (!(Body instanceof Readable)) throw integrationErrors.badAnswer('an object without a body');
    if (sha256 === undefined) return Body;
    const hash = createHash('sha256');
    const checked = new Transform({
      transform(piece: Buffer, _encoding, done) {
        hash.update(piece);
        done(null, piece);
      },
      flush(done) {
        const isSame = hash.digest('hex') === sha256;
        done(isSame ? null : integrationErrors.badAnswer(`the checksum of ${name} differs`));
      },
    });
    pipeline(Body, checked).catch(() => undefined);
    return checked;
  }

  /** Names below `prefix` with their sizes, page by page; the store's own prefix is left off. */
  async *list(prefix = ''): AsyncGenerator<{ name: string; bytes: number }> {
    const { ListObjectsV2Command } = await import('@aws-sdk/client-s3');
    let token: string | undefined;
    do {
      const page = await this.#told(
        this.#client.send(
          new ListObjectsV2Command({
            Bucket: this.#place.bucket,
            Prefix: this.#place.prefix + prefix,
            MaxKeys: storageLimits.pageEntries,
            ...(token === undefined ? {} : { ContinuationToken: token }),
          }),
        ),
      );
      for (const { Key = '', Size = 0 } of page.Contents ?? [])
        yield { name: Key.slice(this.#place.prefix.length), bytes: Size };
      token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
    } while (token !== undefined);
  }

  /** Removes an object; one that is not there is no failure. */
  async delete(name: string): Promise<void> {
    const { DeleteObjectCommand } = await import('@aws-sdk/client-s3');
    await this.#told(this.#client.send(new DeleteObjectCommand(this.#at(name))));
  }

  close(): void {
    this.#client.destroy();
  }

  #at(name: string): { Bucket: string; Key: string } {
    return { Bucket: this.#place.bucket, Key: this.#place.prefix + name };
  }

  async #told<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      throw storageFailure(error, this.#place);
    }
  }
}
