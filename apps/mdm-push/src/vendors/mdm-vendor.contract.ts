import type { Platform } from '@mdm-gate/contracts';
import { SecretText } from '@mdm-gate/service-kit';
import { waitFor } from '@mdm-gate/testing';
import { randomUUID } from 'node:crypto';
import { setFaults, type SimulatedTenant } from '../fixtures/simulators.ts';
import { TestAttempt, valueLike } from '../fixtures/test-attempt.ts';
import { OutboundAgent } from '../outbound/outbound-agent.ts';
import { OutboundPolicy } from '../outbound/outbound-policy.ts';
import { DeliveryProblem } from './delivery-problem.ts';
import { VendorHttp } from './http/vendor-http.ts';
import type { Inspection, MdmSession, MdmVendorAdapter, Slot, Written } from './mdm-vendor.ts';

/** A tenant of the simulated vendor with a connection to it. */
export interface VendorSetUp {
  readonly tenant: SimulatedTenant<{ readonly tenant: string }>;
  readonly url: string;
  readonly fields: { readonly settings: object; readonly credentials: object };
  /** The same with a secret that the vendor refuses. */
  readonly wrongCredentials: object;
}

export interface VendorUnderTest {
  readonly adapter: MdmVendorAdapter;
  setUp(): Promise<VendorSetUp>;
}

const apps = { ios: 'com.pingidentity.pingid.prod', android: 'prod.com.pingidentity.pingid' } as const;
const key = 'PINGID_MDM_TOKEN';

/** A connection as the reconciler drives it. */
export class Drive {
  readonly attempt = new TestAttempt();
  readonly session: MdmSession;
  readonly #connectionId = randomUUID();

  constructor(adapter: MdmVendorAdapter, fields: object, agent: OutboundAgent) {
    this.session = adapter.open(adapter.fieldsSchema.parse(fields), new VendorHttp(agent.dispatcher));
  }

  slot(platform: Platform): Slot {
    const { remoteRef } = this.attempt;
    return { connectionId: this.#connectionId, platform, appId: apps[platform], key, remoteRef };
  }

  inspect(platform: Platform, value: string | null): Promise<Inspection> {
    return this.session.inspect(this.slot(platform), value === null ? null : valueLike(value), this.attempt);
  }

  write(platform: Platform, value: string | null): Promise<Written> {
    return this.session.write(
      this.slot(platform),
      value === null ? null : new SecretText(value),
      this.attempt,
    );
  }

  /** Until it is read back. */
  async deliver(platform: Platform, value: string | null): Promise<Inspection> {
    await this.write(platform, value);
    return waitFor(async () => {
      const seen = await this.inspect(platform, value);
      return seen.holds === 'wanted' ? seen : null;
    });
  }
}

/** What every adapter of a vendor with an API must do. */
export const describeVendorContract = (name: string, vendor: () => VendorUnderTest): void => {
  describe(`${name}: the contract of all vendors`, () => {
    const agent = new OutboundAgent(new OutboundPolicy(['127.0.0.0/8']));
    let setUp: VendorSetUp;
    beforeEach(async () => {
      setUp = await vendor().setUp();
    });
    afterEach(() => setFaults(setUp.url, []));
    afterAll(() => agent.onApplicationShutdown());
    const open = (fields: object = setUp.fields): Drive => new Drive(vendor().adapter, fields, agent);

    /** Each device's app finds this under the key, after the device has checked in. */
    const devicesHold = async (platform: Platform, value: string | undefined): Promise<void> => {
      const devices = await setUp.tenant.devices(platform);
      expect(devices.length).toBeGreaterThan(0);
      for (const { id } of devices) await setUp.tenant.checkIn(id);
      for (const { id } of devices) {
        await waitFor(
          async () => {
            await setUp.tenant.checkIn(id);
            return (await setUp.tenant.configurationOf(id, apps[platform]))?.[key] === value;
          },
          { describe: `device ${id} to hold ${value === undefined ? 'no value' : 'the value'}` },
        );
      }
    };

    it.each(['ios', 'android'] as const)(
      'brings a value into an MDM that has none, and devices get it: %s',
      async (platform) => {
        const drive = open();
        expect((await drive.inspect(platform, 'first-value')).holds).toMatch(/^(nothing|incomplete)$/);
        expect((await drive.deliver(platform, 'first-value')).holds).toBe('wanted');
        await devicesHold(platform, 'first-value');
      },
    );

    it('sees another value in the place of the wanted one', async () => {
      const drive = open();
      await drive.deliver('ios', 'first-value');
      await expect(drive.inspect('ios', 'second-value')).resolves.toMatchObject({ holds: 'other' });
    });

    it('replaces a value', async () => {
      const drive = open();
      await drive.deliver('android', 'first-value');
      await drive.attempt.fleet.forget((await setUp.tenant.devices('android')).map(({ id }) => id));
      await drive.deliver('android', 'second-value');
      await devicesHold('android', 'second-value');
    });

    it('withdraws the key', async () => {
      const drive = open();
      await drive.deliver('ios', 'first-value');
      await drive.deliver('ios', null);
      await devicesHold('ios', undefined);
    });

    it('finds nothing to withdraw where there never was a value', async () => {
      await expect(open().inspect('ios', null)).resolves.toMatchObject({ holds: 'wanted' });
    });

    it('leaves the other platform alone', async () => {
      const drive = open();
      await drive.deliver('ios', 'first-value');
      expect((await drive.inspect('android', 'first-value')).holds).toMatch(/^(nothing|incomplete)$/);
    });

    it('changes nothing when it is written again', async () => {
      const drive = open();
      await drive.deliver('ios', 'first-value');
      await drive.deliver('ios', 'first-value');
      await devicesHold('ios', 'first-value');
    });

    it('asks for permission before each write, and never to look', async () => {
      const drive = open();
      await drive.inspect('ios', 'first-value');
      expect(drive.attempt.writesPermitted).toBe(0);
      await drive.write('ios', 'first-value');
      expect(drive.attempt.writesPermitted).toBeGreaterThan(0);
    });

    it('tells wrong credentials from everything else', async () => {
      const drive = open({ ...setUp.fields, credentials: setUp.wrongCredentials });
      await expect(drive.inspect('ios', 'first-value')).rejects.toMatchObject({
        code: 'credentials-refused',
      });
    });

    it('hands on how long a throttling vendor wants to be left alone', async () => {
      await setFaults(setUp.url, [{ kind: 'answer', status: 429, retryAfter: 120 }]);
      const problem = await open()
        .inspect('ios', 'first-value')
        .catch((error: unknown) => error);
      expect(problem).toBeInstanceOf(DeliveryProblem);
      expect(problem).toMatchObject({ code: 'vendor-throttled', retryAfterMs: 120_000 });
    });

    it('gets over a short throttling by itself', async () => {
      await setFaults(setUp.url, [{ kind: 'answer', status: 429, retryAfter: 0.2, times: 2 }]);
      const drive = open();
      await drive.inspect('ios', 'first-value');
      expect((await drive.deliver('ios', 'first-value')).holds).toBe('wanted');
    });

    it('calls a vendor that fails what it is', async () => {
      await setFaults(setUp.url, [{ kind: 'answer', status: 502 }]);
      await expect(open().inspect('ios', 'first-value')).rejects.toMatchObject({ code: 'vendor-error' });
    });

    it('stops asking a vendor that is down', async () => {
      await setFaults(setUp.url, [{ kind: 'disconnect' }]);
      const drive = open();
      for (let turn = 0; turn < 3; turn += 1)
        await drive.inspect('ios', 'first-value').catch(() => undefined);
      const problem = await drive.inspect('ios', 'first-value').catch((error: unknown) => error);
      expect(problem).toMatchObject({
        code: 'vendor-unreachable',
        retryAfterMs: expect.any(Number) as number,
      });
    });

    it('sees that a write was taken and not kept', async () => {
      const drive = open();
      await drive.inspect('ios', 'first-value');
      await setFaults(setUp.url, [{ kind: 'accepted-but-not-stored' }]);
      await drive.write('ios', 'first-value').catch(() => undefined);
      expect((await drive.inspect('ios', 'first-value').catch(() => ({ holds: 'problem' }))).holds).not.toBe(
        'wanted',
      );
    });
  });
};
