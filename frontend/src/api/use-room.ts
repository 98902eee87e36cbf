import type { RealtimeRoom, RoomListener } from '@lexiflow/contracts';
import { useEffect, useEffectEvent } from 'react';

/**
 * Hears what happens in a room while the component is shown. Without a connection nothing is heard:
 * what is shown must be right without it, and only fresher with it.
 */
export function useRoom(room: RealtimeRoom, listener: RoomListener): void {
  const hear = useEffectEvent(listener);
  useEffect(() => {
    let isOver = false;
    let leave = (): void => undefined;
    import('./live-connection.ts').then(
      ({ joinRoom }) => {
        if (!isOver) leave = joinRoom(room, (message) => hear(message));
      },
      // The page works without it; the next screen tries again.
      () => undefined,
    );
    return () => {
      isOver = true;
      leave();
    };
  }, [room]);
}
