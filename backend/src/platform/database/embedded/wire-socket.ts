import { Duplex } from 'node:stream';
import type { MessagePort } from 'node:worker_threads';
import { concat } from './wire.ts';

/**
 * A stream that `pg` takes for its socket: bytes go to the database worker over a message port.
 * Closing either end closes the other; a worker that ends closes all of its sockets.
 */
export class WireSocket extends Duplex {
  readonly #port: MessagePort;

  constructor(port: MessagePort) {
    super({ readableHighWaterMark: 1024 * 1024 });
    this.#port = port;
    port.on('message', (bytes: Uint8Array) => {
      this.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    });
    port.on('close', () => this.destroy());
  }

  /** There is nothing to connect: `pg` waits for the event. */
  connect(): this {
    process.nextTick(() => this.emit('connect'));
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  /** Lets the process live on for this connection. */
  ref(): this {
    this.#port.ref();
    return this;
  }

  /** An idle connection must not keep the process alive. */
  unref(): this {
    this.#port.unref();
    return this;
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#send(new Uint8Array(chunk));
    done();
  }

  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    this.#send(concat(chunks.map(({ chunk }) => chunk)));
    done();
  }

  // A view would be cloned with all of the buffer it stands in; a whole copy can be moved.
  #send(bytes: Uint8Array): void {
    const whole = bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);
    this.#port.postMessage(whole, [whole.buffer as ArrayBuffer]);
  }

  override _final(done: () => void): void {
    done();
    this.destroy();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#port.close();
    done(error);
  }
}
