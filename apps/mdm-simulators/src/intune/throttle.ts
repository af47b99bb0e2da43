import { Refusal } from '../vendor/refusal.ts';
import { RequestWindow } from '../vendor/request-window.ts';
import { graphErrorBody } from './graph-error.ts';
import { type IntuneTenant } from './intune.state.ts';

const WINDOW_MS = 20_000;

/** https://learn.microsoft.com/graph/throttling-limits, Intune applications: per app and tenant in 20 seconds. */
export class IntuneThrottle {
  private readonly writes = new RequestWindow(100, WINDOW_MS);
  private readonly all = new RequestWindow(1_000, WINDOW_MS);
  private refused = 0;

  /** Throws 429; every other one without Retry-After, which Intune often leaves out. */
  count(tenant: IntuneTenant, method: string): void {
    if (!tenant.behaviour.throttling) {
      return;
    }
    const now = Date.now();
    const waitMs = Math.max(
      this.all.admit(tenant.id, now),
      method === 'GET' ? 0 : this.writes.admit(tenant.id, now),
    );
    if (waitMs > 0) {
      this.refused += 1;
      const { error } = graphErrorBody(429, 'An error has occurred.');
      const headers = this.refused % 2 === 0 ? {} : { 'retry-after': (waitMs / 1000).toFixed(3) };
      throw new Refusal(429, { error: { ...error, details: [] } }, headers);
    }
  }
}
