import { startIdentityProvider, waitFor, type RunningIdentityProvider } from '@mdm-gate/testing';
import { ApiClient } from '../fixtures/api-client.ts';
import { startGateway, type RunningGateway } from '../fixtures/running-gateway.ts';

describe('the gateway', () => {
  let identityProvider: RunningIdentityProvider;
  let gateway: RunningGateway;

  beforeAll(async () => {
    identityProvider = await startIdentityProvider({
      clients: [
        { clientId: 'operations', clientSecret: 'not-a-secret', roles: ['platform-administrator'] },
        { clientId: 'viewer', clientSecret: 'not-a-secret', roles: ['acme:viewer'] },
      ],
    });
    gateway = await startGateway({ TOKEN_ADMIN_OIDC_ISSUER: identityProvider.issuer });
  });
  afterAll(async () => {
    await gateway.stop();
    await identityProvider.stop();
  });

  const as = async (clientId: string) =>
    new ApiClient(gateway.url, await identityProvider.tokenFor(clientId));

  it('takes the access tokens of an identity provider, and those of no other', async () => {
    const operations = await as('operations');
    expect((await operations.post('/organizations', { organizationId: 'acme', name: 'Acme' })).status).toBe(
      201,
    );
    const viewer = await as('viewer');
    expect((await viewer.get('/organizations/acme')).status).toBe(200);
    expect((await viewer.get('/organizations/acme/audit-events')).status).toBe(403);
    expect((await gateway.platformAdministrator.get('/organizations')).status).toBe(401);
  });

  it('goes on after all of its connections to PostgreSQL were cut', async () => {
    const operations = await as('operations');
    await gateway.database.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    await waitFor(async () => (await operations.get('/organizations/acme')).status === 200);
    expect((await fetch(`${gateway.healthUrl}/readyz`)).status).toBe(200);
  });
});
