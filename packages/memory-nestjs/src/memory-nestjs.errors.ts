import { defineError } from '@lexiflow/memory';

/** Every error the Nest integration throws; all of them at start, but for the key of a call. */
export const memoryNestErrors = {
  unknownOption: defineError('MEM_MODULE_OPTION_UNKNOWN', {
    message: 'MemoryModule does not know an option.',
    hint: 'Check the spelling; the accepted options are listed in the detail.',
  }),
  optionsDiffer: defineError('MEM_MODULE_OPTIONS_DIFFER', {
    message: 'Two applications of this process want different governors.',
    hint: 'One process has one memory: give both the same options, or make one governor and pass it to both.',
  }),
  unguarded: defineError('MEM_MODULE_UNGUARDED', {
    message: 'The memory endpoints would be open to everybody.',
    hint: 'Give endpoints.guards, or state endpoints.insecure: true where something else guards them.',
  }),
  duplicateCache: defineError('MEM_MODULE_CACHE_DUPLICATE', {
    message: 'Two caches of one application have the same name.',
    hint: 'Make the cache in one module, export that module and import it where it is used.',
  }),
  boundTarget: defineError('MEM_BOUND_TARGET_INVALID', {
    message: '@MemoryBound cannot stand here.',
    hint: 'Put it on a method of a singleton provider or controller; a request-scoped one dies before its cache is of use.',
  }),
  boundKey: defineError('MEM_BOUND_KEY_MISSING', {
    message: 'A memoised call has no key.',
    hint: 'Give @MemoryBound a key function: only text, numbers, booleans, bigints and null make one by themselves.',
  }),
  bodyTooLarge: defineError('MEM_BODY_TOO_LARGE', {
    message: 'The body of a request is larger than bodies may be.',
    hint: 'Send it in parts, or raise bodies.limitBytes.',
  }),
} as const;
