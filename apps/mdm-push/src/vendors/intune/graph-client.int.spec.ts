import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TestAttempt } from '../../fixtures/test-attempt.ts';
import { OutboundAgent } from '../../outbound/outbound-agent.ts';
import { OutboundPolicy } from '../../outbound/outbound-policy.ts';
import { VendorHttp } from '../http/vendor-http.ts';
import { GraphClient } from './graph-client.ts';
import { intuneFieldsSchema } from './intune.schema.ts';

interface Host {
  readonly url: string;
  readonly asked: string[];
  readonly server: Server;
}

describe('pages of Microsoft Graph', () => {
  const agent = new OutboundAgent(new OutboundPolicy(['127.0.0.0/8']));
  const hosts: Host[] = [];
  afterAll(async () => {
    await agent.onApplicationShutdown();
    for (const { server } of hosts) server.close();
  });

  const host = async (answer: (path: string) => object): Promise<Host> => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(answer(request.url ?? '')));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const made = { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, server };
    hosts.push(made);
    return made;
  };

  /** A Graph whose first page has the given link to the next one. */
  const graphWith = async (
    nextLink: (url: string) => string,
  ): Promise<{ graph: Host; client: GraphClient }> => {
    const graph: Host = await host((path) => {
      if (path.endsWith('/token')) return { access_token: 'token-of-the-tenant', expires_in: 3_599 };
      return path === '/list' ? { value: [1], '@odata.nextLink': nextLink(graph.url) } : { value: [2] };
    });
    const fields = intuneFieldsSchema.parse({
      settings: { tenantId: 'tenant', graphUrl: graph.url, loginUrl: graph.url },
      credentials: { clientId: '11111111-1111-4111-8111-111111111111', clientSecret: 'secret' },
    });
    return { graph, client: new GraphClient(fields, new VendorHttp(agent.dispatcher)) };
  };

  it('are all read, each by the link of the one before', async () => {
    const { client } = await graphWith((url) => `${url}/list?$skiptoken=x`);
    await expect(client.all('/list', 'Listing', new TestAttempt())).resolves.toEqual([1, 2]);
  });

  it.each([
    ['another host', (other: string) => () => `${other}/list`],
    [
      'a host whose name begins alike',
      (other: string) => (url: string) => `${url}.${new URL(other).host}/list`,
    ],
    [
      'a user name in front of another host',
      (other: string) => (url: string) => `${url}@${new URL(other).host}/list`,
    ],
  ])('are not followed to %s, which would get the access token', async (_, linkTo) => {
    const other = await host(() => ({ value: [] }));
    const { client } = await graphWith(linkTo(other.url));
    await expect(client.all('/list', 'Listing', new TestAttempt())).rejects.toMatchObject({
      code: 'vendor-answer-unexpected',
    });
    expect(other.asked).toEqual([]);
  });

  it('are not called a whole list when there is no end to them', async () => {
    const { client } = await graphWith((url) => `${url}/list`);
    await expect(client.all('/list', 'Listing', new TestAttempt())).rejects.toMatchObject({
      code: 'vendor-answer-unexpected',
    });
  });
});
