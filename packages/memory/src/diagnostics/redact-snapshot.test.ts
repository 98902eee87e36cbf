import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { redactSnapshot } from './redact-snapshot.ts';
import { SnapshotRedactor } from './snapshot-redactor.ts';
import { smallSnapshot } from './testing/small-snapshot.ts';
import type { EdgeType, NodeType } from './testing/small-snapshot.ts';

interface Opened {
  readonly nodes: readonly number[];
  readonly edges: readonly number[];
  readonly strings: readonly string[];
}

const text = async (pieces: readonly (Buffer | string)[]): Promise<string> =>
  Buffer.concat(await redactSnapshot(Readable.from(pieces)).toArray()).toString();

const atOnce = (pieces: readonly Buffer[]): string => {
  const redactor = new SnapshotRedactor();
  const left = Buffer.concat(pieces.map((piece) => redactor.write(piece))).toString();
  redactor.end();
  return left;
};

const redacted = async (snapshot: string): Promise<Opened> =>
  JSON.parse(await text([snapshot])) as Opened;

const reading = (pieces: readonly (Buffer | string)[]): Promise<unknown> =>
  redactSnapshot(Readable.from(pieces)).toArray();

describe('a redacted snapshot', () => {
  test.each<[type: NodeType]>([
    ['string'],
    ['regexp'],
    ['number'],
    ['bigint'],
    ['new in V8' as NodeType],
  ])('tells of the name of a node of type %s its length only', async (type) => {
    const before = smallSnapshot({ nodes: [[type, 'Hornblower']] });
    const { strings, nodes, edges } = await redacted(before);
    expect(strings).toEqual(['<dummy>', '«text of 10 #1»']);
    expect({ nodes, edges }).toEqual({
      nodes: (JSON.parse(before) as Opened).nodes,
      edges: (JSON.parse(before) as Opened).edges,
    });
  });

  test.each<[type: NodeType, name: string]>([
    ['object', 'CaseRepository'],
    ['closure', 'listen'],
    ['code', '(ArrayMap builtin code)'],
    ['native', 'Node / HTTPParser'],
    ['synthetic', '(GC roots)'],
    ['hidden', 'system / Map'],
    ['concatenated string', '(concatenated string)'],
    ['number', 'heap number'],
    ['symbol', '<symbol Symbol.iterator>'],
  ])('keeps the name of a node of type %s', async (type, name) => {
    expect((await redacted(smallSnapshot({ nodes: [[type, name]] }))).strings).toContain(name);
  });

  test.each<[type: EdgeType, name: string, kept: string]>([
    ['property', '#pending', '#pending'],
    ['property', 'get size', 'get size'],
    ['property', 'Smith v. Jones', '«key of 14 #1»'],
    ['property', 'a@b.example', '«key of 11 #1»'],
    ['property', 'f3a9c1d2e8b74650', '«key of 16 #1»'],
    ['property', '<symbol Anna Smith>', '«key of 19 #1»'],
    ['context', 'viewer', 'viewer'],
    ['internal', '12 / ArrayMap', '12 / ArrayMap'],
    [
      'internal',
      '1 / part of key (Object @95) -> value (A. "Hornblower" (@7) @34) pair in WeakMap (table @8)',
      '1 / part of key (key @95) -> value (value @34) pair in WeakMap (table @8)',
    ],
    ['internal', '1 / part of key (Object @95) -> value (A. Hornb', '«text of 47 #1»'],
  ])('has of an edge of type %s named %s: %s', async (type, name, kept) => {
    const { strings } = await redacted(smallSnapshot({ nodes: [], edges: [[type, name]] }));
    expect(strings).toEqual(['<dummy>', kept]);
  });

  it('keeps a content that is also a name of code, and reads no index as a name', async () => {
    const { strings } = await redacted(
      smallSnapshot({
        nodes: [
          ['string', 'listen'],
          ['string', 'alone'],
          ['closure', 'listen'],
        ],
        edges: [
          ['element', 2],
          ['hidden', 2],
        ],
      }),
    );
    expect(strings).toEqual(['<dummy>', 'listen', '«text of 5 #2»']);
  });

  it('counts the length of a text in UTF-16 units, escaped or not', async () => {
    const words = ['é', '😀', '"\\\n', 'x'.repeat(20_000)];
    const snapshot = smallSnapshot({ nodes: words.map((word) => ['string', word] as const) });
    const escaped = snapshot.replace('é', String.raw`\u00e9`);
    const lengths = ['«text of 1 #1»', '«text of 2 #2»', '«text of 3 #3»', '«text of 20000 #4»'];
    expect((await redacted(snapshot)).strings.slice(1)).toEqual(lengths);
    expect((await redacted(escaped)).strings.slice(1)).toEqual(lengths);
  });
});

const someText = fc.oneof(
  fc.constantFrom('listen', '#pending', 'get size', '(GC roots)', '😀é"\\\u0001'),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const someSnapshot = fc
  .record({
    nodes: fc.array(
      fc.tuple(fc.constantFrom<NodeType>('string', 'object', 'regexp', 'symbol', 'code'), someText),
      { maxLength: 8 },
    ),
    edges: fc.array(
      fc.tuple(fc.constantFrom<EdgeType>('property', 'internal', 'context'), someText),
      { maxLength: 8 },
    ),
  })
  .map(smallSnapshot);

describe('a snapshot that is redacted', () => {
  it('gives the same wherever its bytes are cut', () => {
    fc.assert(
      fc.property(someSnapshot, fc.array(fc.nat(4000), { maxLength: 12 }), (snapshot, cuts) => {
        const bytes = Buffer.from(snapshot);
        const places = [0, ...cuts.map((cut) => cut % bytes.length), bytes.length];
        places.sort((a, b) => a - b);
        const whole = atOnce([bytes]);
        expect((JSON.parse(whole) as Opened).strings).toHaveLength(
          (JSON.parse(snapshot) as Opened).strings.length,
        );
        expect(atOnce(places.slice(1).map((end, i) => bytes.subarray(places[i], end)))).toBe(whole);
        expect(atOnce(Array.from(bytes, (_, i) => bytes.subarray(i, i + 1)))).toBe(whole);
      }),
      { numRuns: 200 },
    );
  });

  test.each<[what: string, snapshot: string]>([
    ['is not JSON', '{"snapshot":{"meta":}}'],
    ['says nothing of its fields', '{"snapshot":{"meta":{}},"nodes":[],"edges":[],"strings":[]}'],
    ['has text before it', smallSnapshot({ nodes: [] }).replace('{', '{"notes":["a"],')],
    ['begins with another section', '{"strings":["a"],"snapshot":{}}'],
    ['has no name in a node', smallSnapshot({ nodes: [] }).replace('"name"', '"title"')],
    ['has nodes after the strings', smallSnapshot({ nodes: [] }, ['edges', 'strings', 'nodes'])],
    ['has a section twice', smallSnapshot({ nodes: [] }, ['nodes', 'edges', 'nodes', 'strings'])],
    ['has text among numbers', smallSnapshot({ nodes: [] }).replace('"nodes":[', '"nodes":["a",')],
    [
      'has text in an unknown section',
      smallSnapshot({ nodes: [] }).replace('"strings"', '"notes":["a"],"strings"'),
    ],
    ['has a name beyond what can be noted', smallSnapshot({ nodes: [['object', 2 ** 25]] })],
    ['ends too early', smallSnapshot({ nodes: [['string', 'x']] }).slice(0, -1)],
    ['goes on behind its end', `${smallSnapshot({ nodes: [] })},`],
    ['has an endless first section', `{"snapshot":{"meta":"${'x'.repeat(100_000)}`],
  ])('is refused when it %s', async (_, snapshot) => {
    await expect(reading([snapshot])).rejects.toMatchObject({ code: 'MEM_SNAPSHOT_FORMAT' });
    const bytes = Buffer.from(snapshot);
    const halves = [bytes.subarray(0, 20), bytes.subarray(20)];
    await expect(reading(halves)).rejects.toMatchObject({ code: 'MEM_SNAPSHOT_FORMAT' });
  });

  it('lets nothing out when its first section is not understood', async () => {
    const pieces: unknown[] = [];
    const stream = redactSnapshot(Readable.from(['{"snapshot":{"meta":', '{}},"strings":["a"]}']));
    stream.on('data', (piece) => pieces.push(piece));
    await expect(new Promise((_, reject) => stream.on('error', reject))).rejects.toMatchObject({
      code: 'MEM_SNAPSHOT_FORMAT',
    });
    expect(pieces).toEqual([]);
  });

  it('takes from its source no more than its reader takes from it', async () => {
    const piece = Buffer.from(`,"${'x'.repeat(1000)}"`.repeat(60));
    const [head, end] = smallSnapshot({ nodes: [] }).split('"<dummy>"');
    let taken = 0;
    const source = Readable.from(
      (function* () {
        yield `${head!}"<dummy>"`;
        for (; taken < 10_000; taken++) yield piece;
        yield end!;
      })(),
      { objectMode: false },
    );
    const redaction = redactSnapshot(source);
    for (let turn = 0; turn < 1000; turn++) await new Promise(setImmediate);
    expect(taken).toBeGreaterThan(0);
    // 60 KB become 1.5 KB: one queue of 64 KiB of those, and one of pieces before and behind it.
    expect(taken).toBeLessThan(60);
    redaction.destroy();
  });

  it('fails as its source fails', async () => {
    const source = new Readable({
      read() {
        this.push('{"snapshot":');
        this.destroy(new Error('The heap has gone.'));
      },
    });
    await expect(redactSnapshot(source).toArray()).rejects.toThrow('The heap has gone.');
  });

  it('lets go of its source when the reader leaves before it has begun', async () => {
    const source = Readable.from(['{']);
    const closed = new Promise((resolve) => source.once('close', resolve));
    redactSnapshot(source).destroy();
    await closed;
    expect(source.destroyed).toBe(true);
  });
});
