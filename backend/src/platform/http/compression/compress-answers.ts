import { Readable } from 'node:stream';
import { brotliCompress, constants, createBrotliCompress, createGzip, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest, onSendHookHandler } from 'fastify';
import { acceptedEncoding } from './accepted-encoding.ts';
import type { Encoding } from './accepted-encoding.ts';
import { compressionLimits } from './compression.limits.ts';

/** When and how hard answers are compressed, as the operator configured it. */
export interface CompressionOptions {
  readonly level: number;
  readonly thresholdBytes: number;
}

const COMPRESSIBLE =
  /^(?:text\/(?!event-stream)|application\/(?:[\w.-]+\+)?(?:json|xml|javascript|x-ndjson)|image\/svg)/;

const brotliParams = {
  [constants.BROTLI_PARAM_QUALITY]: compressionLimits.brotliQuality,
  [constants.BROTLI_PARAM_LGWIN]: compressionLimits.brotliWindowBits,
};

/**
 * The `onSend` hook that compresses text answers from the threshold on. Whole answers go through
 * zlib's thread pool in one call; streams are flushed after each piece, so that progress shows.
 * The encoder's memory and the copy it reads are charged to the request meanwhile, and an answer is sent
 * plain when that is refused. What comes out takes the place of the answer that `carryAnswer` charged.
 */
export function compressAnswers({ level, thresholdBytes }: CompressionOptions): onSendHookHandler {
  return (request, reply, payload, done) => {
    const isText = typeof payload === 'string';
    if (isText && payload.length < thresholdBytes) return done(null, payload);
    const encoding = isText || isBytesOrStream(payload) ? encodingFor(request, reply) : null;
    if (encoding === null) return done(null, payload);
    reply.header('vary', 'accept-encoding');
    const account = request.account ?? undefined;
    const heldBytes = compressionLimits.encoderBytes + (isText ? payload.length : 0);
    if (account?.grow(heldBytes) === false) return done(null, payload);
    if (payload instanceof Readable) {
      setEncoding(reply, encoding);
      const encoder = encoderOf(encoding, level);
      payload.on('error', (error) => encoder.destroy(error));
      encoder.on('close', () => payload.destroy());
      return done(null, payload.pipe(encoder));
    }
    const bytes = isText ? Buffer.from(payload) : (payload as Buffer);
    if (bytes.length < thresholdBytes || bytes.length > compressionLimits.wholeBytes) {
      account?.shrink(heldBytes);
      return done(null, payload);
    }
    const finish = (error: Error | null, packed: Buffer) => {
      // A client that has left meanwhile has ended its account, and these bytes with it.
      if (account?.isClosed === false) account.shrink(heldBytes);
      if (error !== null) return done(null, payload);
      setEncoding(reply, encoding);
      done(null, packed);
    };
    if (encoding === 'gzip') gzip(bytes, { level }, finish);
    else
      brotliCompress(
        bytes,
        { params: { ...brotliParams, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } },
        finish,
      );
  };
}

function isBytesOrStream(payload: unknown): boolean {
  return Buffer.isBuffer(payload) || payload instanceof Readable;
}

function encodingFor(request: FastifyRequest, reply: FastifyReply): Encoding | null {
  const type = reply.getHeader('content-type');
  if (typeof type !== 'string' || !COMPRESSIBLE.test(type)) return null;
  if (reply.getHeader('content-encoding') !== undefined || request.method === 'HEAD') return null;
  return acceptedEncoding(request.headers['accept-encoding']);
}

function setEncoding(reply: FastifyReply, encoding: Encoding): void {
  reply.header('content-encoding', encoding).removeHeader('content-length');
}

function encoderOf(encoding: Encoding, level: number) {
  return encoding === 'gzip'
    ? createGzip({ level, flush: constants.Z_SYNC_FLUSH })
    : createBrotliCompress({ flush: constants.BROTLI_OPERATION_FLUSH, params: brotliParams });
}
