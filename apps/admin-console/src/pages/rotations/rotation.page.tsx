import { Link, useParams } from '@tanstack/react-router';
import { PageHead } from '../../components/layout.tsx';
import { useLive } from '../../live/use-live.ts';
import { useOrganizationId } from '../organization-id.ts';
import { RotationView } from './rotation-view.tsx';

/** One rotation at an address of its own, to be sent to a colleague. */
const RotationPage = () => {
  const organizationId = useOrganizationId();
  useLive(organizationId);
  const { rotationId = '' } = useParams({ strict: false });
  return (
    <>
      <PageHead title="Rotation" question="How far is it, and is it safe to go on?" />
      <p>
        <Link to="/organizations/$organizationId/rotations" params={{ organizationId }}>
          All rotations
        </Link>
      </p>
      <RotationView rotationId={rotationId} />
    </>
  );
};

export default RotationPage;
