const firstFields = 256;

/**
 * Where fields stand in the texts of their rows: `[starts[i], ends[i])`; a negative end is `~end` of
 * a field with doubled quotes. Kept in two arrays of numbers that serve row after row.
 */
export class FieldPlaces {
  starts: Int32Array = new Int32Array(firstFields);
  ends: Int32Array = new Int32Array(firstFields);
  /** Fields of all rows. */
  count = 0;
  /** First field of the row under way. */
  first = 0;

  /** Fields of the row under way. */
  get ofRow(): number {
    return this.count - this.first;
  }

  /** The next field belongs to a new row. */
  begin(): void {
    this.first = this.count;
  }

  add(start: number, end: number): void {
    this.starts[this.count] = start;
    this.ends[this.count++] = end;
    if (this.count === this.starts.length) this.grow();
  }

  /** Lets go of the rows before the one under way. */
  forget(): void {
    this.starts.copyWithin(0, this.first, this.count);
    this.ends.copyWithin(0, this.first, this.count);
    this.count -= this.first;
    this.first = 0;
  }

  /** Makes room; there is always place for one field more. */
  grow(): this {
    const { starts, ends } = this;
    this.starts = new Int32Array(starts.length * 2);
    this.ends = new Int32Array(ends.length * 2);
    this.starts.set(starts);
    this.ends.set(ends);
    return this;
  }
}
