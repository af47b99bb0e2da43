import { RateBudgets } from '../http/rate-budgets.ts';
import type { RateBudget } from '../http/rate-budget.ts';

/**
 * What one app may send to one tenant, for apps and their configurations.
 * https://learn.microsoft.com/graph/throttling-limits#intune-service-limits
 */
const limits = {
  any: { requests: 1_000, windowMs: 20_000 },
  write: { requests: 100, windowMs: 20_000 },
} as const;

export type GraphBudgets = Readonly<Record<keyof typeof limits, RateBudget>>;

export const graphBudgets = (): RateBudgets<keyof typeof limits> => new RateBudgets(limits);
