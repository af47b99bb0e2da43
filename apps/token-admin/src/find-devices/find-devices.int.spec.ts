import { deviceIdSchema, type Device, type DeviceObservation, type MdmToken } from '@mdm-gate/contracts';
import { waitFor } from '@mdm-gate/testing';
import fc from 'fast-check';
import { problemOf } from '../fixtures/api-client.ts';
import { anObservation, foreign, missing, observedEvents } from '../fixtures/observations.ts';
import {
  connectMdm,
  createOrganization,
  startGateway,
  type RunningGateway,
  type TestOrganization,
} from '../fixtures/running-gateway.ts';

interface Page {
  readonly items: readonly Device[];
  readonly nextCursor: string | null;
}

const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();

const isDeviceId = (text: string): boolean => deviceIdSchema.safeParse(text).success;

/** Anything that a caller may name a device by, but for the two names that no path can hold, see RFC 3986, section 5.2.4. */
const anyDeviceId = fc
  .oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 128 }),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 32 }),
    fc.string({
      unit: fc.constantFrom('/', '%', '{', '}', ' ', '.', '?', '#', '\\', '+', '&', ';'),
      minLength: 3,
    }),
  )
  .filter((text) => isDeviceId(text) && !/^\.{1,2}$/.test(text));

const awkwardIds = [
  '%',
  '%25',
  '%zz',
  '%2e%2e',
  '../devices',
  '...',
  ' ',
  '"',
  'null',
  '{deviceId}',
  'é'.repeat(64),
];

describe('devices', () => {
  let gateway: RunningGateway;
  beforeAll(async () => {
    gateway = await startGateway();
  });
  afterAll(() => gateway.stop());

  const observe = async (
    { organizationId, administrator, path }: TestOrganization,
    observations: readonly DeviceObservation[],
  ): Promise<void> => {
    for (const event of observedEvents(organizationId, observations))
      await gateway.neighbours.publisher.publish(event);
    const ids = new Set(observations.map(({ deviceId }) => deviceId));
    await waitFor(async () => {
      const usage = (await administrator.get(`${path}/usage`)).body as { knownDevices: number };
      return usage.knownDevices >= ids.size;
    });
  };

  const pageOf = async ({ administrator, path }: TestOrganization, query = ''): Promise<Page> => {
    const reply = await administrator.get(`${path}/devices${query}`);
    expect(reply.status).toBe(200);
    return reply.body as Page;
  };
  const idsOf = async (organization: TestOrganization, query = '') =>
    (await pageOf(organization, query)).items.map(({ deviceId }) => deviceId);

  const createToken = async (organization: TestOrganization): Promise<MdmToken> => {
    await connectMdm(organization);
    const reply = await organization.administrator.post(`${organization.path}/mdm-tokens`, {
      label: 'first',
    });
    return (reply.body as { token: MdmToken }).token;
  };

  it('are found by what they presented and what came of it, those seen on the newest day first', async () => {
    const organization = await createOrganization(gateway);
    const { tokenId } = await createToken(organization);
    await observe(organization, [
      anObservation({ deviceId: 'b', tokenId }),
      anObservation({ deviceId: 'a', tokenId, platform: 'android' }),
      anObservation({ deviceId: 'old', tokenId, at: daysAgo(20) }),
      anObservation({ deviceId: 'none', ...missing, at: daysAgo(1) }),
      anObservation({ deviceId: 'typo', ...foreign('abcdefgh') }),
    ]);
    await expect(idsOf(organization)).resolves.toEqual(['a', 'b', 'typo', 'none', 'old']);
    await expect(idsOf(organization, `?tokenId=${tokenId}`)).resolves.toEqual(['a', 'b', 'old']);
    await expect(idsOf(organization, '?decision=halt')).resolves.toEqual(['typo', 'none']);
    await expect(idsOf(organization, '?reason=token-missing')).resolves.toEqual(['none']);
    await expect(idsOf(organization, '?platform=android')).resolves.toEqual(['a']);
    await expect(idsOf(organization, '?seenWithinDays=14&platform=ios')).resolves.toEqual([
      'b',
      'typo',
      'none',
    ]);
    await expect(idsOf(organization, '?foreignFingerprint=abcdefgh')).resolves.toEqual(['typo']);
    await expect(idsOf(organization, '?deviceId=o')).resolves.toEqual(['old']);
    const { items } = await pageOf(organization, '?deviceId=b');
    expect(items).toMatchObject([
      { active: true, token: { tokenId, label: 'first', state: 'active' }, lastProceededToken: { tokenId } },
    ]);
  });

  it('are paged through without leaving one out, under every filter and from every page', async () => {
    const organization = await createOrganization(gateway);
    const observations = Array.from({ length: 60 }, (_, index) =>
      anObservation({
        deviceId: `d${String(index).padStart(3, '0')}`,
        platform: index % 3 === 0 ? 'android' : 'ios',
        at: daysAgo(index % 7),
        ...(index % 4 === 0 ? missing : {}),
        ...(index % 10 === 9 ? foreign('same-one') : {}),
      }),
    );
    await observe(organization, observations);
    for (const filter of [
      '',
      'platform=ios&',
      'decision=halt&',
      'deviceId=d0&',
      'foreignFingerprint=same-one&',
    ]) {
      const whole = await idsOf(organization, `?${filter}limit=200`);
      expect(whole.length).toBeGreaterThan(4);
      const paged: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const page: Page = await pageOf(
          organization,
          `?${filter}limit=4${cursor === '' ? '' : `&cursor=${cursor}`}`,
        );
        paged.push(...page.items.map(({ deviceId }) => deviceId));
        cursor = page.nextCursor;
      }
      expect(paged).toEqual(whole);
    }
  });

  it.each([
    'a/b',
    'a%2Fb',
    '100%',
    '{device}',
    'a b  c',
    'someone@example.com',
    '?query#hash&x=1+2',
    'ümläut-設備-📱',
    '~!@$^*()_+|}{":<>[]\\;\',`'.padEnd(128, '%'),
    '/'.repeat(128),
  ])('are found by the id %s', async (deviceId) => {
    const organization = await createOrganization(gateway);
    await observe(organization, [anObservation({ deviceId, ...missing })]);
    const { administrator, path } = organization;
    const reply = await administrator.get(`${path}/devices/${encodeURIComponent(deviceId)}`);
    expect(reply.body).toMatchObject({ deviceId, reason: 'token-missing', binding: { state: 'not-bound' } });
    expect((reply.body as { advice: string }).advice).toContain('given no token');
    await expect(idsOf(organization, `?deviceId=${encodeURIComponent(deviceId)}`)).resolves.toEqual([
      deviceId,
    ]);
  });

  it('are found, told of and released by whatever id they have', async () => {
    const organization = await createOrganization(gateway);
    const { administrator, path } = organization;
    const ids = fc.sample(anyDeviceId, { numRuns: 60, seed: 12 });
    const deviceIds = [...new Set([...ids, ...awkwardIds])];
    await observe(
      organization,
      deviceIds.map((deviceId) => anObservation({ deviceId, ...missing })),
    );
    for (const deviceId of deviceIds) {
      const device = `${path}/devices/${encodeURIComponent(deviceId)}`;
      expect(await administrator.get(device)).toMatchObject({ status: 200, body: { deviceId } });
      const found = await idsOf(organization, `?limit=200&deviceId=${encodeURIComponent(deviceId)}`);
      expect(found).toContain(deviceId);
      const released = await administrator.post(`${path}/device-releases`, { deviceId });
      expect(released).toMatchObject({ status: 200, body: { deviceId } });
    }
    const paged: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Page = await pageOf(organization, `?limit=7${cursor === '' ? '' : `&cursor=${cursor}`}`);
      paged.push(...page.items.map(({ deviceId }) => deviceId));
      cursor = page.nextCursor;
    }
    expect(paged.toSorted()).toEqual(deviceIds.toSorted());
  });

  it('are counted, with the foreign values that most of them present', async () => {
    const organization = await createOrganization(gateway);
    const { tokenId } = await createToken(organization);
    const since = daysAgo(3);
    await observe(organization, [
      anObservation({ deviceId: 'a', tokenId }),
      anObservation({ deviceId: 'b', platform: 'android', tokenId }),
      anObservation({ deviceId: 'c', ...foreign('mistyped'), at: since }),
      anObservation({ deviceId: 'd', ...foreign('mistyped') }),
      anObservation({ deviceId: 'e', ...foreign('restored'), at: daysAgo(30) }),
    ]);
    const usage = (await organization.administrator.get(`${organization.path}/usage`)).body;
    expect(usage).toMatchObject({
      activeDays: 14,
      activeDevices: 4,
      knownDevices: 5,
      byToken: [
        { token: { tokenId, label: 'first' }, devices: 2 },
        { token: null, devices: 2 },
      ],
      byPlatform: [
        { platform: 'ios', devices: 3 },
        { platform: 'android', devices: 1 },
      ],
      foreignValues: [
        { fingerprint: 'mistyped', devices: 2, since },
        { fingerprint: 'restored', devices: 1 },
      ],
    });
  });

  it('of another organization are not shown, nor those that there are not', async () => {
    const [organization, other] = [await createOrganization(gateway), await createOrganization(gateway)];
    await observe(organization, [anObservation({ deviceId: 'mine' })]);
    await expect(idsOf(other)).resolves.toEqual([]);
    for (const path of ['devices/mine', 'devices/none'])
      expect((await other.administrator.get(`${other.path}/${path}`)).status).toBe(404);
    expect((await other.administrator.get(`${organization.path}/devices`)).status).toBe(404);
  });

  it.each([
    ['tokenId=nonsense', 'tokenId'],
    ['reason=because', 'reason'],
    ['decision=maybe', 'decision'],
    ['platform=symbian', 'platform'],
    ['seenWithinDays=-1', 'seenWithinDays'],
    ['foreignFingerprint=short', 'foreignFingerprint'],
    [`deviceId=${'x'.repeat(129)}`, 'deviceId'],
  ])('are not asked for by %s', async (query, path) => {
    const organization = await createOrganization(gateway);
    const reply = await organization.administrator.get(`${organization.path}/devices?${query}`);
    expect(reply).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
    const { issues = [] } = problemOf(reply);
    expect(new Set(issues.map((issue) => issue.path))).toEqual(new Set([path]));
  });
});
