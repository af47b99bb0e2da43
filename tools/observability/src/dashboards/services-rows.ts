import type { Drawing } from './panels.ts';

export const services: readonly Drawing[] = [
  {
    title: 'Ready',
    description: 'The checks of /readyz that fail, as 0.',
    unit: 'short',
    queries: [['min by (job, check) (mdm_gate_ready)', '{{job}}: {{check}}']],
  },
  {
    title: 'Answers of the gateway',
    description: 'By status.',
    unit: 'reqps',
    queries: [
      [
        'sum by (status) (rate(http_server_request_duration_seconds_count{listener="gateway"}[1m]))',
        '{{status}}',
      ],
    ],
  },
  {
    title: 'How long the gateway takes',
    description: 'One answer in a hundred takes longer, by route.',
    unit: 's',
    queries: [
      [
        'histogram_quantile(0.99, sum by (le, route) (rate(http_server_request_duration_seconds_bucket{listener="gateway"}[5m])))',
        '{{route}}',
      ],
    ],
  },
  {
    title: 'Processor time',
    description: 'Cores in use, by replica.',
    unit: 'short',
    queries: [
      ['rate(process_cpu_seconds_total{job=~"token-admin|verifier|mdm-push"}[1m])', '{{job}} {{instance}}'],
    ],
  },
  {
    title: 'Memory',
    description: 'Resident, by replica.',
    unit: 'bytes',
    queries: [
      ['process_resident_memory_bytes{job=~"token-admin|verifier|mdm-push"}', '{{job}} {{instance}}'],
    ],
  },
  {
    title: 'Event loop',
    description: 'How long whatever is ready waits for its turn.',
    unit: 's',
    queries: [
      ['nodejs_eventloop_lag_p99_seconds{job=~"token-admin|verifier|mdm-push"}', '{{job}} {{instance}}'],
    ],
  },
  {
    title: 'Rounds of loops that failed or hung',
    description: 'Work in the background.',
    unit: 'cps',
    queries: [
      [
        'sum by (job, loop, outcome) (rate(loop_rounds_total{outcome!="done"}[5m]))',
        '{{job}} {{loop}}: {{outcome}}',
      ],
    ],
  },
  {
    title: 'NATS',
    description: 'Whether each replica is connected.',
    unit: 'short',
    queries: [['messaging_connected', '{{job}} {{instance}}']],
  },
  {
    title: 'Requests over NATS that were refused or failed',
    description: 'By subject.',
    unit: 'reqps',
    queries: [['sum by (subject) (rate(messaging_request_errors_total[5m]))', '{{subject}}']],
  },
];
