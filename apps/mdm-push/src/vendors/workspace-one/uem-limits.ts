import type { RateBudget } from '../http/rate-budget.ts';
import { RateBudgets } from '../http/rate-budgets.ts';

/**
 * Rates are set per organization group and told in headers, which are heeded too. This is the vendor's own client's
 * limit to itself: https://github.com/euc-oss/terraform-sdk-uem
 */
const limits = { any: { requests: 1_000, windowMs: 60_000 } } as const;

export type UemBudgets = Readonly<Record<keyof typeof limits, RateBudget>>;

export const uemBudgets = (): RateBudgets<keyof typeof limits> => new RateBudgets(limits);
