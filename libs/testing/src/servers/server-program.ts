import { imageOf, testServers, type ServerInContainer } from '../containers/server-image.ts';
import { requireServerBinary } from './server-binaries.ts';
import type { Launch } from './start-server.ts';

/** The server's program: one of this machine, or, where containers are asked for, that of its image. */
export const serverProgram = (name: ServerInContainer): Pick<Launch, 'command' | 'container'> =>
  testServers() === 'containers'
    ? { command: name, container: { image: imageOf(name) } }
    : { command: requireServerBinary(name) };
