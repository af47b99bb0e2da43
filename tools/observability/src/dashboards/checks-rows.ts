import type { Drawing } from './panels.ts';

export const nowNumbers: readonly Drawing[] = [
  {
    title: 'Alerts that fire',
    description: 'Of deploy/prometheus/rules; docs/runbooks.md says what to do.',
    unit: 'short',
    queries: [['count(ALERTS{alertstate="firing"}) or vector(0)', 'firing']],
  },
  {
    title: 'Checks per second',
    description: 'Over all verifiers.',
    unit: 'reqps',
    queries: [['sum(rate(verifier_checks_total[1m]))', 'checks']],
  },
  {
    title: 'Halted as unavailable',
    description: 'The share of checks that could not be decided.',
    unit: 'percentunit',
    queries: [
      [
        'sum(rate(verifier_checks_total{reason="unavailable"}[1m])) / (sum(rate(verifier_checks_total[1m])) > 0)',
        'unavailable',
      ],
    ],
    nothing: 'No checks',
  },
];

export const checks: readonly Drawing[] = [
  {
    title: 'Checks by reason',
    description: 'What checks came to.',
    unit: 'reqps',
    queries: [['sum by (decision, reason) (rate(verifier_checks_total[1m]))', '{{decision}}: {{reason}}']],
  },
  {
    title: 'How long checks take',
    description: 'Inside the verifier, from the request to the answer.',
    unit: 's',
    queries: [0.5, 0.99].map((quantile) => [
      `histogram_quantile(${quantile}, sum by (le) (rate(verifier_check_duration_seconds_bucket[1m])))`,
      `p${quantile * 100}`,
    ]),
  },
  {
    title: 'Checks per replica',
    description: 'NATS shares them out; one that gets none is away.',
    unit: 'reqps',
    queries: [['sum by (instance) (rate(verifier_checks_total[1m]))', '{{instance}}']],
  },
  {
    title: 'Fillings of Redis',
    description: 'An empty Redis is filled from the stream; meanwhile checks are unavailable.',
    unit: 'short',
    queries: [['sum by (outcome) (increase(verifier_refills_total[5m]))', '{{outcome}}']],
  },
  {
    title: 'Active sets',
    description: 'Organizations that a replica has seen, and those whose newest set is missing.',
    unit: 'short',
    queries: [
      ['verifier_organizations', '{{instance}}'],
      ['max(verifier_withheld_organizations)', 'withheld'],
    ],
  },
  {
    title: 'Observations',
    description: 'What verifiers said of devices, and what they left for a later check.',
    unit: 'cps',
    queries: [
      ['sum(rate(verifier_observations_total[5m]))', 'said'],
      ['sum by (why) (rate(verifier_observations_left_out_total[5m]))', 'left out: {{why}}'],
    ],
  },
];
