/** @module Who is responsible for this server, and the register of consents. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { NamedController } from '@visage/contracts/privacy.contract';
import { type SubmitEvent, useState } from 'react';
import { fieldErrorsOf } from '../../api/api.error.js';
import { nameController } from '../../api/privacy.api.js';
import { texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import { Field } from '../../ui/field.js';
import { ErrorNotice, Loading } from '../../ui/notice.js';
import { AdminFrame } from './admin.frame.js';
import { privacyQuery } from './admin.query.js';
import { ConsentSection } from './consent.section.js';

export function PrivacyPage() {
  const { data, error } = useQuery(privacyQuery);
  return (
    <AdminFrame title={texts.admin.privacy.title} intro={texts.admin.privacy.intro}>
      <ErrorNotice error={error} />
      {data ? <ControllerForm named={data.controller} /> : error === null ? <Loading /> : null}
      <ConsentSection />
    </AdminFrame>
  );
}

function ControllerForm({ named }: { named: NamedController | null }) {
  const real = named?.demo === false ? named : null;
  const [name, setName] = useState(real?.name ?? '');
  const [contact, setContact] = useState(real?.contact ?? '');
  const queryClient = useQueryClient();
  const saving = useMutation({
    mutationFn: () => nameController({ name: name.trim(), contact: contact.trim() }),
    onSuccess: (notice) => queryClient.setQueryData(privacyQuery.queryKey, notice),
  });
  const wording = texts.admin.privacy;
  const errors = fieldErrorsOf(saving.error);
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <section className="card stack" aria-labelledby="controller-title">
      <div>
        <h2 id="controller-title">{wording.controller}</h2>
        <p className="soft">{wording.controllerHint}</p>
      </div>
      {real ? null : <p className="notice">{named ? wording.demo : wording.nobody}</p>}
      <form className="stack" onSubmit={submit}>
        <Field
          label={wording.name}
          required
          maxLength={200}
          autoComplete="organization"
          value={name}
          error={errors.get('name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Field
          label={wording.contact}
          note={wording.contactNote}
          required
          maxLength={500}
          value={contact}
          error={errors.get('contact')}
          onChange={(event) => setContact(event.currentTarget.value)}
        />
        <ErrorNotice error={saving.error} />
        <div className="row row-end">
          {saving.isSuccess ? <span role="status">{texts.admin.saved}</span> : null}
          <a className="button" href="/privacy" target="_blank" rel="noreferrer">
            {wording.look}
          </a>
          <Button type="submit" look="primary" busy={saving.isPending}>
            {texts.share.save}
          </Button>
        </div>
      </form>
    </section>
  );
}
