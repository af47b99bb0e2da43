import type { RotationState } from '@mdm-gate/contracts';
import { useState } from 'react';
import { useChange } from '../../api/change.ts';
import { useImpact } from '../../api/dry-run.ts';
import { decideRotation, type RotationStep } from '../../api/rotations.ts';
import { DialogForm } from '../../components/dialog-form.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { isAcknowledged, KnownImpact } from '../../components/impact.tsx';
import { useNews } from '../../components/toasts.tsx';
import { rotationStateWords } from '../../words/rotations.ts';
import { useOrganizationId } from '../organization-id.ts';
import type { ExaminedRotation } from './examined-rotation.ts';

const words = {
  advance: { title: 'Go on', act: 'Go on', news: 'The rotation went on' },
  cancel: { title: 'Give the rotation up', act: 'Give it up', news: 'The rotation is given up' },
} as const;

const effectOf = ({ state, heldIn }: ExaminedRotation, step: RotationStep): string => {
  if (step === 'cancel')
    return 'The new token is revoked, the old ones are active as before, and the MDMs get the old one back. A device that took the new one up is halted until it has the old one again.';
  const from: RotationState = heldIn ?? state;
  return `${rotationStateWords[from].next ?? ''}.`;
};

/** The next step or the end of a rotation, after saying whom that would halt. */
export const DecideRotation = ({
  rotation: known,
  step,
  onClose,
}: {
  readonly rotation: ExaminedRotation;
  readonly step: RotationStep;
  readonly onClose: () => void;
}) => {
  const organizationId = useOrganizationId();
  const news = useNews();
  const [typed, setTyped] = useState('');
  const asked = { organizationId, rotation: known, step };
  const preview = useImpact([known.rotationId, known.version, step], (signal) =>
    decideRotation({ ...asked, dryRun: true, signal }),
  );
  const decide = useChange(organizationId, () =>
    decideRotation({
      ...asked,
      dryRun: false,
      ...(typed === '' ? {} : { acknowledgeHaltedDevices: Number(typed) }),
    }),
  );
  const impact = preview.data ?? null;
  const { title, act, news: told } = words[step];
  return (
    <Dialog title={title} onClose={onClose}>
      <DialogForm
        act={act}
        look={impact !== null && impact.halted > 0 ? 'danger' : 'primary'}
        error={decide.error ?? preview.error}
        busy={decide.isPending}
        disabled={impact === null || !isAcknowledged(impact, typed)}
        onCancel={onClose}
        onSubmit={() => {
          decide.mutate(undefined, {
            onSuccess: () => {
              news(told);
              onClose();
            },
          });
        }}
      >
        <p>{effectOf(known, step)}</p>
        <KnownImpact impact={impact} typed={typed} onType={setTyped} />
      </DialogForm>
    </Dialog>
  );
};
