import { bodyOf, serveLoopback } from '../loopback.ts';
import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

class DocumentParser {
  documents = 0;
  words = 0;

  parse(body: string): { words: number; longest: string } {
    const document = JSON.parse(body) as { paragraphs: string[] };
    const words = document.paragraphs.flatMap((paragraph) => paragraph.split(' '));
    this.documents++;
    this.words += words.length;
    return { words: words.length, longest: words.toSorted((a, b) => b.length - a.length)[0] ?? '' };
  }
}

/** Every request makes a few hundred kilobytes of short-lived objects and nothing stays. */
export const program: CorpusProgram = {
  about: 'high rate of garbage, nothing held',
  verdict: 'benign',
  async start(host) {
    const parser = new DocumentParser();
    host.keep(parser);
    const { ask } = await serveLoopback(host, async (incoming, outgoing) => {
      outgoing.end(JSON.stringify(parser.parse(await bodyOf(incoming))));
    });
    const body = JSON.stringify({ paragraphs: Array.from({ length: 20 }, () => textOf(2_000)) });
    host.every(25, async () => void (await ask('/parse', { method: 'POST' }, body)));
  },
};
