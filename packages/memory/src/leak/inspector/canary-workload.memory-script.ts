const kept: object[] = [];

function makeReport(id: number): object {
  return { id, lines: [id, id + 1], text: `report ${id}` };
}

/** Keeps one small object per call; the function that makes it is small enough to be inlined. */
export function workload(): void {
  for (let i = 0; i < 100; i++) kept.push(makeReport(kept.length));
}
