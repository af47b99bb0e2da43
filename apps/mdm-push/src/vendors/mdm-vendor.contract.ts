import type { Platform } from '@mdm-gate/contracts';
import { waitFor } from '@mdm-gate/testing';
import { testApps, testKey } from '../fixtures/drive.ts';
import { forgetRequests, requestsTo, setFaults } from '../fixtures/simulators.ts';
import { VendorStage, type VendorUnderTest } from '../fixtures/vendor-stage.ts';
import { DeliveryProblem } from './delivery-problem.ts';

/** What every adapter of a vendor with an API must do. */
export const describeVendorContract = (name: string, vendor: VendorUnderTest): void => {
  describe(`${name}: the contract of all vendors`, () => {
    const stage = new VendorStage(vendor);

    /** Each device's app finds this under the key, after the device has checked in. */
    const devicesHold = async (platform: Platform, value: string | undefined): Promise<void> => {
      const devices = await stage.setUp.tenant.devices(platform);
      expect(devices.length).toBeGreaterThan(0);
      for (const { id } of devices) await stage.setUp.tenant.checkIn(id);
      for (const { id } of devices) {
        await waitFor(
          async () => {
            await stage.setUp.tenant.checkIn(id);
            return (await stage.setUp.tenant.configurationOf(id, testApps[platform]))?.[testKey] === value;
          },
          { describe: `device ${id} to hold ${value === undefined ? 'no value' : 'the value'}` },
        );
      }
    };

    it.each(['ios', 'android'] as const)(
      'brings a value into an MDM that has none, and devices get it: %s',
      async (platform) => {
        const drive = stage.open();
        expect((await drive.inspect(platform, 'first-value')).holds).toMatch(/^(nothing|incomplete)$/);
        expect((await drive.deliver(platform, 'first-value')).holds).toBe('wanted');
        await devicesHold(platform, 'first-value');
      },
    );

    it('sees another value in the place of the wanted one', async () => {
      const drive = stage.open();
      await drive.deliver('ios', 'first-value');
      await expect(drive.inspect('ios', 'second-value')).resolves.toMatchObject({ holds: 'other' });
    });

    it('replaces a value', async () => {
      const drive = stage.open();
      await drive.deliver('android', 'first-value');
      await drive.attempt.fleet.forget((await stage.setUp.tenant.devices('android')).map(({ id }) => id));
      await drive.deliver('android', 'second-value');
      await devicesHold('android', 'second-value');
    });

    it('withdraws the key', async () => {
      const drive = stage.open();
      await drive.deliver('ios', 'first-value');
      await drive.deliver('ios', null);
      await devicesHold('ios', undefined);
    });

    it('finds nothing to withdraw where there never was a value', async () => {
      await expect(stage.open().inspect('ios', null)).resolves.toMatchObject({ holds: 'wanted' });
    });

    it('leaves the other platform alone', async () => {
      const drive = stage.open();
      await drive.deliver('ios', 'first-value');
      expect((await drive.inspect('android', 'first-value')).holds).toMatch(/^(nothing|incomplete)$/);
    });

    it('changes nothing when it is written again', async () => {
      const drive = stage.open();
      await drive.deliver('ios', 'first-value');
      await drive.deliver('ios', 'first-value');
      await devicesHold('ios', 'first-value');
    });

    it('asks for permission before each write, and never to look', async () => {
      const drive = stage.open();
      await drive.inspect('ios', 'first-value');
      expect(drive.attempt.writesPermitted).toBe(0);
      await drive.write('ios', 'first-value');
      expect(drive.attempt.writesPermitted).toBeGreaterThan(0);
    });

    it('tells wrong credentials from everything else', async () => {
      const drive = stage.open({}, stage.setUp.wrongCredentials);
      await expect(drive.inspect('ios', 'first-value')).rejects.toMatchObject({
        code: 'credentials-refused',
      });
    });

    it('hands on how long a throttling vendor wants to be left alone', async () => {
      await setFaults(stage.url, [{ kind: 'answer', status: 429, retryAfter: 120 }]);
      const problem = await stage
        .open()
        .inspect('ios', 'first-value')
        .catch((error: unknown) => error);
      expect(problem).toBeInstanceOf(DeliveryProblem);
      expect(problem).toMatchObject({ code: 'vendor-throttled', retryAfterMs: 120_000 });
    });

    it('gets over a short throttling by itself, when it looks', async () => {
      const drive = stage.open();
      await drive.inspect('ios', 'first-value');
      await setFaults(stage.url, [{ kind: 'answer', status: 429, retryAfter: 0.2, times: 2 }]);
      await expect(drive.inspect('ios', 'first-value')).resolves.toMatchObject({
        holds: expect.stringMatching(/^(nothing|incomplete)$/) as string,
      });
    });

    it.each([429, 500, 503])(
      'sends nothing a second time that changes something, whatever is answered: %s',
      async (status) => {
        const drive = stage.open();
        await drive.inspect('ios', 'first-value');
        await setFaults(
          stage.url,
          ['POST', 'PUT', 'PATCH'].map((method) => ({
            kind: 'answer',
            status,
            retryAfter: 0.1,
            match: { method, path: '^(?!.*token)' },
          })),
        );
        await forgetRequests(stage.url);
        await expect(drive.write('ios', 'first-value')).rejects.toBeInstanceOf(DeliveryProblem);
        const changes = (await requestsTo(stage.url)).filter(({ method }) => method !== 'GET');
        expect(changes.length).toBeGreaterThan(0);
        expect(new Set(changes.map(({ method, path }) => `${method} ${path}`)).size).toBe(changes.length);
      },
    );

    it.each([400, 403, 404, 409, 410, 422])(
      'waits for a person when a change is refused for good: %s',
      async (status) => {
        const drive = stage.open();
        await drive.inspect('ios', 'first-value');
        await setFaults(
          stage.url,
          ['POST', 'PUT', 'PATCH'].map((method) => ({
            kind: 'answer',
            status,
            match: { method, path: '^(?!.*token)' },
          })),
        );
        const problem: unknown = await drive.write('ios', 'first-value').catch((error: unknown) => error);
        expect(problem).toMatchObject({ mendedByTime: false });
      },
    );

    it('waits for a person when nothing of its API is found at the address', async () => {
      const drive = stage.open();
      await setFaults(stage.url, [{ kind: 'answer', status: 404, body: { page: 'not found' } }]);
      await expect(drive.inspect('ios', 'first-value')).rejects.toMatchObject({ mendedByTime: false });
    });

    it.each([
      ['a look', 'GET', 200],
      ['a look', 'GET', 404],
      ['a change', '(?:PATCH|PUT|POST)', 200],
    ])('never takes a web page for an answer of the API: to %s, %s, %s', async (_, method, status) => {
      const drive = stage.open();
      await drive.inspect('ios', 'first-value');
      const methods = method === 'GET' ? ['GET'] : ['PATCH', 'PUT', 'POST'];
      await setFaults(
        stage.url,
        methods.map((each) => ({
          kind: 'web-page',
          status,
          match: { method: each, path: '^(?!.*token)' },
        })),
      );
      const work = method === 'GET' ? drive.inspect('ios', 'first-value') : drive.write('ios', 'first-value');
      await expect(work).rejects.toMatchObject({ code: 'settings-refused', mendedByTime: false });
    });

    it.each(['ios', 'android'] as const)(
      'reads every list to its end, however short its pages are: %s',
      async (platform) => {
        await stage.setUp.tenant.set({ pageSizeMax: 1, ...vendor.oddPages });
        const drive = stage.open();
        await drive.deliver(platform, 'first-value');
        await devicesHold(platform, 'first-value');
      },
    );

    it('changes nothing by looking, whatever it finds', async () => {
      const drive = stage.open();
      await drive.deliver('ios', 'first-value');
      await stage.setUp.tenant.editByHand('ios', 'by-hand');
      await forgetRequests(stage.url);
      await drive.inspect('ios', 'first-value');
      await drive.inspect('ios', null);
      await drive.session.readiness([drive.slot('ios'), drive.slot('android')], drive.attempt);
      const changes = (await requestsTo(stage.url)).filter(
        ({ method, path }) => method !== 'GET' && !path.endsWith('/token'),
      );
      expect(changes).toEqual([]);
    });

    it('calls a vendor that fails what it is', async () => {
      await setFaults(stage.url, [{ kind: 'answer', status: 502 }]);
      await expect(stage.open().inspect('ios', 'first-value')).rejects.toMatchObject({
        code: 'vendor-error',
      });
    });

    it('stops asking a vendor that is down', async () => {
      await setFaults(stage.url, [{ kind: 'disconnect' }]);
      const drive = stage.open();
      for (let turn = 0; turn < 5; turn += 1)
        await drive.inspect('ios', 'first-value').catch(() => undefined);
      const problem = await drive.inspect('ios', 'first-value').catch((error: unknown) => error);
      expect(problem).toMatchObject({
        code: 'vendor-unreachable',
        retryAfterMs: expect.any(Number) as number,
      });
    });

    it('sees that a write was taken and not kept', async () => {
      const drive = stage.open();
      await drive.inspect('ios', 'first-value');
      await setFaults(stage.url, [{ kind: 'accepted-but-not-stored' }]);
      const written = await drive.write('ios', 'first-value').then(({ holds }) => holds, codeOf);
      expect(written).toMatch(/^(pending|write-not-kept)$/);
      const seen = await drive.inspect('ios', 'first-value').then(({ holds }) => holds, codeOf);
      expect(seen).toMatch(/^(nothing|incomplete|pending|other|write-not-kept)$/);
    });
  });
};

/** Of a problem that the adapter names; everything else is none of its answers. */
const codeOf = (error: unknown): string => {
  if (error instanceof DeliveryProblem) return error.code;
  throw error;
};
