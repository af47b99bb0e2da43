import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  PrometheusRule,
  ServiceMonitor,
  type IPrometheusRule,
} from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1';
import { parse } from 'yaml';
import { z } from 'zod';
import { labelsOf } from './pod.ts';

type RuleGroup = NonNullable<NonNullable<IPrometheusRule['spec']>['groups']>[number];

const rulesFile = z.object({
  groups: z.array(
    z.custom<RuleGroup>((value) => z.looseObject({ name: z.string() }).safeParse(value).success),
  ),
});

/** The same targets and rules that deploy/prometheus has, for the Prometheus operator. */
export const monitoring = (root: string) => [
  new ServiceMonitor({
    metadata: { name: 'mdm-gate', labels: labelsOf('mdm-gate') },
    spec: {
      selector: {
        matchExpressions: [
          { key: 'app.kubernetes.io/name', operator: 'In', values: ['token-admin', 'verifier', 'mdm-push'] },
        ],
      },
      endpoints: [{ port: 'health', path: '/metrics', interval: '15s' }],
      targetLabels: ['app.kubernetes.io/name'],
    },
  }),
  ...rulesOf(root),
];

const rulesOf = (root: string): readonly PrometheusRule[] => {
  const folder = join(root, 'deploy/prometheus/rules');
  const groups = globSync('*.yml', { cwd: folder })
    .sort()
    .flatMap((file) => rulesFile.parse(parse(readFileSync(join(folder, file), 'utf8'))).groups);
  if (groups.length === 0) return [];
  return [
    new PrometheusRule({ metadata: { name: 'mdm-gate', labels: labelsOf('mdm-gate') }, spec: { groups } }),
  ];
};
