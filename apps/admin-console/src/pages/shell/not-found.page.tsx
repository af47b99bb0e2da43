import { Link } from '@tanstack/react-router';
import { PageHead } from '../../components/layout.tsx';

export const NotFoundPage = () => (
  <main>
    <PageHead title="There is no such page" />
    <p>
      <Link to="/">Go to your organizations</Link>
    </p>
  </main>
);
