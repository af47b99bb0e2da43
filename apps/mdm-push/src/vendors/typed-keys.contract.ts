import { waitFor } from '@mdm-gate/testing';
import type { Platform } from '@mdm-gate/contracts';
import { testApps, testKey } from '../fixtures/drive.ts';
import { VendorStage, type VendorSetUp, type VendorUnderTest } from '../fixtures/vendor-stage.ts';

const digits = '12345678';

/** Of vendors whose configurations have types, and may have a key twice: only a text that stands there once is `stored`. */
export const describeTypedKeys = <SetUp extends VendorSetUp>(
  name: string,
  vendor: VendorUnderTest<SetUp>,
  prepare: (setUp: SetUp) => Promise<unknown> = () => Promise.resolve(),
  platforms: readonly Platform[] = ['ios', 'android'],
): void => {
  describe.each(platforms)(`${name}, %s: the key as people have entered it`, (platform) => {
    const stage = new VendorStage(vendor);
    const open = async () => {
      await prepare(stage.setUp);
      return stage.open();
    };
    /** Every device's app gets the digits as a text. */
    const expectText = async (): Promise<void> => {
      for (const { id } of await stage.setUp.tenant.devices(platform))
        await waitFor(
          async () => {
            await stage.setUp.tenant.checkIn(id);
            const held = await stage.setUp.tenant.configurationOf(id, testApps[platform]);
            return held?.[testKey] === digits;
          },
          { describe: `device ${id} to hold the text` },
        );
    };

    it.each(['integer', 'boolean'])(
      'as another type, with the right value in it, is written anew: %s',
      async (type) => {
        const drive = await open();
        await drive.deliver(platform, 'first-value');
        const value = type === 'integer' ? digits : 'true';
        await stage.setUp.tenant.editByHand(platform, value, testKey, { type });
        await expect(drive.inspect(platform, value)).resolves.toMatchObject({ holds: 'other' });
        await drive.deliver(platform, digits);
        await expectText();
      },
    );

    it.each([
      ['first', digits, 'second-value'],
      ['last', 'second-value', digits],
      ['both times', digits, digits],
    ])('twice, the right one %s, is not stored, and mended', async (_, first, second) => {
      const drive = await open();
      await drive.deliver(platform, first);
      await stage.setUp.tenant.editByHand(platform, second, testKey, { again: true });
      await expect(drive.inspect(platform, digits)).resolves.toMatchObject({ holds: 'other' });
      await drive.deliver(platform, digits);
      await expect(drive.inspect(platform, digits)).resolves.toMatchObject({ holds: 'wanted' });
      await expectText();
    });

    it('twice is withdrawn twice', async () => {
      const drive = await open();
      await drive.deliver(platform, 'first-value');
      await stage.setUp.tenant.editByHand(platform, 'second-value', testKey, { again: true });
      await expect(drive.inspect(platform, null)).resolves.toMatchObject({ holds: 'other' });
      await drive.deliver(platform, null);
      await expect(drive.inspect(platform, null)).resolves.toMatchObject({ holds: 'wanted' });
    });
  });
};
