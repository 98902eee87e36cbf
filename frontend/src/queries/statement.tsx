/** The beginning of a statement's shape; the whole stands beside its plan. */
export function Statement({ fingerprint }: { fingerprint: string }) {
  return (
    <code className="line-clamp-3 max-w-[70ch] min-w-64 font-mono text-xs break-words">
      {fingerprint}
    </code>
  );
}
