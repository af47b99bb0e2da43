import { expectBothChecks } from '../checks.ts';
import { narrator } from '../narrator.ts';
import type { StoryStep } from '../story-step.ts';

export const refuseOtherDevices: StoryStep = {
  title: 'Devices that no MDM manages are halted',
  run: async (context) => {
    const device = { deviceId: 'unmanaged-1', platform: 'android' } as const;
    await expectBothChecks(
      context,
      'no token',
      { ...device, mdmToken: null },
      { decision: 'halt', reason: 'token-missing' },
    );
    narrator.observed('without a token: halted, token-missing');
    await expectBothChecks(
      context,
      'wrong token',
      { ...device, deviceId: 'unmanaged-2', mdmToken: 'a-guess-that-is-wrong' },
      { decision: 'halt', reason: 'token-unknown' },
    );
    narrator.observed('with a wrong token: halted, token-unknown');
  },
};
