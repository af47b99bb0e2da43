import { workspaceRoot } from '../workspace/workspace-root.ts';
import { checkLicences } from './check-licences.ts';

const problems = checkLicences(workspaceRoot);
process.stdout.write(
  [...problems, `${problems.length} packages under licences that were not looked at`, ''].join('\n'),
);
process.exitCode = problems.length === 0 ? 0 : 1;
