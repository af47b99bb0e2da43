import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import type { Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TimeseriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';

/** What a panel draws: one line for each series of each expression, named by the labels in braces. */
export interface Drawing {
  readonly title: string;
  readonly description: string;
  /** As Grafana calls it: `reqps`, `s`, `percentunit`, `short`, `bytes`. */
  readonly unit: string;
  readonly queries: readonly (readonly [expression: string, legend: string])[];
  /** What stands there while there is nothing to draw; Grafana says “No data” unless told. */
  readonly nothing?: string;
}

/** Chosen at the top of the dashboard. */
export const datasource = { type: 'prometheus', uid: '${datasource}' } as const;

const targetsOf = ({ queries }: Drawing): Builder<Dataquery>[] =>
  queries.map(([expression, legend], index) =>
    new DataqueryBuilder()
      .refId(String.fromCharCode(65 + index))
      .datasource(datasource)
      .expr(expression)
      .legendFormat(legend),
  );

const described = <Panel extends StatBuilder | TimeseriesBuilder>(panel: Panel, drawing: Drawing): Panel => {
  panel
    .title(drawing.title)
    .description(drawing.description)
    .unit(drawing.unit)
    .datasource(datasource)
    .span(8)
    .targets(targetsOf(drawing));
  if (drawing.nothing !== undefined) panel.noValue(drawing.nothing);
  return panel;
};

export const lines = (drawing: Drawing): TimeseriesBuilder =>
  described(new TimeseriesBuilder(), drawing).min(0).height(7).fillOpacity(8);

/** One number for each series, as it is now. */
export const numbers = (drawing: Drawing): StatBuilder => described(new StatBuilder(), drawing).height(4);
