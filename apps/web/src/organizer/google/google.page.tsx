/** @module This server's setup at Google, for administrators: OAuth client and service account. */
import './google.css';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { GoogleSetup } from '@visage/contracts/google-setup.contract';
import {
  getGoogleSetup,
  removeGoogleClient,
  removeServiceAccount,
  setGoogleClient,
  setServiceAccount,
} from '../../api/google-setup.api.js';
import { texts } from '../../texts/texts.js';
import { type Action, useAction } from '../../ui/action.hook.js';
import { Button } from '../../ui/button.js';
import { Field } from '../../ui/field.js';
import { FilePicker } from '../../ui/file.picker.js';
import { ErrorNotice, Loading } from '../../ui/notice.js';
import { AdminFrame } from '../admin/admin.frame.js';

const setupQuery = queryOptions({ queryKey: ['google'], queryFn: getGoogleSetup });

export function GooglePage() {
  const { data, error, refetch } = useQuery(setupQuery);
  return (
    <AdminFrame title={texts.google.title} intro={texts.google.intro}>
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      {data ? (
        <>
          <ClientCard setup={data} />
          <ServiceAccountCard setup={data} />
        </>
      ) : error === null ? (
        <Loading />
      ) : null}
    </AdminFrame>
  );
}

/** The answer is the new state. */
function useSetup(): { action: Action; run: (work: () => Promise<GoogleSetup>) => void } {
  const client = useQueryClient();
  const action = useAction();
  const run = (work: () => Promise<GoogleSetup>): void =>
    action.run(async () => {
      client.setQueryData(setupQuery.queryKey, await work());
      await client.invalidateQueries({ queryKey: ['drive', 'connection'] });
    });
  return { action, run };
}

function ClientCard({ setup: { client, redirectUri } }: { setup: GoogleSetup }) {
  const { action, run } = useSetup();
  const [clientId, setClientId] = useState('');
  const [clientSecret, setClientSecret] = useState('');
  // people return to the page they left from: at the public address, or at the one that is open here
  const addresses = new Set([redirectUri, new URL('/drive/connected', window.location.href).href]);
  const fixed = client?.from === 'environment';
  const save = (): void =>
    run(async () => {
      const setup = await setGoogleClient({ clientId, clientSecret });
      setClientId('');
      setClientSecret('');
      return setup;
    });
  return (
    <section className="card stack" aria-labelledby="google-client">
      <div>
        <h2 id="google-client">{texts.google.clientTitle}</h2>
        <p className="soft">{texts.google.clientHint}</p>
      </div>
      <dl className="google-facts">
        <div>
          <dt>{texts.google.redirect}</dt>
          {[...addresses].map((address) => (
            <dd key={address}>
              <code>{address}</code>
            </dd>
          ))}
        </div>
        {client ? (
          <div>
            <dt>{texts.google.current}</dt>
            <dd>
              <code>{client.clientId}</code>
            </dd>
          </div>
        ) : null}
      </dl>
      {fixed ? (
        <p className="notice">{texts.google.fixed}</p>
      ) : (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            save();
          }}
        >
          <Field
            label={texts.google.clientId}
            value={clientId}
            onChange={(event) => setClientId(event.currentTarget.value)}
            autoComplete="off"
            required
          />
          <Field
            label={texts.google.clientSecret}
            type="password"
            value={clientSecret}
            onChange={(event) => setClientSecret(event.currentTarget.value)}
            autoComplete="off"
            required
          />
          <ErrorNotice error={action.error} />
          <div className="row">
            <Button
              look="primary"
              type="submit"
              busy={action.busy}
              disabled={clientId === '' || clientSecret === ''}
            >
              {client ? texts.google.replace : texts.google.save}
            </Button>
            {client ? (
              <Button look="quiet-danger" disabled={action.busy} onClick={() => run(removeGoogleClient)}>
                {texts.google.remove}
              </Button>
            ) : null}
          </div>
        </form>
      )}
    </section>
  );
}

function ServiceAccountCard({ setup: { serviceAccount } }: { setup: GoogleSetup }) {
  const { action, run } = useSetup();
  const upload = ([file]: File[]): void => {
    if (file) run(async () => setServiceAccount({ key: await file.text() }));
  };
  return (
    <section className="card stack" aria-labelledby="google-account">
      <div>
        <h2 id="google-account">{texts.google.accountTitle}</h2>
        <p className="soft">{texts.google.accountHint}</p>
      </div>
      {serviceAccount ? (
        <p className="google-account">
          {texts.google.shareWith} <code>{serviceAccount.email}</code>
        </p>
      ) : null}
      <ErrorNotice error={action.error} />
      {serviceAccount?.from === 'environment' ? (
        <p className="notice">{texts.google.fixedAccount}</p>
      ) : (
        <div className="row">
          <FilePicker
            label={serviceAccount ? texts.google.replaceKey : texts.google.chooseKey}
            icon="upload"
            accept="application/json,.json"
            disabled={action.busy}
            onFiles={upload}
          />
          {serviceAccount ? (
            <Button look="quiet-danger" disabled={action.busy} onClick={() => run(removeServiceAccount)}>
              {texts.google.remove}
            </Button>
          ) : null}
        </div>
      )}
    </section>
  );
}
