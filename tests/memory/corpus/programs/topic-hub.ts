import { serveLoopback } from '../loopback.ts';
import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

interface TopicEvent {
  readonly id: number;
  readonly data: string;
}

class TopicHub {
  readonly #replay = new Map<string, TopicEvent[]>();
  #next = 1;

  publish(topic: string, data: string): void {
    let events = this.#replay.get(topic);
    if (events === undefined) this.#replay.set(topic, (events = []));
    events.push({ id: this.#next++, data });
  }

  since(topic: string, id: number): TopicEvent[] {
    return this.#replay.get(topic)?.filter((event) => event.id > id) ?? [];
  }

  get last(): number {
    return this.#next - 1;
  }
}

/** The number of topics is fixed; what each of them could replay is not. */
export const program: CorpusProgram = {
  about: 'replay buffers without an end, as arrays inside a Map of six topics',
  verdict: 'leak',
  culprit: { holder: 'TopicHub.#replay' },
  async start(host) {
    const hub = new TopicHub();
    host.keep(hub);
    const topics = ['cases', 'parties', 'clients', 'dockets', 'jobs', 'alerts'];
    const { ask } = await serveLoopback(host, (incoming, outgoing) => {
      outgoing.end(JSON.stringify(hub.since((incoming.url ?? '/').slice(1), hub.last - 3)));
    });
    host.every(10, () => hub.publish(topics[hub.last % 6] as string, textOf(5_000)));
    host.every(60, async () => void (await ask('/cases')));
  },
};
