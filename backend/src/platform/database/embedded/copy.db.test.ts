import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrationsOf } from '../testing/migrations-of.ts';
import { embeddedTestServer, type TestServer } from '../testing/test-server.ts';

interface Wire {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(reason: string): void;
}

/** One COPY as a driver sends it: `pg` calls the handlers as the messages come. */
class Copy {
  readonly #text: string;
  readonly #send: (wire: Wire) => void;
  readonly #settled = Promise.withResolvers<string>();
  #received = '';
  #tag = '';

  constructor(text: string, send: (wire: Wire) => void = () => {}) {
    this.#text = text;
    this.#send = send;
  }

  get done(): Promise<string> {
    return this.#settled.promise;
  }

  submit(wire: Wire): void {
    wire.query(this.#text);
  }

  handleCopyInResponse(wire: Wire): void {
    this.#send(wire);
  }

  handleCopyData(message: { chunk: Buffer }): void {
    this.#received += message.chunk.toString();
  }

  handleCommandComplete(message: { text: string }): void {
    this.#tag = message.text;
  }

  handleReadyForQuery(): void {
    this.#settled.resolve(this.#received || this.#tag);
  }

  handleError(error: Error): void {
    this.#settled.reject(error);
  }
}

describe('COPY on the embedded database', () => {
  let server: TestServer;
  let client: pg.Client;

  beforeAll(async () => {
    server = await embeddedTestServer(migrationsOf('CREATE TABLE things (n int, name text)'));
    client = new pg.Client(server.connection as pg.ClientConfig);
    await client.connect();
  });

  afterAll(async () => {
    await client.end();
    await server.close();
  });

  const run = (copy: Copy): Promise<string> => {
    client.query(copy as never);
    return copy.done;
  };

  it('takes rows in pieces and gives them back', async () => {
    const tag = await run(
      new Copy('COPY things FROM STDIN', (wire) => {
        for (const piece of ['1\tone\n2\tt', 'wo\n', '3\tthree\n']) {
          wire.sendCopyFromChunk(Buffer.from(piece));
        }
        wire.endCopyFrom();
      }),
    );
    expect(tag).toBe('COPY 3');
    expect(await run(new Copy('COPY things TO STDOUT'))).toBe('1\tone\n2\ttwo\n3\tthree\n');
  });

  it.each([
    [
      'a bad row',
      (wire: Wire) => {
        wire.sendCopyFromChunk(Buffer.from('x\tone\n'));
        wire.endCopyFrom();
      },
      '22P02',
    ],
    ['a sender that gives up', (wire: Wire) => wire.sendCopyFail('changed its mind'), '57014'],
  ])('leaves nothing of %s', async (_what, send, code) => {
    const before = (await client.query('SELECT count(*) FROM things')).rows;
    await expect(run(new Copy('COPY things FROM STDIN', send))).rejects.toMatchObject({ code });
    expect((await client.query('SELECT count(*) FROM things')).rows).toEqual(before);
  });

  it('lets the others go on when its sender goes away in the middle', async () => {
    const lost = new pg.Client(server.connection as pg.ClientConfig);
    lost.on('error', () => {});
    await lost.connect();
    const started = Promise.withResolvers<void>();
    const copy = new Copy('COPY things FROM STDIN', () => started.resolve());
    copy.done.catch(() => {});
    lost.query(copy as never);
    await started.promise;
    const ended = new Promise((resolve) => lost.once('end', resolve));
    (
      lost as unknown as { connection: { stream: { destroy(): void } } }
    ).connection.stream.destroy();
    await ended;
    expect((await client.query('SELECT 1 AS n')).rows).toEqual([{ n: 1 }]);
  });
});
