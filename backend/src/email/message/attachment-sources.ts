import { emailErrors } from '../email.errors.ts';

/** An attachment as the queue keeps it: where its bytes come from, and how it is called. */
export interface AttachmentRef {
  /** Name of the source that knows `ref`. */
  readonly source: string;
  readonly ref: string;
  readonly fileName: string;
  readonly contentType: string;
  /** Bytes the source announced when the email was queued. */
  readonly bytes: number;
}

/** Where attachments come from: the file storage, the reports. Read as a stream, never as a whole. */
export interface AttachmentSource {
  readonly name: string;
  /** Size in bytes. Throws EMAIL_ATTACHMENT_MISSING. */
  bytes(ref: string): Promise<number>;
  /** The bytes, opened when the first one is asked for. Throws EMAIL_ATTACHMENT_MISSING. */
  open(ref: string): AsyncIterable<Uint8Array>;
}

/** The known sources of attachments; features register theirs in a constructor. */
export class AttachmentSources {
  readonly #sources = new Map<string, AttachmentSource>();

  /** Throws when the name is taken. */
  register(source: AttachmentSource): void {
    if (this.#sources.has(source.name))
      throw new Error(`The attachment source ${source.name} is registered twice`);
    this.#sources.set(source.name, source);
  }

  /** The source of that name. Throws EMAIL_ATTACHMENT_MISSING. */
  of(name: string): AttachmentSource {
    const source = this.#sources.get(name);
    if (!source) throw emailErrors.attachmentMissing(`No source is called ${name}.`);
    return source;
  }
}
