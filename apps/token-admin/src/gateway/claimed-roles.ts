import { z } from 'zod';

/** What an entry of the identity provider means here: `{"<entry>": "acme:viewer"}`, or several roles in a list. */
export type RoleMap = Readonly<Record<string, readonly string[]>>;

const mapSchema = z.record(
  z.string().min(1),
  z.union([z.string().transform((role) => [role]), z.array(z.string())]),
);

export const roleMapSchema = z.string().transform((text, context): RoleMap => {
  try {
    return mapSchema.parse(JSON.parse(text));
  } catch {
    context.addIssue({ code: 'custom', message: 'must be JSON such as {"<entry>": "acme:viewer"}' });
    return z.NEVER;
  }
});

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The claim of that name, also one with dots in it, as `https://example.com/roles`; else what lies under its parts. */
const claimAt = (payload: unknown, path: string): unknown => {
  if (!isObject(payload)) return undefined;
  if (Object.hasOwn(payload, path)) return payload[path];
  const [first = '', ...rest] = path.split('.');
  return rest.length > 0 && Object.hasOwn(payload, first)
    ? claimAt(payload[first], rest.join('.'))
    : undefined;
};

/** The entries of the roles' claim: one text or a list, of which what is no text gives nothing. */
export const claimedRoles = (payload: unknown, path: string, map: RoleMap | undefined): readonly string[] => {
  const entries = [claimAt(payload, path)].flat().filter((entry) => typeof entry === 'string');
  if (map === undefined) return entries;
  return entries.flatMap((entry) => (Object.hasOwn(map, entry) ? (map[entry] ?? []) : []));
};
