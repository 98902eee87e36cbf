/** Requests that one network address and one user may make in a sliding minute. */
export interface RequestLimits {
  readonly address: number;
  readonly user: number;
}

/** Length of the window that requests are counted in. */
export const TRAFFIC_WINDOW_MS = 60_000;
/** The interactive routes: a person makes some hundred requests a minute, a firm behind one address some thousand. */
export const INTERACTIVE_REQUESTS: RequestLimits = { address: 30_000, user: 3_000 };
/** Sign-in, sessions and keys; passwords and unknown tokens have tighter bounds of their own. */
export const AUTH_REQUESTS: RequestLimits = { address: 3_000, user: 600 };
/** The operator's screens and the files of the console. */
export const ADMIN_REQUESTS: RequestLimits = { address: 12_000, user: 3_000 };
/** Scrapers and other programs. */
export const SERVICE_REQUESTS: RequestLimits = { address: 30_000, user: 12_000 };
/** Imports and checks of much data: few are useful at once. */
export const BULK_REQUESTS: RequestLimits = { address: 3_000, user: 600 };
/**
 * WebSockets asked for. A client that lost its server comes back after 1, 2, 4 … 30 s, so that five tabs
 * of one user need some 30 in the first minute; a whole firm behind one address comes back at once.
 */
export const REALTIME_REQUESTS: RequestLimits = { address: 12_000, user: 120 };
/** Exports and reports. */
export const EXPORT_REQUESTS: RequestLimits = { address: 600, user: 120 };
/** Requests that no route answers: a scanner's. */
export const UNKNOWN_ROUTE_REQUESTS: RequestLimits = { address: 600, user: 600 };

/** Addresses a minute that the table of requests is sized for: 1 MB, fixed for any number of them. */
export const TRAFFIC_ADDRESS_KEYS = 16_384;
/** Users a minute that the table of requests is sized for: 512 KB, fixed for any number of them. */
export const TRAFFIC_USER_KEYS = 8_192;

/** Window in which the abuse of one address adds up to an automatic block. */
export const STRIKE_WINDOW_MS = 600_000;
/** Strikes in that window that block an address: a refused request is one, an unknown token two. */
export const STRIKES_BEFORE_BLOCK = 1_000;
/** Addresses in that window that the table of strikes is sized for: 512 KB, fixed for any number. */
export const STRIKE_KEYS = 8_192;

/** Rules of the allow and block lists held in memory. */
export const ADDRESS_RULES_HELD = 10_000;
/** Bytes of one held rule with its keys, as measured on the heap. */
export const ADDRESS_RULE_BYTES = 320;
