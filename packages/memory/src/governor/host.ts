import type { AccountSource } from './account.ts';
import type { ReclaimerRegistry } from './reclaimer.ts';

/**
 * The governor as bounded structures see it: accounts to charge and a place to register.
 * Structures depend on this interface alone, so they can be tested with a bare ledger.
 */
export interface MemoryHost extends AccountSource, ReclaimerRegistry {}
