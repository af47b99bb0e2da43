import {
  dryRunAnswerSchema,
  findDeviceRoute,
  rotationSchema,
  startRotationRoute,
  type Platform,
} from '@mdm-gate/contracts';
import { organizationId } from '../../stack/organization-id.ts';
import { expectBothChecks } from '../checks.ts';
import { expectEqual } from '../expect.ts';
import { pickUp, switchDevice } from '../managed-devices.ts';
import { narrator } from '../narrator.ts';
import { rotationsPath, stragglersOf, untilRotationIs, type ExaminedRotation } from '../rotations.ts';
import { known, type ManagedDevice, type StoryContext } from '../story-context.ts';
import type { StoryStep } from '../story-step.ts';

export const rotateToken: StoryStep = {
  title: 'The token is rotated: a device stays behind, is found, and is halted only when that is meant',
  run: async (context) => {
    const { ready, straggler } = deviceThatFollowsAndOneThatDoesNot(context);
    await switchDevice(context, straggler, 'off');
    const rotation = await start(context);
    await untilRotationIs(context, rotation, 'adopting');
    narrator.observed(
      'every MDM holds the new token: the rotation waits for devices, and both tokens proceed',
    );
    await proceed(context, straggler, known(context.tokens.second).value);
    await pickUp(context, ready, known(context.tokens.third).value);
    await proceed(context, ready, known(context.tokens.third).value);
    await proceed(context, probe, known(context.tokens.third).value);
    const { rotation: held, etag } = await untilRotationIs(context, rotation, 'held');
    tellHow(held);
    await findStraggler(context, held, straggler);
    await advance(context, held, etag);
    await expectBothChecks(
      context,
      'the straggler',
      {
        deviceId: straggler.deviceId,
        platform: straggler.platform,
        mdmToken: known(context.tokens.second).value,
      },
      { decision: 'halt', reason: 'token-revoked' },
    );
    narrator.observed('the straggler is halted now, token-revoked; the other devices proceed');
    await switchDevice(context, straggler, 'on');
    await pickUp(context, straggler, known(context.tokens.third).value);
    await proceed(context, straggler, known(context.tokens.third).value);
    narrator.observed('switched on again, it takes the new token up and proceeds');
  },
};

/** It presents what an earlier step gave it. */
const probe = { deviceId: 'story-probe', platform: 'ios' } as const;

/** Of Intune: the one that took the second token up stays behind this time. */
const deviceThatFollowsAndOneThatDoesNot = ({ devices }: StoryContext) => {
  const [straggler, ready] = devices.filter(({ vendor }) => vendor === 'intune');
  if (straggler === undefined || ready === undefined)
    throw new Error('An earlier step should have found devices');
  return { straggler, ready };
};

const start = async (context: StoryContext) => {
  const { body } = await context.gateway.call(
    `POST ${rotationsPath}`,
    startRotationRoute.replies[201].schema,
    { body: { label: 'Third token', advance: { whenShare: 0.6 }, graceHours: 0 } },
  );
  const { rotation, token, value } = body;
  context.tokens.third = { tokenId: token.tokenId, value };
  narrator.observed(
    `rotation ${rotation.rotationId} begun: it goes on once 60 % of devices are on the new token`,
  );
  return rotation;
};

const proceed = (
  context: StoryContext,
  device: { readonly deviceId: string; readonly platform: Platform },
  mdmToken: string,
): Promise<void> =>
  expectBothChecks(
    context,
    device.deviceId,
    { deviceId: device.deviceId, platform: device.platform, mdmToken },
    { decision: 'proceed', reason: 'token-active' },
  );

const tellHow = ({ heldIn, heldBecause, progress }: ExaminedRotation): void => {
  expectEqual(
    'why it is held',
    { heldIn, heldBecause },
    { heldIn: 'grace', heldBecause: 'would-halt-devices' },
  );
  const { onNew, onOld } = progress;
  narrator.observed(
    `${onNew} devices are on the new token and ${onOld} on the old one: it went on to its grace time by itself, and is held instead of halting a device that is known`,
  );
};

const findStraggler = async (
  context: StoryContext,
  rotation: ExaminedRotation,
  { deviceId, vendor }: ManagedDevice,
): Promise<void> => {
  expectEqual('the stragglers', await stragglersOf(context, rotation), [deviceId]);
  const device = await context.gateway.call(
    `GET /organizations/${organizationId}/devices/${encodeURIComponent(deviceId)}`,
    findDeviceRoute.replies[200].schema,
  );
  narrator.observed(`the straggler is ${deviceId} of ${vendor}: “${device.body.advice}”`);
};

const advance = async (
  { gateway }: StoryContext,
  { rotationId }: ExaminedRotation,
  etag: string | null,
): Promise<void> => {
  const path = `${rotationsPath}/${rotationId}/advance` as const;
  const told = await gateway.call(`POST ${path}?dryRun=true`, dryRunAnswerSchema, { body: {} });
  const { halted, activeDevices } = told.body.impact;
  narrator.observed(`a dry run tells that completing it halts ${halted} of ${activeDevices} active devices`);
  const { status, body } = await gateway.call(`POST ${path}`, rotationSchema, {
    body: { acknowledgeHaltedDevices: halted },
    ifMatch: etag,
  });
  const { state, effective } = body;
  expectEqual(
    'the answer',
    { status, state, effective },
    { status: 200, state: 'completed', effective: true },
  );
  narrator.observed('acknowledged: the rotation is completed, and the old token revoked and effective');
};
