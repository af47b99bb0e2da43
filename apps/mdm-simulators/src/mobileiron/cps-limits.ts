import { RequestWindow } from '../vendor/request-window.ts';
import { cpsError } from './mobileiron-error.ts';
import { type MobileironTenant } from './mobileiron.state.ts';

const MINUTE_MS = 60_000;

export type CpsCall = 'forceCheckin' | 'application' | 'list' | 'other';

/** Calls a minute on cluster NA1, "Suggested rate limits" of the Common Platform Services guide. */
const LIMITS: Record<CpsCall, number> = { forceCheckin: 100, application: 300, list: 200, other: 400 };

export class CpsLimits {
  private readonly windows: Record<CpsCall, RequestWindow> = {
    forceCheckin: new RequestWindow(LIMITS.forceCheckin, MINUTE_MS),
    application: new RequestWindow(LIMITS.application, MINUTE_MS),
    list: new RequestWindow(LIMITS.list, MINUTE_MS),
    other: new RequestWindow(LIMITS.other, MINUTE_MS),
  };

  /** Throws 429, without Retry-After: none is promised. */
  count(tenant: MobileironTenant, call: CpsCall): void {
    if (tenant.behaviour.throttling && this.windows[call].admit(tenant.id, Date.now()) > 0) {
      throw cpsError(429, 'Too many requests.');
    }
  }
}
