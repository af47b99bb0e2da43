import {
  organizationIdSchema,
  organizationRoles,
  type OrganizationRole,
  type RouteAccess,
} from '@mdm-gate/contracts';
import { z } from 'zod';

/** Who calls, and what they may do, as their access token says. */
export interface Caller {
  readonly id: string;
  readonly isPlatformAdministrator: boolean;
  /** The highest role per organization. */
  readonly roles: ReadonlyMap<string, OrganizationRole>;
}

export const hasRoles = ({ isPlatformAdministrator, roles }: Caller): boolean =>
  isPlatformAdministrator || roles.size > 0;

const rank = (role: OrganizationRole | undefined): number =>
  role === undefined ? -1 : organizationRoles.indexOf(role);

const organizationRoleSchema = z.tuple([organizationIdSchema, z.enum(organizationRoles)]);

/** Reads `platform-administrator` and `<organizationId>:<role>`; anything else gives no right. */
export const callerFrom = (id: string, entries: readonly string[]): Caller => {
  const roles = new Map<string, OrganizationRole>();
  for (const entry of entries) {
    const parsed = organizationRoleSchema.safeParse(entry.split(':'));
    if (!parsed.success) continue;
    const [organizationId, role] = parsed.data;
    if (rank(role) > rank(roles.get(organizationId))) roles.set(organizationId, role);
  }
  return { id, isPlatformAdministrator: entries.includes('platform-administrator'), roles };
};

/** `unknown`: the caller may not even know whether the organization exists. */
export type AccessVerdict = 'allowed' | 'forbidden' | 'unknown';

const verdictWithin = (caller: Caller, organizationId: string, needed: OrganizationRole): AccessVerdict => {
  if (caller.isPlatformAdministrator) return 'allowed';
  const role = caller.roles.get(organizationId);
  if (role === undefined) return 'unknown';
  return rank(role) >= rank(needed) ? 'allowed' : 'forbidden';
};

const forbiddenUnless = (allowed: boolean): AccessVerdict => (allowed ? 'allowed' : 'forbidden');

export const accessVerdict = (
  caller: Caller,
  access: RouteAccess,
  organizationId: string | undefined,
): AccessVerdict => {
  if (access === 'public' || access === 'signed-in' || access === 'oneself') return 'allowed';
  if (access === 'platform-administrator') return forbiddenUnless(caller.isPlatformAdministrator);
  return organizationId === undefined ? 'forbidden' : verdictWithin(caller, organizationId, access);
};
