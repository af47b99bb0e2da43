import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TestAttempt } from '../../fixtures/test-attempt.ts';
import { OutboundAgent } from '../../outbound/outbound-agent.ts';
import { OutboundPolicy } from '../../outbound/outbound-policy.ts';
import { VendorHttp } from '../http/vendor-http.ts';
import { GraphClient } from './graph-client.ts';
import { graphBudgets } from './graph-limits.ts';
import { intuneFieldsSchema } from './intune.schema.ts';

interface Host {
  readonly url: string;
  readonly asked: string[];
  /** Of requests, as they carried them. */
  readonly ids: string[];
  readonly server: Server;
}

describe('pages of Microsoft Graph', () => {
  const agent = new OutboundAgent(new OutboundPolicy(['localhost']));
  const hosts: Host[] = [];
  afterAll(async () => {
    await agent.onApplicationShutdown();
    for (const { server } of hosts) server.close();
  });

  const host = async (answer: (path: string) => object): Promise<Host> => {
    const asked: string[] = [];
    const ids: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      ids.push(String(request.headers['client-request-id']));
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(answer(request.url ?? '')));
    });
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
    const made = { url: `http://localhost:${(server.address() as AddressInfo).port}`, asked, ids, server };
    hosts.push(made);
    return made;
  };

  /** A Graph whose first page has the given link to the next one. */
  const graphWith = async (
    nextLink: (url: string) => string | null,
    configured = (url: string) => url,
  ): Promise<{ graph: Host; client: GraphClient }> => {
    const graph: Host = await host((path) => {
      if (path.endsWith('/token')) return { access_token: 'token-of-the-tenant', expires_in: 3_599 };
      return path === '/list' ? { value: [1], '@odata.nextLink': nextLink(graph.url) } : { value: [2] };
    });
    const fields = intuneFieldsSchema.parse({
      settings: { tenantId: 'tenant', graphUrl: configured(graph.url), loginUrl: graph.url },
      credentials: { clientId: '11111111-1111-4111-8111-111111111111', clientSecret: 'secret' },
    });
    return {
      graph,
      client: new GraphClient(fields, new VendorHttp(agent.dispatcher), graphBudgets().of('tenant')),
    };
  };

  it('are all read, each by the link of the one before', async () => {
    const { client } = await graphWith((url) => `${url}/list?$skiptoken=x`);
    await expect(client.all('/list', 'Listing', new TestAttempt())).resolves.toEqual(['1', '2']);
  });

  it.each([
    ['the host in capitals', (url: string) => url.replace('localhost', 'LOCALHOST')],
    ['the scheme in capitals', (url: string) => url.replace('http:', 'HTTP:')],
    ['a path alone', () => ''],
  ])('are the same origin when the link has %s', async (_, origin) => {
    const { client } = await graphWith((url) => `${origin(url)}/list?$skiptoken=x`);
    await expect(client.all('/list', 'Listing', new TestAttempt())).resolves.toEqual(['1', '2']);
  });

  it('are the same origin when the address was entered in capitals', async () => {
    const { client } = await graphWith(
      (url) => `${url}/list?$skiptoken=x`,
      (url) => url.replace('localhost', 'LocalHost'),
    );
    await expect(client.all('/list', 'Listing', new TestAttempt())).resolves.toEqual(['1', '2']);
  });

  it.each([null, ''])('end where the next link is %j', async (link) => {
    const { client } = await graphWith(() => link);
    await expect(client.all('/list', 'Listing', new TestAttempt())).resolves.toEqual(['1']);
  });

  it('and every other request carry an id of their own, which the turn notes', async () => {
    const { client, graph } = await graphWith((url) => `${url}/list?$skiptoken=x`);
    const attempt = new TestAttempt();
    await client.all('/list', 'Listing', attempt);
    expect(graph.ids).toHaveLength(3);
    expect(new Set(graph.ids).size).toBe(3);
    expect(attempt.requestIds.toSorted()).toEqual(graph.ids.toSorted());
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

  it('are not called a whole list when they come back to one that was read', async () => {
    const { client, graph } = await graphWith((url) => `${url}/list`);
    await expect(client.all('/list', 'Listing', new TestAttempt())).rejects.toMatchObject({
      code: 'vendor-answer-unexpected',
    });
    expect(graph.asked.length).toBeLessThan(5);
  });
});
