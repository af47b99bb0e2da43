import type { Rotation } from '@mdm-gate/contracts';
import { Link } from '@tanstack/react-router';
import { Notice } from '../../components/notice.tsx';
import { quoted } from '../../words/quoted.ts';
import { isOpen, rotationStateWords } from '../../words/rotations.ts';
import { useOrganizationId } from '../organization-id.ts';

/** A rotation that goes its way needs nobody, and is good to know. */
export const UnderWay = ({ rotations }: { readonly rotations: readonly Rotation[] }) => {
  const organizationId = useOrganizationId();
  return rotations
    .filter((rotation) => isOpen(rotation) && rotation.state !== 'held')
    .map(({ rotationId, label, state }) => (
      <Notice
        key={rotationId}
        title={`A rotation to ${quoted(label)} is under way: ${rotationStateWords[state].word}`}
        action={
          <Link to="/organizations/$organizationId/rotations" params={{ organizationId }}>
            See the meter
          </Link>
        }
      >
        {rotationStateWords[state].what}
      </Notice>
    ));
};
