/** Bytes of one page of WebAssembly memory. */
export const wasmPageBytes = 65_536;

interface MemoryDescriptor {
  readonly initial: number;
  readonly maximum: number;
}

type MemoryConstructor = new (descriptor: MemoryDescriptor) => object;

interface WithWebAssembly {
  WebAssembly: { Memory: MemoryConstructor };
}

/**
 * Caps every WebAssembly memory that is made from now on in this thread: growing beyond then fails
 * inside the engine, as an allocation that found no memory. The engine itself asks for up to 2 GiB
 * and offers no option.
 */
export function capMemory(limitBytes: number): void {
  const scope = globalThis as unknown as WithWebAssembly;
  const Plain = scope.WebAssembly.Memory;
  scope.WebAssembly.Memory = class extends Plain {
    constructor({ initial, maximum, ...rest }: MemoryDescriptor) {
      super({ ...rest, initial, maximum: Math.min(maximum, limitBytes / wasmPageBytes) });
    }
  };
}
