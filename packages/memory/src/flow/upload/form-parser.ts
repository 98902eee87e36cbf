import { Buffer } from 'node:buffer';
import type { BusboyFileStream, BusboyInstance } from '@fastify/busboy';
import { orAbort } from '../or-abort.ts';
import type { MultipartField, MultipartFile, PartBounds } from './read-multipart.ts';
import { uploadError } from './upload.errors.ts';
import { uploadLimits } from './upload.limits.ts';

type FileHandler = (file: MultipartFile) => Promise<void> | void;

/** What a part was refused for; the bytes are known to the reader. */
class Overrun extends Error {
  readonly kind: 'tooLarge' | 'tooManyParts';
  readonly limit: number;

  constructor(kind: 'tooLarge' | 'tooManyParts', limit: number, detail: string) {
    super(detail);
    this.kind = kind;
    this.limit = limit;
  }
}

/** What the parser says is wrong with the form. */
class Malformed extends Error {}

/**
 * @fastify/busboy as promises: a write ends when its bytes are taken, the first failure of parser,
 * handler or signal ends everything, and nothing is left running after `end` or `fail`.
 */
export class FormParser {
  readonly fields: MultipartField[] = [];
  files = 0;
  /** Bytes that the fields hold. */
  fieldBytes = 0;
  readonly #parser: BusboyInstance;
  readonly #bounds: PartBounds;
  readonly #onFile: FileHandler;
  /** Aborts with the first failure, whoever's it is. */
  readonly #failure = new AbortController();
  readonly #unlink: () => void;
  /** The parser may be through with the closing boundary, long before the input ends. */
  readonly #finished = Promise.withResolvers<void>();
  readonly #handlers: Promise<void>[] = [];
  /** Parts that became a field or a file. */
  #taken = 0;
  readonly #streams = new Set<BusboyFileStream>();

  private constructor(
    parser: BusboyInstance,
    bounds: PartBounds,
    onFile: FileHandler,
    signal: AbortSignal | undefined,
  ) {
    this.#parser = parser;
    this.#bounds = bounds;
    this.#onFile = onFile;
    const stop = (): void => this.#failure.abort(signal?.reason);
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop, { once: true });
    this.#unlink = () => signal?.removeEventListener('abort', stop);
    this.#listen();
  }

  /** Loads the parser with the first form. Throws UPLOAD_TYPE_UNSUPPORTED for another content type. */
  static async create(
    contentType: string,
    bounds: PartBounds,
    onFile: FileHandler,
    signal: AbortSignal | undefined,
  ): Promise<FormParser> {
    if (!/^multipart\/form-data\s*;/i.test(contentType)) {
      throw uploadError('wrongType', '', { receivedBytes: 0 });
    }
    const { Busboy } = await import('@fastify/busboy');
    const limits = {
      fileSize: bounds.maxFileBytes,
      fieldSize: bounds.maxFieldBytes,
      files: bounds.maxFiles,
      fields: bounds.maxFields,
      parts: bounds.maxFiles + bounds.maxFields,
      headerPairs: uploadLimits.headerPairs.value,
      headerSize: uploadLimits.headerBytes.value,
    };
    let parser: BusboyInstance;
    try {
      parser = new Busboy({ headers: { 'content-type': contentType }, limits });
    } catch (cause) {
      throw uploadError('wrongType', 'It has no boundary.', { receivedBytes: 0, cause });
    }
    return new FormParser(parser, bounds, onFile, signal);
  }

  /** Aborts with the first failure. */
  get signal(): AbortSignal {
    return this.#failure.signal;
  }

  /** Waits for `pending`, or rejects with the first failure. */
  orFailure<T>(pending: Promise<T>): Promise<T> {
    return orAbort(pending, this.#failure.signal);
  }

  /** Ends when the parser, and through it the handler of the file, has taken the bytes. */
  async write(piece: Buffer): Promise<void> {
    this.#failure.signal.throwIfAborted();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#parser.write(piece, () => resolve());
    await this.orFailure(promise);
    this.#failure.signal.throwIfAborted();
  }

  /** Ends when all is parsed and every handler is done. */
  async end(): Promise<void> {
    this.#parser.end();
    await this.orFailure(this.#finished.promise);
    await this.orFailure(Promise.all(this.#handlers));
    if (partsOf(this.#parser) !== this.#taken) {
      throw new Malformed('a part has no name, or too many or too long headers');
    }
    this.#failure.signal.throwIfAborted();
    this.#unlink();
  }

  /** Ends the streams of all files with `error` and waits until their handlers have settled. */
  async fail(error: unknown): Promise<void> {
    this.#unlink();
    this.#failure.abort(error);
    for (const stream of this.#streams) stream.destroy(asError(error));
    await Promise.allSettled(this.#handlers);
  }

  /** The error for the caller: what the parser found becomes an answer. */
  describe(error: unknown, receivedBytes: number): unknown {
    if (error instanceof Overrun) {
      return uploadError(error.kind, error.message, { receivedBytes, limit: error.limit });
    }
    if (error instanceof Malformed) {
      const detail = `After ${receivedBytes} bytes: ${error.message}.`;
      return uploadError('malformed', detail, { receivedBytes, cause: error.cause });
    }
    return error;
  }

  #listen(): void {
    const { maxFiles, maxFields, maxFieldBytes } = this.#bounds;
    const tooMany = (limit: number, what: string) => () =>
      this.#refuse(new Overrun('tooManyParts', limit, `It may have ${limit} ${what}.`));
    this.#parser
      .once('finish', this.#finished.resolve)
      .on('error', (error: unknown) => this.#refuse(malformed(error)))
      .on('filesLimit', tooMany(maxFiles, 'files'))
      .on('fieldsLimit', tooMany(maxFields, 'fields'))
      .on('partsLimit', tooMany(maxFiles + maxFields, 'parts'))
      .on('field', (name: string | undefined, value, _isNameCut, isCut) => {
        const detail = `A field may have ${maxFieldBytes} bytes.`;
        if (isCut) return this.#refuse(new Overrun('tooLarge', maxFieldBytes, detail));
        if (name === undefined) return this.#refuse(new Malformed('a part has no name'));
        if (isTooLong(name)) return this.#refuse(new Malformed('a name is too long'));
        this.#taken++;
        this.fields.push({ name, value });
        this.fieldBytes += (name.length + value.length) * 2;
      })
      .on('file', (name: string | undefined, stream, filename, _encoding, contentType) =>
        this.#open(stream, name, filename, contentType),
      );
  }

  #open(
    stream: BusboyFileStream,
    name: string | undefined,
    filename: string | undefined,
    contentType: string,
  ): void {
    const { maxFileBytes } = this.#bounds;
    stream.on('limit', () => {
      const detail = `A file may have ${maxFileBytes} bytes.`;
      this.#refuse(new Overrun('tooLarge', maxFileBytes, detail));
    });
    stream.on('error', (error: unknown) => this.#refuse(malformed(error)));
    stream.on('close', () => this.#streams.delete(stream));
    this.#streams.add(stream);
    if (name === undefined) return this.#refuse(new Malformed('a part has no name'));
    if (isTooLong(name) || isTooLong(filename ?? '')) {
      return this.#refuse(new Malformed('a name is too long'));
    }
    this.#taken++;
    this.files++;
    // Leaving the loop over it must not end the stream: the parser waits until it is read.
    const bytes: AsyncIterable<Buffer> = {
      [Symbol.asyncIterator]: () => stream.iterator({ destroyOnReturn: false }),
    };
    const fields = [...this.fields];
    const file = { name, filename: filename ?? '', contentType, bytes, fields };
    this.#handlers.push(this.#handle(stream, file));
  }

  async #handle(stream: BusboyFileStream, file: MultipartFile): Promise<void> {
    try {
      await this.#onFile(file);
      // The parser goes on only when the rest has been read by somebody.
      stream.resume();
    } catch (error) {
      this.#refuse(error);
    }
  }

  #refuse(error: unknown): void {
    this.#failure.abort(error);
  }
}

function isTooLong(name: string): boolean {
  return Buffer.byteLength(name) > uploadLimits.nameBytes.value;
}

/**
 * How many parts the parser has seen. It passes over those that it finds no name in without a word,
 * so there is no other way to know that something was left out.
 */
function partsOf(parser: BusboyInstance): number {
  const { _parser: inner } = parser as { _parser?: { _nparts?: number } };
  if (typeof inner?._nparts !== 'number') throw new TypeError('@fastify/busboy counts no parts.');
  return inner._nparts;
}

function malformed(cause: unknown): Malformed {
  return new Malformed(asError(cause).message, { cause });
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
