/** Injection token of the process's `Governor`. */
export const GOVERNOR = Symbol.for('lexiflow:memory:governor');
