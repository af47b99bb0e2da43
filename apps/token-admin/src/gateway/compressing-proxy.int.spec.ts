import { startNginx, type RunningServer } from '@mdm-gate/testing';
import { ApiClient, problemOf } from '../fixtures/api-client.ts';
import {
  createOrganization,
  startGateway,
  type RunningGateway,
  type TestOrganization,
} from '../fixtures/running-gateway.ts';

describe('behind a proxy that compresses', () => {
  let gateway: RunningGateway;
  let organization: TestOrganization;
  let proxy: RunningServer;
  let administrator: ApiClient;

  beforeAll(async () => {
    gateway = await startGateway();
    organization = await createOrganization(gateway);
    proxy = await startNginx({
      upstream: gateway.url,
      settings: 'gzip on; gzip_proxied any; gzip_min_length 1; gzip_types application/json;',
    });
    const token = await gateway.issuer.token([`${organization.organizationId}:administrator`]);
    administrator = new ApiClient(proxy.url, token);
  });
  afterAll(async () => {
    await proxy.stop();
    await gateway.stop();
  });

  it('what was read can be changed, and what was changed meanwhile cannot', async () => {
    const policy = `${organization.path}/policy`;
    const etag = (await administrator.get(policy, { headers: { 'accept-encoding': 'gzip' } })).headers.get(
      'etag',
    );
    expect(etag).toBe('W/"1"');
    expect((await administrator.put(policy, { mode: 'monitor' }, { ifMatch: etag })).status).toBe(200);
    const stale = await administrator.put(policy, { mode: 'off' }, { ifMatch: etag });
    expect([stale.status, problemOf(stale).code]).toEqual([412, 'precondition-failed']);
  });
});
