import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { selfSignedCertificate } from '../fixtures/self-signed-certificate.ts';
import { TestAttempt } from '../fixtures/test-attempt.ts';
import { VendorHttp } from '../vendors/http/vendor-http.ts';
import { OutboundAgent } from './outbound-agent.ts';
import { OutboundPolicy } from './outbound-policy.ts';

describe('an MDM whose certificate is of a private authority', () => {
  const { certificate, privateKey } = selfSignedCertificate();
  const agent = new OutboundAgent(new OutboundPolicy(['127.0.0.0/8']));
  let server: Server;
  let url: string;
  beforeAll(async () => {
    server = createServer({ key: privateKey, cert: certificate }, (_, response) => response.end('{}'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    await agent.onApplicationShutdown();
    server.close();
  });
  const get = (authorities: string | undefined) =>
    new VendorHttp(agent.dispatcherFor(authorities)).read({ method: 'GET', url }, new TestAttempt());

  it('is not spoken to: there is no way around verification', async () => {
    await expect(get(undefined)).rejects.toMatchObject({
      code: 'vendor-unreachable',
      detail: expect.stringContaining('DEPTH_ZERO_SELF_SIGNED_CERT') as string,
    });
  });

  it('is spoken to when the connection brings the authority', async () => {
    await expect(get(certificate)).resolves.toMatchObject({ status: 200 });
  });
});
