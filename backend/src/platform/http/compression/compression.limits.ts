/** Every bound of response compression. */
export const compressionLimits = {
  /** Window of the brotli encoder (2^18 bytes): its default of 4 MB costs more than it saves here. */
  brotliWindowBits: 18,
  /** Quality 4 compresses JSON better than gzip 6 in less time; 11 is for build time. */
  brotliQuality: 4,
  /** What one encoder holds outside the heap; charged to the request while it runs. */
  encoderBytes: 512 * 1024,
  /** Longest answer that is compressed as a whole; a longer one is sent as it is. */
  wholeBytes: 8 * 1024 * 1024,
} as const;
