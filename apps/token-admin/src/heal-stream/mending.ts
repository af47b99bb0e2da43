import type { Logger } from '@mdm-gate/service-kit';
import type { Difference } from './comparison.ts';
import type { ForgottenOrganizations } from './forgotten-organizations.ts';
import type { OrganizationHealing } from './organization-healing.ts';
import type { KnownOrganization } from './what-to-do.ts';

/** Mends each difference by itself: one that cannot be mended holds up nobody. */
export class Mending {
  constructor(
    private readonly organizations: OrganizationHealing,
    private readonly forgotten: ForgottenOrganizations,
    private readonly logger: Logger,
  ) {}

  /**
   * Those whose copies prove that they only have to be taken over after a start of PostgreSQL, many at a time. Answers with
   * the others. Throws what PostgreSQL throws.
   */
  async adoptProven(differences: readonly Difference[]): Promise<readonly Difference[]> {
    const proven: KnownOrganization[] = [];
    const others: Difference[] = [];
    for (const difference of differences) {
      const { known, copies } = difference;
      if (known !== null && this.organizations.isProven(known, copies)) proven.push(known);
      else others.push(difference);
    }
    await this.organizations.adopt(proven);
    return others;
  }

  /** False: it could not be mended, and is to be looked at again. Never throws. */
  async mend(difference: Difference): Promise<boolean> {
    const { organizationId } = difference;
    try {
      const deed = await this.#deed(difference);
      if (worthTelling.has(deed))
        this.logger.warn({ organizationId, deed }, 'the database and its copies differed');
      return true;
    } catch (error) {
      this.logger.error({ err: error, organizationId }, 'an active set could not be mended, and will be');
      return false;
    }
  }

  async #deed({ organizationId, known, copies }: Difference): Promise<string> {
    if (known !== null) return this.organizations.heal(known, copies);
    return (await this.forgotten.forget(organizationId, copies)) ? 'forget' : 'nothing';
  }
}

const worthTelling = new Set(['apply', 'republish', 'begin-lineage', 'forget']);
