/** @module An address that leads nowhere. */
import { Brand } from '../ui/brand.js';
import { NothingHere } from './dead.end.js';

export function NotFoundPage() {
  return (
    <>
      <header className="masthead">
        <div className="masthead-inner">
          <span className="brand">
            <Brand />
          </span>
        </div>
      </header>
      <main className="page">
        <NothingHere />
      </main>
    </>
  );
}
