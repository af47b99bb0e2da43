import { z } from 'zod';

/** One piece of state: a tenant without its devices (`device` null), or one device. */
export interface StateRecord {
  readonly vendor: string;
  readonly tenant: string;
  readonly device: string | null;
  /** Read when the record is written, so that what changes often is written once. */
  readonly value: () => unknown;
}

export interface KeptTenant {
  readonly head: unknown;
  readonly devices: readonly unknown[];
}

/** Vendor, tenant, device, value. Without tenant: everything before it of that vendor is void. */
const lineSchema = z.tuple([z.string(), z.string().nullable(), z.string().nullable(), z.unknown()]);

export type StateLine = z.infer<typeof lineSchema>;

export const keyOf = (vendor: string, tenant: string, device: string | null): string =>
  JSON.stringify([vendor, tenant, device]);

/** Null for a line that a crash left unfinished. */
export function parseLine(text: string): StateLine | null {
  try {
    return lineSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** What is in force of many lines: the last of each key. */
export function liveLines(lines: readonly StateLine[]): Map<string, StateLine> {
  const live = new Map<string, StateLine>();
  for (const line of lines) {
    const [vendor, tenant, device] = line;
    if (tenant === null) {
      for (const [key] of [...live].filter(([, [other]]) => other === vendor)) {
        live.delete(key);
      }
    } else {
      live.set(keyOf(vendor, tenant, device), line);
    }
  }
  return live;
}

/** The tenants of each vendor, put together again in their order. */
export function tenantsOf(lines: Iterable<StateLine>): Map<string, KeptTenant[]> {
  const vendors = new Map<string, Map<string, { head: unknown; devices: unknown[] }>>();
  for (const [vendor, tenant, device, value] of lines) {
    const tenants = vendors.get(vendor) ?? new Map<string, { head: unknown; devices: unknown[] }>();
    vendors.set(vendor, tenants);
    const kept = tenants.get(tenant ?? '') ?? { head: null, devices: [] };
    tenants.set(tenant ?? '', kept);
    if (device === null) {
      kept.head = value;
    } else {
      kept.devices.push(value);
    }
  }
  return new Map([...vendors].map(([vendor, tenants]) => [vendor, [...tenants.values()]]));
}
