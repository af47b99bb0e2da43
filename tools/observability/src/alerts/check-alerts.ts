import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { knownMetrics } from '../metrics/known-metrics.ts';
import { metricsIn } from '../metrics/metrics-in.ts';
import { isAlert, readRules, readRuleTests, type Alert, type Rule, type RuleTest } from './read-rules.ts';

const runbooks = 'docs/runbooks.md';

/** Every alert names series that there are, leads to its runbook, and is tested firing and not firing; no runbook is left over. */
export const checkAlerts = (root: string): readonly string[] => {
  const rules = readRules(root);
  const tests = readRuleTests(root);
  const headings = headingsOf(readFileSync(join(root, runbooks), 'utf8'));
  const alerts = rules.filter(isAlert);
  return [
    ...checkMetrics(rules, knownMetrics(root)),
    ...alerts.flatMap((alert) => [...checkRunbook(alert, headings), ...checkTests(alert, tests)]),
    ...headings
      .filter((heading) => !alerts.some(({ alert }) => alert === heading))
      .map((heading) => `${runbooks}: there is no alert ${heading}`),
  ];
};

const headingsOf = (page: string): readonly string[] =>
  [...page.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading ?? '');

const checkMetrics = (rules: readonly Rule[], known: ReadonlySet<string>): readonly string[] => {
  const recorded = new Set(rules.map((rule) => (isAlert(rule) ? '' : rule.record)));
  return rules.flatMap((rule) =>
    metricsIn(rule.expr)
      .filter((metric) => !known.has(metric) && !recorded.has(metric))
      .map((metric) => `${isAlert(rule) ? rule.alert : rule.record}: no service has a metric ${metric}`),
  );
};

const checkRunbook = ({ alert, annotations }: Alert, headings: readonly string[]): readonly string[] => {
  if (!headings.includes(alert)) return [`${alert}: ${runbooks} has no heading "${alert}"`];
  const wanted = `${runbooks}#${alert.toLowerCase()}`;
  return annotations.runbook_url === wanted ? [] : [`${alert}: its runbook_url must be ${wanted}`];
};

const checkTests = ({ alert }: Alert, tests: readonly RuleTest[]): readonly string[] => {
  const both = tests.some(
    (moments) => moments.some((firing) => firing.has(alert)) && moments.some((firing) => !firing.has(alert)),
  );
  return both ? [] : [`${alert}: no test in deploy/prometheus/rule-tests has it fire, and not fire`];
};
