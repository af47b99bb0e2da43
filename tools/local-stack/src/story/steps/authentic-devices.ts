import { expectBothChecks } from '../checks.ts';
import { findDevices, heldToken, pickUp } from '../managed-devices.ts';
import { narrator } from '../narrator.ts';
import { known, type VendorName } from '../story-context.ts';
import type { StoryStep } from '../story-step.ts';

const vendors: readonly VendorName[] = ['mobileiron', 'workspaceOne', 'intune'];

export const checkAuthenticDevices: StoryStep = {
  title: 'A device of each MDM picks the value up as its managed app configuration, pairs and authenticates',
  run: async (context) => {
    const { value } = known(context.tokens.first);
    for (const vendor of vendors) {
      for (const device of await findDevices(context, vendor)) {
        await pickUp(context, device, value);
        const mdmToken = await heldToken(context, device);
        const { deviceId, platform } = device;
        await expectBothChecks(
          context,
          `${vendor} ${platform}`,
          { deviceId, platform, mdmToken },
          { decision: 'proceed', reason: 'token-active' },
        );
        context.devices.push(device);
        narrator.observed(`${vendor}: ${platform} device ${deviceId} proceeds, token-active`);
      }
    }
  },
};
