import { randomBytes, randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { eventSubject, findConnection, type MdmConnectionAdded } from '@mdm-gate/contracts';
import {
  builtProgram,
  freePort,
  startIdentityProvider,
  startPostgres,
  startProcess,
  waitFor,
  type RunningIdentityProvider,
  type RunningProcess,
  type RunningServer,
} from '@mdm-gate/testing';
import { z } from 'zod';
import { masterKeys, sealingKey } from '../fixtures/service-processes.ts';
import { digestKeys, type World } from './world.bench.ts';

const clientId = 'bench';
const createdSchema = z.object({ token: z.object({ tokenId: z.string() }) });
const revokedSchema = z.object({ effective: z.boolean() });

const programOf = (entry: 'main' | 'migrate'): string =>
  builtProgram(fileURLToPath(new URL(`../../../token-admin/dist/${entry}.js`, import.meta.url)));

/** One who creates and revokes tokens at the HTTP gateway of token-admin, on a PostgreSQL of its own. */
export class Administrator {
  private constructor(
    private readonly url: string,
    private readonly accessToken: string,
    private readonly running: readonly (RunningServer | RunningIdentityProvider | RunningProcess)[],
  ) {}

  static async start(world: World): Promise<Administrator> {
    const client = { clientId, clientSecret: randomBytes(24).toString('base64url') };
    const [postgres, issuer] = await Promise.all([
      startPostgres({ durable: true }),
      startIdentityProvider({ clients: [{ ...client, roles: ['platform-administrator'] }] }),
    ]);
    const port = String(await freePort());
    const env = {
      TOKEN_ADMIN_HTTP_PORT: port,
      TOKEN_ADMIN_HEALTH_PORT: '0',
      TOKEN_ADMIN_POSTGRES_URL: postgres.url,
      TOKEN_ADMIN_NATS_URL: world.nats.url,
      TOKEN_ADMIN_OIDC_ISSUER: issuer.issuer,
      TOKEN_ADMIN_MASTER_KEYS: masterKeys,
      TOKEN_ADMIN_MDM_PUSH_SEALING_KEY: sealingKey,
      TOKEN_ADMIN_DIGEST_KEYS: digestKeys,
      TOKEN_ADMIN_AUDIT_KEYS: digestKeys,
    };
    const command = process.execPath;
    const migration = await startProcess({ command, args: [programOf('migrate')], env, readyWhen: /^/ });
    await migration.waitForExit();
    const tokenAdmin = await startProcess({
      command,
      args: [programOf('main')],
      env,
      readyWhen: /"ready":true/,
      readyTimeoutMs: 60_000,
    });
    haveEveryConnection(world);
    const url = `http://127.0.0.1:${port}/api/v1`;
    return new Administrator(url, await issuer.tokenFor(clientId), [tokenAdmin, issuer, postgres]);
  }

  async stop(): Promise<void> {
    for (const part of this.running) await part.stop();
  }

  /** An organization with an MDM connection, without which there are no tokens. */
  async addOrganization(world: World, organizationId: string): Promise<void> {
    await this.#post('/organizations', { organizationId, name: 'Bench' });
    const event = connectionAdded(organizationId);
    world.connection.publish(eventSubject('deliveries', organizationId, event.type), JSON.stringify(event));
    await waitFor(
      async () => (await this.#try(`/organizations/${organizationId}/mdm-tokens`, { label: 'first' })).ok,
    );
  }

  /** The path of a new token. */
  async createToken(organizationId: string): Promise<string> {
    const path = `/organizations/${organizationId}/mdm-tokens`;
    const { token } = createdSchema.parse(await this.#post(path, { label: 'bench' }));
    return `${path}/${token.tokenId}`;
  }

  /** Whether the revocation was effective when the call returned. */
  async revoke(tokenPath: string): Promise<boolean> {
    return revokedSchema.parse(await this.#post(`${tokenPath}/revoke`, { because: 'retired' }, '"1"'))
      .effective;
  }

  async #post(path: string, body: object, ifMatch?: string): Promise<unknown> {
    const response = await this.#try(path, body, ifMatch);
    if (!response.ok) throw new Error(`POST ${path} answered ${response.status}: ${await response.text()}`);
    return response.json();
  }

  #try(path: string, body: object, ifMatch?: string): Promise<Response> {
    return fetch(this.url + path, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${this.accessToken}`,
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
        ...(ifMatch !== undefined && { 'if-match': ifMatch }),
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    });
  }
}

/** As mdm-push would answer if it had whatever it is asked for. */
const haveEveryConnection = ({ connection }: World): void => {
  connection.subscribe(findConnection.subject, {
    callback: (_, message) => {
      const { connectionId } = findConnection.request.parse(message.json());
      const now = new Date().toISOString();
      const known = { name: 'Bench', vendor: 'other', settings: {}, apps: {}, configurationKey: 'KEY' };
      message.respond(JSON.stringify({ connectionId, ...known, version: 1, createdAt: now, changedAt: now }));
    },
  });
};

/** As mdm-push says it. */
const connectionAdded = (organizationId: string): MdmConnectionAdded => {
  const id = randomUUID();
  return {
    id,
    type: 'MdmConnectionAdded',
    schemaVersion: 1,
    occurredAt: new Date().toISOString(),
    correlationId: id,
    actor: { type: 'service', id: 'bench' },
    organizationId,
    connectionId: randomUUID(),
    connections: 1,
  };
};
