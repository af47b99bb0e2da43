import { OutboxMessage } from '@mdm-gate/outbox';
import { waitFor } from '@mdm-gate/testing';
import { IsNull } from 'typeorm';
import {
  connectMdm,
  createOrganization,
  startGateway,
  type RunningGateway,
} from '../../fixtures/running-gateway.ts';

describe('pages of the console hear what changed', () => {
  let gateway: RunningGateway;
  beforeAll(async () => {
    gateway = await startGateway();
  });
  afterAll(() => gateway.stop());

  const follow = async (organizationId: string, role: string) => {
    const abort = new AbortController();
    const response = await fetch(`${gateway.url}/console/changes/${organizationId}`, {
      signal: abort.signal,
      headers: {
        accept: 'text/event-stream',
        authorization: `Bearer ${await gateway.issuer.token([role])}`,
      },
    });
    let text = '';
    const reading = (async () => {
      const decoder = new TextDecoder();
      for await (const chunk of response.body ?? [])
        if (chunk instanceof Uint8Array) text += decoder.decode(chunk);
    })().catch(() => undefined);
    return {
      response,
      text: () => text,
      stop: async () => {
        abort.abort();
        await reading;
      },
    };
  };

  it('of their organization, as a burst, and not a word of what it is', async () => {
    const organization = await createOrganization(gateway);
    await connectMdm(organization);
    const { organizationId, path, administrator } = organization;
    const other = await createOrganization(gateway);
    // What was said of its creation is over.
    const messages = gateway.database.getRepository(OutboxMessage);
    await waitFor(async () => !(await messages.existsBy({ publishedAt: IsNull() })));
    const [own, foreign] = await Promise.all([
      follow(organizationId, `${organizationId}:viewer`),
      follow(other.organizationId, `${other.organizationId}:viewer`),
    ]);
    expect(own.response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(own.response.headers.get('x-accel-buffering')).toBe('no');
    await administrator.post(`${path}/mdm-tokens`, { label: 'a label of mine' });
    await waitFor(() => Promise.resolve(own.text().includes('event: changed\ndata: tokens\n\n')));
    expect(own.text()).not.toContain('a label of mine');
    expect(foreign.text()).toBe('retry: 2000\n\n');
    await Promise.all([own.stop(), foreign.stop()]);
  });

  it('but nobody of an organization that they have no role in', async () => {
    const { organizationId } = await createOrganization(gateway);
    const stranger = await follow(organizationId, 'another:administrator');
    expect(stranger.response.status).toBe(404);
    expect((await fetch(`${gateway.url}/console/changes/${organizationId}`)).status).toBe(401);
  });
});
