import { createConnection } from 'node:net';
import { CodedError } from '@mdm-gate/service-kit';
import type { ServerAddress } from './server-address.ts';

/**
 * Resolves when the server greets us, on a socket of our own that is always closed again. The NATS client must not be
 * let loose on a server that accepts connections but is frozen: it gives up waiting, but leaves its socket behind.
 */
export const greeting = (server: ServerAddress, timeoutMs: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = createConnection({ host: server.hostname, port: server.port });
    const fail = (reason: string): void => {
      socket.destroy();
      reject(new CodedError('dependency-unavailable', `NATS at ${server.host} ${reason}`));
    };
    socket.setTimeout(timeoutMs, () => {
      fail(`does not answer within ${timeoutMs} ms`);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      fail(`cannot be reached: ${error.code ?? 'unknown'}`);
    });
    socket.once('close', () => {
      fail('closed the connection');
    });
    socket.once('data', () => {
      socket.removeAllListeners('close');
      socket.destroy();
      resolve();
    });
  });
