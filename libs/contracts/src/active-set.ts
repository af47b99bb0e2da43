import { z } from 'zod';
import { instantSchema, uuidSchema } from './identifiers.ts';

export const policyModes = ['off', 'monitor', 'enforce-pairing', 'enforce'] as const;
export const policyModeSchema = z.enum(policyModes);
export type PolicyMode = z.infer<typeof policyModeSchema>;

/** Whether the mode halts anything, now or once it takes effect. */
export const isEnforcing = (mode: PolicyMode): boolean => mode === 'enforce' || mode === 'enforce-pairing';

/**
 * `mode`: what a check leads to; `enforce-pairing` halts pairings and only monitors authentications.
 * `effectiveFrom`: until then both modes that enforce only monitor.
 * `mdmIntegrated`: the organization has an MDM connection, without which nothing is required of its devices.
 */
export const activeSetPolicySchema = z.object({
  mode: policyModeSchema,
  effectiveFrom: instantSchema.nullable(),
  mdmIntegrated: z.boolean(),
});
export type ActiveSetPolicy = z.infer<typeof activeSetPolicySchema>;

/** `retiring` still matches, but should be gone soon; `revoked` is kept to name the reason of a refusal. */
export const tokenStates = ['active', 'retiring', 'revoked'] as const;
export const tokenStateSchema = z.enum(tokenStates);
export type TokenState = z.infer<typeof tokenStateSchema>;

/**
 * An MDM token as the other services know it: never its value.
 * `digest`: HMAC-SHA-256 of the value under the key named by `digestKeyId`, base64url.
 * `connectionId`: the only MDM connection it is for, or null for all of the organization.
 * `notAfter`: the instant from which it no longer matches.
 */
export const activeSetTokenSchema = z.object({
  tokenId: uuidSchema,
  state: tokenStateSchema,
  digest: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  digestKeyId: z.string().min(1).max(64),
  connectionId: uuidSchema.nullable(),
  notAfter: instantSchema.nullable(),
  createdAt: instantSchema,
});
export type ActiveSetToken = z.infer<typeof activeSetTokenSchema>;

/**
 * Far above what any organization comes to: a change every second for 30 years. What says more is not a version that a
 * history could have led to.
 */
export const activeSetVersionMax = 1_000_000_000;

/** A UUID of version 7, so that lineages sort by when they began. */
export const lineageSchema = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  .meta({ examples: ['0190b2f2-6c1e-7d3a-8b7e-1f2a3b4c5d6e'] });

/** When it began, as it says, in milliseconds since 1970: the first 48 bits. */
export const lineageBeganMs = (lineage: string): number =>
  parseInt(lineage.slice(0, 8) + lineage.slice(9, 13), 16);

/** Further ahead of another clock no clock of ours is: what claims to be of such a lineage was made up. */
export const lineageAheadMaxMs = 10 * 60_000;

/** What tells one active set of an organization from every other: see below. */
export const activeSetIdentity = {
  lineage: lineageSchema,
  version: z.number().int().min(1).max(activeSetVersionMax),
  mac: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
};

const activeSetFields = z.object({
  ...activeSetIdentity,
  policy: activeSetPolicySchema,
  connectionIds: z.array(uuidSchema),
  tokens: z.array(activeSetTokenSchema),
  forgotten: z.literal(true).optional(),
  macKeyId: z.string().min(1).max(64),
});
export type ActiveSet = z.infer<typeof activeSetFields>;

/**
 * All of an organization's MDM tokens that may match now, with the policy and the MDM connections that there are.
 * `lineage`: the history that it belongs to. Every start of a new one has a new lineage: the organization is created,
 * PostgreSQL may have gone back in time, an operator says so. `version` grows by 1 at every change.
 * `forgotten`: token-admin does not know the organization (any more), and no check of it may go on.
 * `mac`: HMAC-SHA-256 of all that, and of whose it is, under a key derived from the digest key that `macKeyId` names: only
 * token-admin and the verifiers have it, so that what has none is not of the authority. Fields that are not known here
 * are kept, because it covers them too.
 */
export const activeSetSchema: z.ZodType<ActiveSet, ActiveSet> = activeSetFields.loose().extend({
  policy: activeSetPolicySchema.loose(),
  tokens: z.array(activeSetTokenSchema.loose()),
});

/** An active set before it has its MAC. */
export type ActiveSetContent = Omit<ActiveSet, 'mac' | 'macKeyId'>;

const versionDigits = String(activeSetVersionMax).length;

/**
 * Where a set stands among all sets of its organization: the greater text is the newer set, of a later lineage or a later
 * version of the same one. Two sets with one position and different MACs are a conflict, which only token-admin settles.
 */
export const activeSetPosition = ({ lineage, version }: Pick<ActiveSet, 'lineage' | 'version'>): string =>
  `${lineage}:${String(version).padStart(versionDigits, '0')}`;

/** JSON with names in order, so that the same content always gives the same bytes, whatever stored it. */
const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const named = Object.entries(value).filter(([, item]) => item !== undefined);
  const sorted = named.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([name, item]) => `${JSON.stringify(name)}:${canonical(item)}`).join(',')}}`;
};

/** The text that the MAC is made of: every field of the set but the MAC itself, and the organization it belongs to. */
export const activeSetText = (organizationId: string, activeSet: object): string =>
  canonical({ organizationId, activeSet: { ...activeSet, mac: undefined, macKeyId: undefined } });
