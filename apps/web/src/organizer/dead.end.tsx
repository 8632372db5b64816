/** @module Nothing to see here, why, and the way on. */
import { Link } from '@tanstack/react-router';
import { texts } from '../texts/texts.js';
import { useTitle } from '../ui/title.hook.js';

export function DeadEnd({ title, hint }: { title: string; hint: string }) {
  useTitle(title);
  return (
    <div className="centred">
      <h1>{title}</h1>
      <p className="soft">{hint}</p>
      <Link to="/events" className="button button-primary">
        {texts.common.home}
      </Link>
    </div>
  );
}

export function NothingHere() {
  return <DeadEnd title={texts.common.notFound} hint={texts.common.notFoundHint} />;
}
