import type { AuditEvent } from '@mdm-gate/contracts';
import type { Tone } from '../components/notice.tsx';

/** What an act came to. */
export const outcomeWords: Readonly<
  Record<AuditEvent['outcome'], { readonly tone: Tone | 'none'; readonly word: string }>
> = {
  allowed: { tone: 'good', word: 'Done' },
  refused: { tone: 'warn', word: 'Refused' },
  intended: { tone: 'info', word: 'Begun' },
  failed: { tone: 'bad', word: 'Failed' },
};
