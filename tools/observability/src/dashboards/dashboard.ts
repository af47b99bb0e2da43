import {
  DashboardBuilder,
  DashboardLinkBuilder,
  DashboardLinkType,
  DatasourceVariableBuilder,
  RowBuilder,
  type Dashboard,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { changes } from './changes-rows.ts';
import { checks, nowNumbers } from './checks-rows.ts';
import { lines, numbers, type Drawing } from './panels.ts';
import { services } from './services-rows.ts';

export const dashboardFile = 'deploy/grafana/dashboards/mdm-gate.json';

/** Everything that is drawn, by the row that it stands in. */
export const drawings: Readonly<Record<string, readonly Drawing[]>> = {
  Now: nowNumbers,
  Checks: checks,
  'Changes and deliveries': changes,
  Services: services,
};

/** As `deploy/grafana/provisioning` names the data source. */
export const tracesUid = 'traces';

/** Where Grafana looks for what the gateway was asked lately: every trace of a change begins there. */
const searchTraces = (): string => {
  const datasource = { type: 'jaeger', uid: tracesUid };
  const queries = [{ refId: 'A', datasource, queryType: 'search', service: 'token-admin' }];
  const panes = { traces: { datasource: tracesUid, queries, range: { from: 'now-1h', to: 'now' } } };
  return `/explore?schemaVersion=1&orgId=1&panes=${encodeURIComponent(JSON.stringify(panes))}`;
};

const tracesLink = () =>
  new DashboardLinkBuilder('Traces').type(DashboardLinkType.Link).url(searchTraces()).targetBlank(true);

/** The one dashboard: what is asked first stands first. */
export const dashboard = (): Dashboard => {
  const board = new DashboardBuilder('MDM Gate')
    .uid('mdm-gate')
    .description('Checks, changes and deliveries, and the services that do them')
    .tags(['mdm-gate'])
    .readonly()
    .link(tracesLink())
    .refresh('10s')
    .time({ from: 'now-1h', to: 'now' })
    .withVariable(new DatasourceVariableBuilder('datasource').label('Prometheus').type('prometheus'));
  for (const [title, row] of Object.entries(drawings)) {
    board.withRow(new RowBuilder(title));
    const draw = row === nowNumbers ? numbers : lines;
    for (const drawing of row) board.withPanel(draw(drawing));
  }
  return board.build();
};

export const renderDashboard = (): string => `${JSON.stringify(dashboard(), null, 2)}\n`;
