import { inspectorLimits } from './inspector.limits.ts';
import { isReadable } from './is-readable.ts';
import type { Field } from './own-fields.ts';
import type { Peephole } from './peephole.ts';

type WeakField = readonly [name: string, value: WeakRef<object> | number];

/** Fields of objects that took long to read, remembered without keeping them alive. */
const remembered = new WeakMap<object, readonly WeakField[]>();

/** Reads `#private` fields; of an object that was dear to read, or has become so, those known from before. */
export const HiddenFields = {
  /** Undefined where they cannot be read at a bounded price and never were. */
  read(peephole: Peephole, target: object): Field[] | undefined {
    const before = remembered.get(target);
    if (before)
      return before.map(
        ([name, value]) => [name, typeof value === 'number' ? value : value.deref()] as const,
      );
    if (!isReadable(target)) return undefined;
    const startMs = performance.now();
    const fields = peephole.privateFields(target);
    // A text among the fields; asking again would stop the loop as long every time.
    if (performance.now() - startMs > inspectorLimits.slice.value) {
      const weak = fields.map(([name, value]): WeakField => [
        name,
        typeof value === 'number' ? value : new WeakRef(value as object),
      ]);
      remembered.set(target, weak);
    }
    return fields;
  },
};
