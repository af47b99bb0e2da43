import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below the range from which Linux takes local ports for outgoing connections, so that none of those can be in the way of a restart. */
const lowest = 15_000;
const highest = 32_000;
const tried = new Set<number>();

/**
 * A port on 127.0.0.1 on which nothing listens now, never the same twice in one process. Another process may still take
 * it first: whoever listens on it must try another one then (the servers here do).
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(lowest, highest);
    if (tried.has(port)) continue;
    // Before it is looked at: two who ask at once must not find the same one free.
    tried.add(port);
    if (await canListenOn(port)) return port;
  }
}

function canListenOn(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => {
      resolve(false);
    });
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      probe.close(() => {
        resolve(true);
      });
    });
  });
}
