import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { knownMetrics } from '../metrics/known-metrics.ts';
import { metricsIn } from '../metrics/metrics-in.ts';
import { workspaceRoot } from '../workspace/workspace-root.ts';
import { dashboard, dashboardFile, drawings, renderDashboard, tracesUid } from './dashboard.ts';

const all = Object.values(drawings).flat();

describe('the dashboard', () => {
  it('is written down as its source says: npm run docs:dashboards', () => {
    expect(readFileSync(join(workspaceRoot, dashboardFile), 'utf8')).toBe(renderDashboard());
  });

  it('names only metrics that there are', () => {
    const known = knownMetrics(workspaceRoot);
    const named = all.flatMap(({ queries }) => queries.flatMap(([expression]) => metricsIn(expression)));
    expect(named.length).toBeGreaterThan(30);
    expect(named.filter((metric) => !known.has(metric))).toEqual([]);
  });

  it('leads to the traces, in a data source that Grafana is given', () => {
    const [link] = dashboard().links ?? [];
    const panes = new URL(String(link?.url), 'http://grafana').searchParams.get('panes') ?? '';
    expect(JSON.parse(panes)).toMatchObject({ traces: { datasource: tracesUid } });
    const given = readFileSync(
      join(workspaceRoot, 'deploy/grafana/provisioning/datasources/prometheus.yml'),
      'utf8',
    );
    expect(given).toContain(`uid: ${tracesUid}`);
  });

  it('draws everything, under titles of their own', () => {
    const titles = (dashboard().panels ?? []).map(({ title }) => String(title));
    expect(titles.sort()).toEqual([...Object.keys(drawings), ...all.map(({ title }) => title)].sort());
    expect(new Set(titles).size).toBe(titles.length);
  });
});
