// Many WebSocket clients in a process of their own, told what to do by its parent.
import { WebSocket } from 'ws';

/** What the parent asks for. Each is answered with the same `id` when it is done. */
export type ReadersOrder =
  | {
      readonly id: number;
      readonly do: 'open';
      readonly url: string;
      readonly tokens: readonly string[];
      readonly count: number;
      /** A message for each socket once it is open. */
      readonly hello?: string;
    }
  /** Waits until every socket has heard so many messages of this type since it was opened. */
  | { readonly id: number; readonly do: 'expect'; readonly type: string; readonly count: number }
  | { readonly id: number; readonly do: 'close' };

const AT_ONCE = 50;
let sockets: WebSocket[] = [];
let heard = new Map<string, number>();

function open(url: string, token: string | undefined): Promise<WebSocket> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers, perMessageDeflate: false });
    socket.once('open', () => resolve(socket));
    socket.once('error', reject);
    socket.on('message', (data: Buffer) => {
      const type = /^\{"type":"(\w+)"/.exec(data.toString('latin1', 0, 40))?.[1] ?? 'raw';
      heard.set(type, (heard.get(type) ?? 0) + 1);
    });
  });
}

async function openAll(order: Extract<ReadersOrder, { do: 'open' }>): Promise<void> {
  const { url, tokens, count, hello } = order;
  for (let from = 0; from < count; from += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, index) =>
      open(url, tokens[(from + index) % tokens.length]),
    );
    sockets.push(...(await Promise.all(some)));
  }
  if (hello === undefined) return;
  for (const socket of sockets) socket.send(hello);
}

async function until(isDone: () => boolean): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (!isDone()) {
    if (Date.now() > deadline) throw new Error(`heard only ${JSON.stringify([...heard])}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function obey(order: ReadersOrder): Promise<void> {
  switch (order.do) {
    case 'open':
      return await openAll(order);
    case 'expect':
      return await until(() => (heard.get(order.type) ?? 0) >= order.count * sockets.length);
    case 'close':
      for (const socket of sockets) socket.terminate();
      sockets = [];
      heard = new Map();
  }
}

process.on('message', (order: ReadersOrder) => {
  obey(order).then(
    () => process.send?.({ id: order.id }),
    (error: unknown) => process.send?.({ id: order.id, error: String(error) }),
  );
});
