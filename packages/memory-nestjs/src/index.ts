export * from './governor-token.ts';
export * from './memory-module-options.ts';
export * from './memory.module.ts';
export * from './memory-management.interceptor.ts';
export * from './route-name.ts';
export * from './refusal-exception.ts';
export { accountOf } from './request-account.ts';
