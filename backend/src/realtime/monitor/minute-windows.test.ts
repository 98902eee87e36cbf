import { describe, expect, it } from 'vitest';
import { MinuteWindows } from './minute-windows.ts';
import { RealtimeFigures } from './realtime-figures.ts';

const MINUTE = 60_000;

describe('MinuteWindows', () => {
  it('counts what happened since the last look in the window of now', () => {
    const [windows, figures] = [new MinuteWindows(), new RealtimeFigures()];
    figures.messagesIn = 5;
    windows.look(0, figures, 2);
    figures.messagesIn = 7;
    figures.refuse('pressure');
    windows.look(MINUTE / 2, figures, 9);
    figures.messagesIn = 8;
    windows.look(MINUTE, figures, 3);
    expect(windows.list()).toEqual([
      expect.objectContaining({
        at: '1970-01-01T00:00:00.000Z',
        connections: 9,
        messagesIn: 7,
        refused: 1,
      }),
      expect.objectContaining({
        at: '1970-01-01T00:01:00.000Z',
        connections: 3,
        messagesIn: 1,
        refused: 0,
      }),
    ]);
  });

  it('keeps the last sixty', () => {
    const [windows, figures] = [new MinuteWindows(), new RealtimeFigures()];
    for (let minute = 0; minute < 100; minute++) windows.look(minute * MINUTE, figures, 0);
    expect(windows.list()).toHaveLength(60);
    expect(windows.list()[0]?.at).toBe('1970-01-01T00:40:00.000Z');
  });
});
