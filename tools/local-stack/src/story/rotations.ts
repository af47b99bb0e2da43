import {
  findRotationRoute,
  listStragglersRoute,
  type Rotation,
  type RotationState,
} from '@mdm-gate/contracts';
import { waitFor } from '@mdm-gate/testing';
import type { z } from 'zod';
import { organizationId } from '../stack/organization-id.ts';
import type { StoryContext } from './story-context.ts';

const examinedSchema = findRotationRoute.replies[200].schema;
export type ExaminedRotation = z.infer<typeof examinedSchema>;

export const rotationsPath = `/organizations/${organizationId}/rotations` as const;

interface Found {
  readonly etag: string | null;
  readonly rotation: ExaminedRotation;
}

export const findRotation = async ({ gateway }: StoryContext, rotationId: string): Promise<Found> => {
  const { etag, body } = await gateway.call(`GET ${rotationsPath}/${rotationId}`, examinedSchema);
  return { etag, rotation: body };
};

/** Waits until the rotation has come to this state by itself. */
export const untilRotationIs = (
  context: StoryContext,
  { rotationId }: Pick<Rotation, 'rotationId'>,
  state: RotationState,
): Promise<Found> =>
  waitFor(
    async () => {
      const found = await findRotation(context, rotationId);
      if (found.rotation.state === state) return found;
      throw new Error(`it is ${found.rotation.state} and waits for: ${found.rotation.waitingFor}`);
    },
    { timeoutMs: 30_000, intervalMs: 100, describe: `the rotation is ${state}` },
  );

export const stragglersOf = async (
  { gateway }: StoryContext,
  { rotationId }: Pick<Rotation, 'rotationId'>,
): Promise<readonly string[]> => {
  const page = listStragglersRoute.replies[200].schema;
  const { body } = await gateway.call(`GET ${rotationsPath}/${rotationId}/stragglers`, page);
  return body.items.map(({ deviceId }) => deviceId);
};
