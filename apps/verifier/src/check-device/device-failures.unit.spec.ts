import { checkReasons } from '@mdm-gate/contracts';
import { FixedClock } from '@mdm-gate/service-kit';
import { countedPerSecondMax, DeviceFailures, isFailure } from './device-failures.ts';

const device = { organizationId: 'acme', deviceId: 'd' };

describe('failures of a device', () => {
  const newFailures = (clock = new FixedClock(new Date('2026-11-24T12:00:00.000Z'))) => {
    const counted: string[] = [];
    const store = {
      countFailure: (organizationId: string, deviceId: string) => {
        counted.push(`${organizationId} ${deviceId}`);
        return Promise.resolve();
      },
    };
    return { counted, failures: new DeviceFailures(store, clock) };
  };

  it('are values that are not, or no longer, of its organization', () => {
    expect(checkReasons.filter(isFailure)).toEqual(['token-unknown', 'token-revoked', 'token-expired']);
  });

  it('are counted up to a bound in each second, however many devices there are', async () => {
    const clock = new FixedClock(new Date('2026-11-24T12:00:00.000Z'));
    const { counted, failures } = newFailures(clock);
    const fail = async (times: number) => {
      for (let index = 0; index < times; index += 1)
        await failures.count({ ...device, deviceId: String(index) });
    };
    await fail(countedPerSecondMax + 10);
    expect(counted).toHaveLength(countedPerSecondMax);
    clock.set(new Date('2026-11-24T12:00:00.999Z'));
    await fail(1);
    expect(counted).toHaveLength(countedPerSecondMax);
    clock.set(new Date('2026-11-24T12:00:01.000Z'));
    await fail(1);
    expect(counted).toHaveLength(countedPerSecondMax + 1);
  });
});
