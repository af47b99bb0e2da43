/** So many observations of one organization are said per second and replica: more than checks come of it in any real morning. */
const provenPerSecondMax = 10_000;
/** Of devices that never proceeded by a token, whose ids may be invented. */
const unprovenPerSecondMax = 500;

/** Bounds what is said of one organization within a second, so that a flood of its checks is none for others. */
export class ObservationBudget {
  #second = 0;
  readonly #spent = { proven: new Map<string, number>(), unproven: new Map<string, number>() };

  /** False: the organization has had its share of this second. */
  take(organizationId: string, proven: boolean, nowMs: number): boolean {
    const second = Math.floor(nowMs / 1_000);
    if (second !== this.#second) this.#begin(second);
    const spent = proven ? this.#spent.proven : this.#spent.unproven;
    const soFar = spent.get(organizationId) ?? 0;
    if (soFar >= (proven ? provenPerSecondMax : unprovenPerSecondMax)) return false;
    spent.set(organizationId, soFar + 1);
    return true;
  }

  #begin(second: number): void {
    this.#second = second;
    this.#spent.proven.clear();
    this.#spent.unproven.clear();
  }
}
