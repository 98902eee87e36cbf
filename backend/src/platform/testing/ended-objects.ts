import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ended } from '../ended.channel.ts';
import type { Ended } from '../ended.channel.ts';

/** Listens to what ends until it is disposed, and tells what of it a collection leaves alive. */
export class EndedObjects implements Disposable {
  readonly #seen: { readonly kind: string; readonly object: WeakRef<object> }[] = [];
  readonly #listener = (message: unknown): void => {
    const { kind, object } = message as Ended;
    this.#seen.push({ kind, object: new WeakRef(object) });
  };

  constructor() {
    setFlagsFromString('--expose-gc');
    subscribe(ended.name, this.#listener);
  }

  /** Objects of this kind that have ended. */
  count(kind: string): number {
    return this.#seen.filter((each) => each.kind === kind).length;
  }

  /** Those of them that are alive after a full collection. */
  alive(kind: string): number {
    (runInNewContext('gc') as () => void)();
    return this.#seen.filter((each) => each.kind === kind && each.object.deref()).length;
  }

  [Symbol.dispose](): void {
    unsubscribe(ended.name, this.#listener);
  }
}
