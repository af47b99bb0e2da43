import { useState } from 'react';
import type { RotationStep } from '../../api/rotations.ts';
import { Button } from '../../components/button.tsx';
import { Row } from '../../components/layout.tsx';
import { OnlyFor } from '../../components/only-for.tsx';
import { DecideRotation } from './decide-rotation.tsx';
import type { ExaminedRotation } from './examined-rotation.ts';
import { HoldRotation } from './hold-rotation.tsx';

/** What a person may do about a rotation. */
export const Decisions = ({ rotation }: { readonly rotation: ExaminedRotation }) => {
  const [deciding, setDeciding] = useState<RotationStep | null>(null);
  const isHeldByHand = rotation.heldBecause === 'by-hand';
  return (
    <OnlyFor role="administrator" to="decide on it">
      <Row>
        {isHeldByHand && <HoldRotation rotation={rotation} act="resume" />}
        <Button
          look={isHeldByHand ? 'plain' : 'primary'}
          onClick={() => {
            setDeciding('advance');
          }}
        >
          {isHeldByHand ? 'Next step' : 'Go on'}
        </Button>
        {rotation.state !== 'held' && <HoldRotation rotation={rotation} act="hold" />}
        <Button
          onClick={() => {
            setDeciding('cancel');
          }}
        >
          Give it up
        </Button>
      </Row>
      {deciding !== null && (
        <DecideRotation
          rotation={rotation}
          step={deciding}
          onClose={() => {
            setDeciding(null);
          }}
        />
      )}
    </OnlyFor>
  );
};
