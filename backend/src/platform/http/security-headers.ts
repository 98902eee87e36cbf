const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * What every answer carries. The object is constant: nothing is computed per request. What only
 * means something on a page stands in `pageHeaders`.
 */
export const securityHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  // Case data and tokens stay in no cache, the browser's own included; pages and assets say otherwise.
  'cache-control': 'no-store',
};

/** What an HTML page carries, given the policy of its content. */
export function pageHeaders(policy: string): Readonly<Record<string, string>> {
  return {
    'content-security-policy': policy,
    'referrer-policy': 'same-origin',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    'cache-control': 'no-cache',
  };
}

/** The policy of an HTML page; hashes of inline styles or scripts are added to their directives. */
export function pagePolicy(hashes: { style?: readonly string[]; script?: readonly string[] } = {}) {
  const add = (policy: string, directive: string, values: readonly string[] = []) =>
    values.length === 0
      ? policy
      : policy.replace(
          `${directive} 'self'`,
          `${directive} 'self' ${values.map((value) => `'${value}'`).join(' ')}`,
        );
  return add(add(contentSecurityPolicy, 'style-src', hashes.style), 'script-src', hashes.script);
}
