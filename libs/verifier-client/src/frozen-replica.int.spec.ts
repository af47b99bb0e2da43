import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createLogger } from '@mdm-gate/service-kit';
import {
  freePort,
  startNats,
  startProcess,
  waitFor,
  type RunningProcess,
  type RunningServer,
} from '@mdm-gate/testing';
import { createVerifierClient, type VerifierClient } from './index.ts';

/** As production runs it; the rest of the file needs a newer server than tests may have. */
const pingSettings = readFileSync(new URL('../../../deploy/nats/server.conf', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('ping_'))
  .join('\n');

const startResponder = (url: string): Promise<RunningProcess> =>
  startProcess({
    command: process.execPath,
    args: [fileURLToPath(new URL('fixtures/raw-responder.mjs', import.meta.url)), url],
    readyWhen: /ready/,
  });

describe('a replica of the verifier that is frozen', () => {
  let nats: RunningServer;
  let replicas: readonly RunningProcess[];
  let client: VerifierClient;
  let monitoring: string;

  beforeAll(async () => {
    monitoring = `127.0.0.1:${await freePort()}`;
    nats = await startNats({ jetstream: false, config: `http: "${monitoring}"\n${pingSettings}` });
    replicas = await Promise.all([startResponder(nats.url), startResponder(nats.url)]);
    client = await createVerifierClient({
      url: nats.url,
      timeoutMs: 1_500,
      logger: createLogger('verifier-client', { level: 'silent' }),
    });
  });
  afterAll(async () => {
    await client.close();
    await Promise.all(replicas.map((replica) => replica.stop()));
    await nats.stop();
  });

  const checks = () =>
    Promise.all(
      Array.from({ length: 20 }, () =>
        client.checkAuthentication({
          organizationId: 'acme',
          deviceId: 'good',
          platform: 'ios',
          mdmToken: 'what-the-device-presents',
        }),
      ),
    );
  const refused = async (): Promise<number> =>
    (await checks()).filter(({ decision }) => decision === 'halt').length;

  const connections = async (): Promise<number> => {
    const reply = (await (await fetch(`http://${monitoring}/connz`)).json()) as { num_connections: number };
    return reply.num_connections;
  };

  // Nothing is asked meanwhile: nats-server 2.9 does not ping a connection that it sends to.
  it('takes its share of the questions until NATS gives it up, and most of those are answered when they are asked again', async () => {
    expect(await refused()).toBe(0);
    replicas[0]?.kill('SIGSTOP');
    // Every other question is lost, which is 10 of 20 checks, if they are asked once.
    expect(await refused()).toBeLessThan(10);
    await waitFor(async () => (await connections()) === 2);
    expect(await refused()).toBe(0);
  });
});
