import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const ruleSchema = z.union([
  z.strictObject({ record: z.string(), expr: z.string() }),
  z.strictObject({
    alert: z.string(),
    expr: z.string(),
    for: z.string().optional(),
    labels: z.strictObject({ severity: z.enum(['critical', 'warning']) }),
    annotations: z.strictObject({
      summary: z.string().min(10),
      description: z.string().min(10),
      runbook_url: z.string(),
    }),
  }),
]);
export type Rule = z.infer<typeof ruleSchema>;
export type Alert = Extract<Rule, { readonly alert: string }>;

const ruleFileSchema = z.object({ groups: z.array(z.object({ rules: z.array(ruleSchema) })) });

const testFileSchema = z.object({
  tests: z.array(
    z.object({
      promql_expr_test: z.array(
        z.object({
          eval_time: z.string(),
          exp_samples: z.array(z.object({ labels: z.string(), value: z.number() })),
        }),
      ),
    }),
  ),
});
/** One test: which alerts fire at each moment that it looks at. */
export type RuleTest = readonly ReadonlySet<string>[];

export const isAlert = (rule: Rule): rule is Alert => 'alert' in rule;

const filesIn = (root: string, folder: string): readonly unknown[] =>
  globSync(`deploy/prometheus/${folder}/*.yml`, { cwd: root })
    .sort()
    .map((file): unknown => parse(readFileSync(join(root, file), 'utf8')));

export const readRules = (root: string): readonly Rule[] =>
  filesIn(root, 'rules').flatMap((file) => ruleFileSchema.parse(file).groups.flatMap(({ rules }) => rules));

export const readRuleTests = (root: string): readonly RuleTest[] =>
  filesIn(root, 'rule-tests').flatMap((file) =>
    testFileSchema
      .parse(file)
      .tests.map((test) => test.promql_expr_test.map(({ exp_samples }) => new Set(exp_samples.map(nameOf)))),
  );

const nameOf = ({ labels }: { readonly labels: string }): string =>
  /alertname="(\w+)"/.exec(labels)?.[1] ?? '';
