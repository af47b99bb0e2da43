import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workspaceRoot } from '../workspace/workspace-root.ts';
import { checkAlerts } from './check-alerts.ts';
import { metricsIn } from '../metrics/metrics-in.ts';
import { promtool } from './promtool.fixture.ts';

const folder = join(workspaceRoot, 'deploy/prometheus');

describe('the alerts', () => {
  it('name metrics that there are, lead to a runbook, and are tried firing and not firing', () => {
    expect(checkAlerts(workspaceRoot)).toEqual([]);
  });

  it('are rules, and a configuration, that Prometheus takes', async () => {
    expect(await promtool(['check', 'config', 'prometheus.yml'], folder)).toMatchObject({ code: 0 });
  });

  it('fire when they should, and only then', async () => {
    const tests = ['checks', 'changes', 'services'].map((name) => `rule-tests/${name}.yml`);
    expect(await promtool(['test', 'rules', ...tests], folder)).toMatchObject({ code: 0 });
  });
});

describe('a planted mistake in the alerts', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'planted-'));
    for (const part of ['deploy/prometheus', 'docs/runbooks.md'])
      cpSync(join(workspaceRoot, part), join(root, part), { recursive: true });
    for (const part of ['apps/verifier/src', 'apps/token-admin/src', 'apps/mdm-push/src', 'libs'])
      cpSync(join(workspaceRoot, part), join(root, part), {
        recursive: true,
        filter: (path) => !/node_modules|dist/.test(path),
      });
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  const replace = (file: string, text: string, by: string): void => {
    const path = join(root, file);
    const page = readFileSync(path, 'utf8');
    expect(page).toContain(text);
    writeFileSync(path, page.replaceAll(text, by));
  };

  it.each<[string, string, string, string, string]>([
    [
      'a metric that there is not',
      'deploy/prometheus/rules/changes.yml',
      'outbox_oldest_seconds',
      'outbox_age_seconds',
      'OutboxLags: no service has a metric outbox_age_seconds',
    ],
    [
      'a runbook that leads elsewhere',
      'deploy/prometheus/rules/changes.yml',
      '#outboxlags',
      '#messageparked',
      'OutboxLags: its runbook_url must be docs/runbooks.md#outboxlags',
    ],
    [
      'a missing runbook',
      'docs/runbooks.md',
      '## OutboxLags',
      '### OutboxLags',
      'OutboxLags: docs/runbooks.md has no',
    ],
    [
      'a runbook of no alert',
      'docs/runbooks.md',
      '## OutboxLags',
      '## OutboxLagged',
      'there is no alert OutboxLagged',
    ],
    [
      'an alert that is not tried',
      'deploy/prometheus/rule-tests/changes.yml',
      'OutboxLags',
      'MessageParked',
      'OutboxLags: no test in deploy/prometheus/rule-tests',
    ],
  ])('is found: %s', (...[, file, text, by, message]) => {
    replace(file, text, by);
    expect(checkAlerts(root).join('\n')).toContain(message);
  });

  it('is found in expressions however they are written', () => {
    const expression = `histogram_quantile(0.99, sum by (le) (rate(a_bucket{b="c_d", e!~"x|y"}[5m]))) > 2 * avg_over_time(l:m:r5m[6h] offset 30m) and on (job) g == 0`;
    expect(metricsIn(expression)).toEqual(['a_bucket', 'l:m:r5m', 'g']);
  });
});
