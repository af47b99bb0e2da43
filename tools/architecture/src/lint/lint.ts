import { realpathSync } from 'node:fs';
import { join, relative } from 'node:path';
import { runProgram } from '../programs/run-program.ts';
import { workspaceRoot } from '../workspace/workspace-root.ts';

export interface LintMessage {
  readonly file: string;
  readonly rule: string | null;
  readonly text: string;
}

interface FileResult {
  readonly filePath: string;
  readonly messages: readonly { readonly ruleId: string | null; readonly message: string }[];
}

const eslint = join(workspaceRoot, 'node_modules/eslint/bin/eslint.js');

/** As in continuous integration, and nothing taken over from an Nx that runs us. */
const environment = { NX_DAEMON: 'false', NX_WORKSPACE_ROOT_PATH: '', NX_CACHE_PROJECT_GRAPH: 'true' };

/** Plain `eslint` on the whole workspace. */
export const lint = async (root: string): Promise<readonly LintMessage[]> => {
  const args = [eslint, '--format', 'json', 'apps', 'libs', 'tools'];
  const { stdout, stderr } = await runProgram(args, root, environment);
  const start = stdout.indexOf('[{');
  if (start < 0) throw new Error(`ESLint did not run: ${stdout}${stderr}`);
  return (JSON.parse(stdout.slice(start)) as FileResult[]).flatMap(({ filePath, messages }) =>
    messages.map(({ ruleId, message }) => ({
      file: relative(realpathSync(root), filePath),
      rule: ruleId,
      text: message,
    })),
  );
};

/** The rules that hold for a file of this workspace, as ESLint understands its configuration. */
export const rulesFor = async (file: string): Promise<Readonly<Record<string, readonly unknown[]>>> => {
  const { stdout, stderr } = await runProgram([eslint, '--print-config', file], workspaceRoot, environment);
  if (stdout === '') throw new Error(`ESLint did not run: ${stderr}`);
  return (JSON.parse(stdout) as { rules: Record<string, unknown[]> }).rules;
};
