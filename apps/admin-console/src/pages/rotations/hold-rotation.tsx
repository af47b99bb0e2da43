import { useChange } from '../../api/change.ts';
import { holdRotation } from '../../api/rotations.ts';
import { Button } from '../../components/button.tsx';
import { ProblemNotice } from '../../components/problem.tsx';
import { useNews } from '../../components/toasts.tsx';
import { useOrganizationId } from '../organization-id.ts';
import type { ExaminedRotation } from './examined-rotation.ts';

const words = {
  hold: { act: 'Hold', news: 'The rotation is held', what: 'Every token goes on as it is.' },
  resume: { act: 'Resume', news: 'The rotation goes on', what: 'It waits again for what it waited for.' },
} as const;

/** Stops what happens by itself, or lets it go on. Neither changes a token, so that there is nothing to confirm. */
export const HoldRotation = ({
  rotation,
  act,
}: {
  readonly rotation: ExaminedRotation;
  readonly act: keyof typeof words;
}) => {
  const organizationId = useOrganizationId();
  const news = useNews();
  const change = useChange(
    organizationId,
    () => holdRotation(organizationId, rotation, act),
    () => {
      news(words[act].news, words[act].what);
    },
  );
  return (
    <>
      <Button
        look={act === 'resume' ? 'primary' : 'plain'}
        busy={change.isPending}
        onClick={() => {
          change.mutate(undefined);
        }}
      >
        {words[act].act}
      </Button>
      <ProblemNotice error={change.error} />
    </>
  );
};
