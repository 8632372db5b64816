/**
 * @module Sending photos to the host: a name first, then the uploader, whose code is fetched only by guests who send
 * something.
 */
import { lazy, type SubmitEvent, Suspense, useState } from 'react';
import type { GuestWelcome } from '@visage/contracts/guest.contract';
import { guestUploadsUrl, joinShare } from '../api/guest.api.js';
import { texts } from '../texts/texts.js';
import { useAction } from '../ui/action.hook.js';
import { Button } from '../ui/button.js';
import { Field } from '../ui/field.js';
import { ErrorNotice } from '../ui/notice.js';

const UploadPanel = lazy(() =>
  import('../upload/upload.panel.js').then((module) => ({ default: module.UploadPanel })),
);

interface GuestUploadProps {
  readonly token: string;
  readonly welcome: GuestWelcome;
}

export function GuestUploadSection({ token, welcome }: GuestUploadProps) {
  const [named, setNamed] = useState(welcome.guestName !== null);
  const wording = texts.guest.upload;
  return (
    <section className="stack guest-upload" aria-labelledby="guest-upload-title">
      <div>
        <h2 id="guest-upload-title">{wording.title}</h2>
        <p className="soft">{wording.hint}</p>
      </div>
      {named ? (
        <Suspense fallback={<p className="soft">{wording.loading}</p>}>
          <UploadPanel endpoint={guestUploadsUrl(token)} folders={false} />
        </Suspense>
      ) : (
        <NameForm token={token} onNamed={() => setNamed(true)} />
      )}
    </section>
  );
}

function NameForm({ token, onNamed }: { token: string; onNamed: () => void }) {
  const [name, setName] = useState('');
  const joining = useAction();
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    joining.run(async () => {
      await joinShare(token, { name: name.trim() });
      onNamed();
    });
  };
  return (
    <form className="stack guest-form" onSubmit={submit}>
      <Field
        label={texts.guest.upload.name}
        autoComplete="name"
        required
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <p className="soft small">{texts.guest.upload.nameHint}</p>
      <ErrorNotice error={joining.error} />
      <Button type="submit" icon="upload" busy={joining.busy} disabled={name.trim() === ''}>
        {texts.guest.upload.start}
      </Button>
    </form>
  );
}
