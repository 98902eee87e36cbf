import type { RealtimeRoom, RoomListener } from '@lexiflow/contracts';
import { useEffect, useEffectEvent, useState } from 'react';
import { whenIdle } from './when-idle.ts';

/**
 * Hears what happens in a room while the component is shown; answers whether it is heard now. Without a
 * connection nothing is: what is shown must be right without it, and only fresher with it.
 */
export function useRoom(room: RealtimeRoom, listener: RoomListener): boolean {
  const [isLive, setLive] = useState(false);
  const hear = useEffectEvent<RoomListener>((message) => {
    if (message.type === 'joined') setLive(true);
    else if (message.type === 'left' || message.type === 'refused') setLive(false);
    listener(message);
  });
  useEffect(() => {
    let isOver = false;
    let leave = (): void => undefined;
    const enter = async () => {
      const { joinRoom } = await import('./live-connection.ts');
      if (isOver) return;
      leave = joinRoom(
        room,
        (message) => hear(message),
        () => setLive(false),
      );
    };
    // The page works without it, so it comes after all that is shown; when it fails, the next screen tries again.
    const stop = whenIdle(() => void enter().catch(() => undefined));
    return () => {
      isOver = true;
      stop();
      leave();
      setLive(false);
    };
  }, [room]);
  return isLive;
}
