import {
  DashboardBuilder,
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

/** The one dashboard: what is asked first stands first. */
export const dashboard = (): Dashboard => {
  const board = new DashboardBuilder('MDM Gate')
    .uid('mdm-gate')
    .description('Checks, changes and deliveries, and the services that do them')
    .tags(['mdm-gate'])
    .readonly()
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
