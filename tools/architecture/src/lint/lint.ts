import { join } from 'node:path';
import { z } from 'zod';
import { runProgram } from '../programs/run-program.ts';
import { workspaceRoot } from '../workspace/workspace-root.ts';

export interface LintMessage {
  readonly file: string;
  readonly rule: string;
  readonly text: string;
}

const program = join(workspaceRoot, 'node_modules/oxlint/bin/oxlint');

/** As in continuous integration, and nothing taken over from an Nx that runs us. */
const environment = { NX_WORKSPACE_ROOT_PATH: '', NX_CACHE_PROJECT_GRAPH: 'true' };

const report = z.object({
  diagnostics: z.array(
    z.object({ filename: z.string(), code: z.string(), message: z.string(), severity: z.string() }),
  ),
});

const ruleMap = z.record(z.string(), z.union([z.string(), z.tuple([z.string()], z.unknown())]));

const configuration = z.object({
  rules: ruleMap,
  overrides: z.array(z.object({ files: z.array(z.string()), rules: ruleMap.default({}) })),
});

const runOxlint = async (args: readonly string[], folder: string): Promise<unknown> => {
  const { stdout, stderr } = await runProgram([program, ...args], folder, environment);
  const start = stdout.indexOf('{');
  if (start < 0) throw new Error(`oxlint did not run: ${stdout}${stderr}`);
  return JSON.parse(stdout.slice(start));
};

/** `eslint(no-console)` and `typescript(no-deprecated)` are called as in the configuration. */
const ruleOf = (code: string): string =>
  code
    .replace(/^eslint\(/, '')
    .replace('(', '/')
    .replace(')', '');

/** Plain `oxlint` on the whole workspace. */
export const lint = async (root: string): Promise<readonly LintMessage[]> => {
  const { diagnostics } = report.parse(await runOxlint(['--format', 'json', 'apps', 'libs', 'tools'], root));
  return diagnostics.map(({ filename, code, message }) => ({
    file: filename,
    rule: ruleOf(code),
    text: message,
  }));
};

export interface RuleSetting {
  readonly rule: string;
  readonly severity: string;
  readonly options: readonly unknown[];
}

/** The rules of this workspace as oxlint understands its configuration: those of everything, then those of some files. */
export const ruleSettings = async (): Promise<readonly RuleSetting[]> => {
  const { rules, overrides } = configuration.parse(await runOxlint(['--print-config'], workspaceRoot));
  return [rules, ...overrides.map((each) => each.rules)].flatMap((map) =>
    Object.entries(map).map(([rule, setting]) => {
      const [severity, ...options] = typeof setting === 'string' ? [setting] : setting;
      return { rule, severity, options };
    }),
  );
};
