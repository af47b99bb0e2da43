import { createTokenRoute, listTokensRoute } from '@mdm-gate/contracts';
import { randomBytes } from 'node:crypto';
import { expectBothChecks } from '../checks.ts';
import { untilStoredEverywhere } from '../deliveries.ts';
import { expectEqual, expectSameSecret } from '../expect.ts';
import { heldToken, pickUp, switchDevice } from '../managed-devices.ts';
import { narrator } from '../narrator.ts';
import { organizationId } from '../../stack/organization-id.ts';
import { known, type ManagedDevice, type StoryContext } from '../story-context.ts';
import type { StoryStep } from '../story-step.ts';

const tokensPath = `/organizations/${organizationId}/mdm-tokens` as const;

export const enterSecondToken: StoryStep = {
  title: 'A second token is entered by hand; both are active, the MDMs hold the new one',
  run: async (context) => {
    const { updated, behind } = deviceThatUpdatesAndOneThatDoesNot(context);
    await switchDevice(context, behind, 'off');
    const value = `entered-by-hand-${randomBytes(12).toString('hex')}`;
    const { body } = await context.gateway.call(`POST ${tokensPath}`, createTokenRoute.replies[201].schema, {
      body: { label: 'Second token', value },
    });
    const { tokenId } = body.token;
    context.tokens.second = { tokenId, value };
    await expectBothActive(context);
    await untilStoredEverywhere(context, tokenId);
    narrator.observed('all three MDMs hold the new one');
    await pickUp(context, updated, value);
    await expectProceeds(context, updated, value);
    narrator.observed(
      `${updated.vendor}: ${updated.platform} device checked in and proceeds with the new one`,
    );
    expectSameSecret(
      'what the device holds',
      await heldToken(context, behind),
      known(context.tokens.first).value,
    );
    await expectProceeds(context, behind, known(context.tokens.first).value);
    narrator.observed(
      `${behind.vendor}: ${behind.platform} device was off, still has the old one and proceeds`,
    );
    await switchDevice(context, behind, 'on');
  },
};

/** Of Intune, whose own count of devices no delivery waits for. */
const deviceThatUpdatesAndOneThatDoesNot = ({ devices }: StoryContext) => {
  const [updated, behind] = devices.filter(({ vendor }) => vendor === 'intune');
  if (updated === undefined || behind === undefined)
    throw new Error('An earlier step should have found devices');
  return { updated, behind };
};

const expectBothActive = async ({ gateway }: StoryContext): Promise<void> => {
  const { body } = await gateway.call(`GET ${tokensPath}`, listTokensRoute.replies[200].schema);
  expectEqual(
    'states of the tokens, newest first',
    body.items.map(({ label, state }) => [label, state]),
    [
      ['Second token', 'active'],
      ['First token', 'active'],
    ],
  );
  narrator.observed('both tokens are active');
};

const expectProceeds = (
  context: StoryContext,
  device: ManagedDevice,
  mdmToken: string | null,
): Promise<void> =>
  expectBothChecks(
    context,
    `${device.vendor} ${device.platform}`,
    { deviceId: device.deviceId, platform: device.platform, mdmToken },
    { decision: 'proceed', reason: 'token-active' },
  );
