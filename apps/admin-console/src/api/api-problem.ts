import type { ErrorCode, Problem } from '@mdm-gate/contracts';

/** What the gateway answered instead of what was asked for. `unreachable`: it did not answer at all. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';

  constructor(
    readonly code: ErrorCode | 'unreachable',
    readonly problem: Problem | null,
    options?: ErrorOptions,
  ) {
    super(code, options);
  }

  /** What is wrong with a field of what was sent, by its name. */
  issueOf(path: string): string | undefined {
    return this.problem?.issues?.find((issue) => issue.path === path)?.message;
  }
}

export const isApiProblem = (error: unknown): error is ApiProblem => error instanceof ApiProblem;
