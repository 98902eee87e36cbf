/** Every bound of what a request's account carries. */
export const workLimits = {
  /** Bytes of one result or answer up to which it is sent although the request's pool is full. */
  unrefusedBytes: 64 * 1024,
} as const;
