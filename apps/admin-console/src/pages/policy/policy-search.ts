import type { PolicyMode } from '@mdm-gate/contracts';
import { policyLadder } from '../../words/policy.ts';

/** The mode that is chosen when the page opens, for other pages to lead there. */
export interface PolicySearch {
  readonly mode?: PolicyMode;
}

export const policySearchIn = (search: Readonly<Record<string, unknown>>): PolicySearch => {
  const step = policyLadder.find(({ mode }) => mode === search['mode']);
  return step === undefined ? {} : { mode: step.mode };
};
