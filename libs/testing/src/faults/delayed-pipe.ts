import { type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** What the network between two ends does at the moment. */
export interface NetworkCondition {
  latencyMs: number;
  /** Settled while packets pass; pending while they vanish into a black hole and are sent again and again. */
  passable: Promise<void>;
}

/** One direction of a connection: bytes and the end of the stream arrive in order, late or when the black hole closes. */
export function pipeDelayed(from: Socket, to: Socket, network: NetworkCondition): void {
  let earlier = Promise.resolve();
  const inOrder = (arrive: () => void) => {
    const sentAt = performance.now();
    earlier = earlier.then(async () => {
      await network.passable;
      const remainingMs = network.latencyMs - (performance.now() - sentAt);
      if (remainingMs > 0) await delay(remainingMs);
      await network.passable;
      if (!to.destroyed) arrive();
    });
    return earlier;
  };
  from.on('data', (chunk: Buffer) => {
    from.pause();
    void inOrder(() => to.write(chunk));
    // A pending black hole keeps the sender paused, so that its own buffers fill up as they would on a real network.
    void network.passable.then(() => from.resume());
  });
  from.on('end', () => void inOrder(() => to.end()));
}
