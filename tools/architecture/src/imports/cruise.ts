import { join } from 'node:path';
import { runProgram } from '../programs/run-program.ts';
import { workspaceRoot } from '../workspace/workspace-root.ts';

export interface ImportViolation {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
}

interface CruiseResult {
  readonly summary: {
    readonly totalCruised: number;
    readonly violations: readonly {
      readonly from: string;
      readonly to: string;
      readonly rule: { readonly name: string };
    }[];
  };
}

const program = join(workspaceRoot, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
const rules = join(workspaceRoot, '.dependency-cruiser.mjs');

/** All imports below `root` that break a rule, and how many files were looked at. */
export const cruise = async (
  root: string,
): Promise<{ readonly files: number; readonly violations: readonly ImportViolation[] }> => {
  const args = [program, '--config', rules, '--output-type', 'json', 'apps', 'libs', 'tools'];
  const { stdout, stderr } = await runProgram(args, root);
  if (stdout === '') throw new Error(`dependency-cruiser did not run: ${stderr}`);
  const { summary } = JSON.parse(stdout) as CruiseResult;
  return {
    files: summary.totalCruised,
    violations: summary.violations.map(({ from, to, rule }) => ({ rule: rule.name, from, to })),
  };
};
