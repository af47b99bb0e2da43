import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import { labelsOf } from './pod.ts';

/** A check is processor time, and nothing else: more load means more replicas. It shrinks slowly. */
export const verifierAutoscaler = (): HorizontalPodAutoscaler =>
  new HorizontalPodAutoscaler({
    metadata: { name: 'verifier', labels: labelsOf('verifier') },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'verifier' },
      minReplicas: 2,
      maxReplicas: 8,
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } },
        },
      ],
      behavior: { scaleDown: { stabilizationWindowSeconds: 300 } },
    },
  });
