/** Bytes promised to each owner now. Owners without any are forgotten, so the table follows open work. */
export class OwnerShares {
  readonly #bytes = new Map<string, number>();

  get size(): number {
    return this.#bytes.size;
  }

  bytesOf(owner: string): number {
    return this.#bytes.get(owner) ?? 0;
  }

  add(owner: string, bytes: number): void {
    this.#bytes.set(owner, this.bytesOf(owner) + bytes);
  }

  remove(owner: string, bytes: number): void {
    const left = this.bytesOf(owner) - bytes;
    if (left > 0) this.#bytes.set(owner, left);
    else this.#bytes.delete(owner);
  }
}
