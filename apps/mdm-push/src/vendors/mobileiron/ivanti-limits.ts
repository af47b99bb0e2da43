import { RateBudgets } from '../http/rate-budgets.ts';
import type { RateBudget } from '../http/rate-budget.ts';
import type { MobileironFields } from './mobileiron.schema.ts';

const minuteMs = 60_000;

/**
 * Calls a minute that every cluster allows: the smallest of those that are documented, as an address does not tell the
 * cluster. https://help.ivanti.com/mi/help/en_us/CPS/8x/api/ServiceConnectAPI/suggested_rate_limits.htm
 */
const limits = {
  checkIn: { requests: 100, windowMs: minuteMs },
  list: { requests: 100, windowMs: minuteMs },
  other: { requests: 200, windowMs: minuteMs },
} as const;

export type IvantiBudgets = Readonly<Record<keyof typeof limits, RateBudget>>;

export const ivantiBudgets = (): RateBudgets<keyof typeof limits> => new RateBudgets(limits);

/** A cluster's address is that of many tenants, which nothing but their users tells apart. */
export const tenantOf = ({ settings, credentials }: MobileironFields): string =>
  `${settings.apiUrl} ${credentials.username}`.toLowerCase();
