import styles from './steps.module.css';
import { Unseen } from './unseen.tsx';

/** Where on its way something is. */
export const Steps = ({
  label,
  steps,
  current,
  down = false,
}: {
  readonly label: string;
  readonly steps: readonly string[];
  /** The number of the present one, from 0; as many as there are when all are done. */
  readonly current: number;
  /** One below the other. */
  readonly down?: boolean;
}) => (
  <ol className={down ? styles['down'] : styles['steps']} aria-label={label}>
    {steps.map((step, index) => (
      <li
        key={step}
        className={index < current ? styles['done'] : undefined}
        aria-current={index === current ? 'step' : undefined}
      >
        <span className={styles['mark']} aria-hidden>
          {index < current ? '✓' : index + 1}
        </span>
        {step}
        {index < current && <Unseen>, done</Unseen>}
      </li>
    ))}
  </ol>
);
