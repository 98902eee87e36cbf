import { Redis } from 'ioredis';
import { redisLimits } from './redis.limits.ts';

/** Hears one message of a channel. */
export type MessageListener = (message: string) => void;

/**
 * The connection to an optional Redis. Commands fail at once while it is away and after 250 ms while
 * it does not answer; it comes back by itself. Nothing that must not be lost may depend on it.
 */
export class RedisLink {
  readonly commands: Redis;
  readonly #states = new Set<(isReady: boolean) => void>();
  readonly #channels = new Map<string, Set<MessageListener>>();
  #subscriber: Redis | null = null;
  #isClosed = false;
  #losses = 0;

  /** `url` as `redis://…` or `rediss://…`. Connects in the background, at once. */
  constructor(url: string) {
    const { commandMs, connectMs, firstRetryMs, lastRetryMs } = redisLimits;
    this.commands = new Redis(url, {
      lazyConnect: true,
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      commandTimeout: commandMs.value,
      connectTimeout: connectMs.value,
      connectionName: 'lexiflow',
      retryStrategy: (times) =>
        Math.min(lastRetryMs.value, firstRetryMs.value * 2 ** Math.min(times - 1, 10)),
    });
    this.#follow(this.commands);
    this.commands.on('ready', () => this.#tell(true));
    this.commands.on('close', () => this.#tell(false));
    void this.commands.connect().catch(() => {});
  }

  /** Whether a command can be sent now. */
  get isReady(): boolean {
    return this.commands.status === 'ready';
  }

  /** Times the connection was lost since the start. */
  get lossesTotal(): number {
    return this.#losses;
  }

  /** Calls `listener` when the connection stands and when it is lost, until the answer is called. */
  onState(listener: (isReady: boolean) => void): () => void {
    this.#states.add(listener);
    return () => void this.#states.delete(listener);
  }

  /** Gives up a connection that does not answer as it should; another is made at once. */
  reset(): void {
    if (this.isReady) this.commands.disconnect(true);
  }

  /** Sends a message to whoever listens now; lost while Redis is away. */
  publish(channel: string, message: string): void {
    if (this.isReady) this.commands.publish(channel, message).catch(() => {});
  }

  /**
   * Calls `listener` for each message until the answer is called, over a connection of its own.
   * Messages sent while that is away are lost, and nobody is told.
   */
  subscribe(channel: string, listener: MessageListener): () => void {
    const listeners = this.#channels.get(channel) ?? new Set();
    this.#channels.set(channel, listeners);
    listeners.add(listener);
    this.#subscriber ??= this.#openSubscriber();
    if (this.#subscriber.status === 'ready') this.#listen(this.#subscriber, channel);
    return () => void listeners.delete(listener);
  }

  /** Ends both connections. Twice is fine. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#states.clear();
    this.#channels.clear();
    this.commands.disconnect();
    this.#subscriber?.disconnect();
  }

  #openSubscriber(): Redis {
    const subscriber = this.commands.duplicate({ autoResubscribe: false });
    this.#follow(subscriber);
    subscriber.on('ready', () => {
      for (const channel of this.#channels.keys()) this.#listen(subscriber, channel);
    });
    subscriber.on('message', (channel: string, message: string) => {
      for (const listener of this.#channels.get(channel) ?? []) listener(message);
    });
    void subscriber.connect().catch(() => {});
    return subscriber;
  }

  #listen(subscriber: Redis, channel: string): void {
    subscriber.subscribe(channel).catch(() => subscriber.disconnect(true));
  }

  // Without a listener an error of the connection would end the process; its loss is told by 'close'.
  #follow(client: Redis): void {
    client.on('error', () => {});
  }

  #tell(isReady: boolean): void {
    if (this.#isClosed) return;
    if (!isReady) this.#losses += 1;
    for (const listener of this.#states) listener(isReady);
  }
}
