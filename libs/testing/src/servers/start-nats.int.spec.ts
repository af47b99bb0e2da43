import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { isRunning } from '../processes/process-tree.ts';
import { waitFor } from '../wait-for.ts';
import { startNats } from './start-nats.ts';

async function greeting(port: number): Promise<{ jetstream?: boolean; max_payload?: number }> {
  const socket = connect(port, '127.0.0.1');
  const [line] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return JSON.parse(line.toString().replace(/^INFO /, '')) as { jetstream?: boolean };
}

describe('startNats', () => {
  it('offers JetStream and keeps its store through a SIGKILL', async () => {
    const server = await startNats();
    const { url } = server;
    expect((await greeting(server.port)).jetstream).toBe(true);
    await server.kill();
    await expect(greeting(server.port)).rejects.toThrow('ECONNREFUSED');
    await server.restart();
    expect(server.url).toBe(url);
    expect((await greeting(server.port)).jetstream).toBe(true);
    expect(existsSync(join(server.dataDir, 'jetstream'))).toBe(true);
    await server.stop();
    expect(existsSync(server.dataDir)).toBe(false);
  });

  it('runs without JetStream, and with configuration of one’s own', async () => {
    const server = await startNats({ jetstream: false, config: 'max_payload: 4096' });
    const info = await greeting(server.port);
    expect([info.jetstream, info.max_payload]).toEqual([undefined, 4096]);
    await server.stop();
  });

  it('does not hide that the server failed by itself, and why', async () => {
    const server = await startNats();
    process.kill(server.pid, 'SIGABRT');
    await waitFor(() => !isRunning(server.pid), { describe: 'the server to end' });
    await expect(server.stop()).rejects.toThrow(/nats had ended by itself\n[^]*SIGABRT/);
    expect(existsSync(server.dataDir)).toBe(false);
    await server.stop();
  });

  it('tells the server’s own words when the configuration is wrong', async () => {
    await expect(startNats({ config: 'no_such_setting: 1' })).rejects.toThrow('no_such_setting');
  });
});
