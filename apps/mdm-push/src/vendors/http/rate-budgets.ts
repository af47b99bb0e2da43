import { RateBudget, type RateLimit } from './rate-budget.ts';

type Budgets<Name extends string> = Readonly<Record<Name, RateBudget>>;

/** The budgets of all tenants of a vendor. Connections to the same tenant share theirs, which end with the last of them. */
export class RateBudgets<Name extends string> {
  readonly #byTenant = new Map<string, WeakRef<Budgets<Name>>>();
  readonly #ended = new FinalizationRegistry<string>((tenant) => {
    if (this.#byTenant.get(tenant)?.deref() === undefined) this.#byTenant.delete(tenant);
  });

  constructor(private readonly limits: Readonly<Record<Name, RateLimit>>) {}

  of(tenant: string): Budgets<Name> {
    const known = this.#byTenant.get(tenant)?.deref();
    if (known !== undefined) return known;
    const made = this.#made();
    this.#byTenant.set(tenant, new WeakRef(made));
    this.#ended.register(made, tenant);
    return made;
  }

  #made(): Budgets<Name> {
    const entries = Object.entries<RateLimit>(this.limits);
    return Object.fromEntries(entries.map(([name, limit]) => [name, new RateBudget(limit)])) as Budgets<Name>;
  }
}
