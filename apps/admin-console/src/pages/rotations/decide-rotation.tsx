import type { RotationState } from '@mdm-gate/contracts';
import { useState } from 'react';
import { decideRotation, type RotationStep } from '../../api/rotations.ts';
import { useWeighedChange } from '../../api/weighed-change.ts';
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

const useDeciding = (known: ExaminedRotation, step: RotationStep, typed: string) => {
  const organizationId = useOrganizationId();
  const news = useNews();
  const asked = { organizationId, rotation: known, step };
  return useWeighedChange({
    organizationId,
    key: [known.rotationId, known.version, step],
    ask: (signal) => decideRotation({ ...asked, dryRun: true, signal }),
    change: () =>
      decideRotation({
        ...asked,
        dryRun: false,
        ...(typed === '' ? {} : { acknowledgeHaltedDevices: Number(typed) }),
      }),
    done: () => {
      news(words[step].news);
    },
  });
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
  const [typed, setTyped] = useState('');
  const { change: decide, impact, error } = useDeciding(known, step, typed);
  const { title, act } = words[step];
  return (
    <Dialog title={title} onClose={onClose}>
      <DialogForm
        act={act}
        look={impact !== null && impact.halted > 0 ? 'danger' : 'primary'}
        error={error}
        busy={decide.isPending}
        disabled={impact === null || !isAcknowledged(impact, typed)}
        onCancel={onClose}
        onSubmit={() => {
          decide.mutate(undefined, { onSuccess: onClose });
        }}
      >
        <p>{effectOf(known, step)}</p>
        <KnownImpact impact={impact} typed={typed} onType={setTyped} />
      </DialogForm>
    </Dialog>
  );
};
