/** Every bound of the two cache tiers that is not in the configuration. */
export const cacheLimits = {
  silenceMs: {
    value: 5_000,
    unit: 'ms',
    reason:
      'the most a held answer may lag behind a commit of another instance: without a sign from the ' +
      'change feed for so long, nothing held is answered any more',
  },
  sharedValueBytes: {
    value: 256 * 1024,
    unit: 'bytes',
    reason: 'a larger value is loaded faster than it is moved; it stays in the first tier only',
  },
  tagSeconds: {
    value: 86_400,
    unit: 's',
    reason: 'life of a tag in Redis; when it ends, the values that carry it are misses',
  },
  tags: {
    value: 32,
    unit: 'tags',
    reason: 'tags of one change that are told by name; a change of more drops everything',
  },
  tagLetters: {
    value: 80,
    unit: 'letters',
    reason: 'a tag is an area, or an area and an id; 32 of them fit a notification of 8,000 bytes',
  },
} as const;
