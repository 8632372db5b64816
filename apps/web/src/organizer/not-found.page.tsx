/** @module An address that leads nowhere. */
import { Link } from '@tanstack/react-router';
import { texts } from '../texts/texts.js';
import { useTitle } from '../ui/title.hook.js';

export function NotFoundPage() {
  useTitle(texts.common.notFound);
  return (
    <main className="centred">
      <h1>{texts.common.notFound}</h1>
      <p className="soft">{texts.common.notFoundHint}</p>
      <Link to="/events" className="button button-primary">
        {texts.common.home}
      </Link>
    </main>
  );
}
