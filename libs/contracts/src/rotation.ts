import { z } from 'zod';
import { instantSchema, uuidSchema } from './identifiers.ts';

/**
 * `delivering`: the MDM systems are being given the new token. `adopting`: devices take it up. `grace`: old tokens are
 * `retiring`. `held`: nothing more happens by itself until a person decides. `completed`, `cancelled`: the end.
 */
export const rotationStates = ['delivering', 'adopting', 'grace', 'completed', 'cancelled', 'held'] as const;
export const rotationStateSchema = z.enum(rotationStates);
export type RotationState = z.infer<typeof rotationStateSchema>;

/** Why a rotation was held. `by-hand`: a person held it; it goes on from where it was when a person resumes it. */
export const heldReasonSchema = z.enum([
  'would-halt-devices',
  'deadline-passed',
  'last-active-token',
  'by-hand',
]);
export type HeldReason = z.infer<typeof heldReasonSchema>;

/** What every event of a rotation says. `state`: as it is from now on. */
export const rotationFields = {
  rotationId: uuidSchema,
  connectionId: uuidSchema.nullable(),
  tokenId: uuidSchema,
  replaces: z.array(uuidSchema),
  state: rotationStateSchema,
  heldBecause: heldReasonSchema.nullable(),
  stateSince: instantSchema,
};
