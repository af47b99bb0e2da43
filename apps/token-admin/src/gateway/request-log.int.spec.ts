import { waitFor } from '@mdm-gate/testing';
import { createOrganization, startGateway, type RunningGateway } from '../fixtures/running-gateway.ts';

describe('the log', () => {
  let gateway: RunningGateway;
  beforeAll(async () => {
    gateway = await startGateway();
  });
  afterAll(() => gateway.stop());

  const lineOf = (correlationId: string): Promise<Record<string, unknown>> =>
    waitFor(() =>
      gateway
        .log()
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Record<string, unknown>)
        .find((line) => line['msg'] === 'request' && line['correlationId'] === correlationId),
    );

  it('says of each request which organization it was about, and nothing of what it said', async () => {
    const { path, organizationId, administrator } = await createOrganization(gateway);
    const { headers } = await administrator.get(`${path}/devices?deviceId=confidential`);
    const line = await lineOf(headers.get('mdm-correlation-id') ?? '');
    expect(line).toMatchObject({ organizationId, method: 'GET', status: 200 });
    expect(line['caller']).toEqual(expect.any(String));
    expect(JSON.stringify(line)).not.toContain('confidential');
  });
});
